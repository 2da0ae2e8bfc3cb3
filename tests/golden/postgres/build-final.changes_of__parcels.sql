-- build final.changes_of__parcels
-- One row a change of a person's parcels, which is made from parcel over placed_by.
-- reads final.relationships, final.state_changes__order
-- writes final.changes_of__parcels

-- write build
create table "nexus"."changes_of__parcels__next" as
select cast("q"."_entity" as bigint) as "_entity", cast("q"."state_name" as text) collate "C" as "state_name", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."source" as text) collate "C" as "source", cast("q"."state_value" as text) collate "C" as "state_value", cast("q"."state_number" as double precision) as "state_number" from (select
  "c"."_entity" as "_entity",
  "c"."state_name" as "state_name",
  "c"."occurred_at" as "occurred_at",
  "c"."event_id" as "event_id",
  "c"."source" as "source",
  "c"."state_value" as "state_value",
  "c"."state_number" as "state_number"
from (select
  "s"."_entity" as "_entity",
  "s"."state_name" as "state_name",
  "s"."occurred_at" as "occurred_at",
  "s"."event_id" as "event_id",
  "s"."source" as "source",
  "s"."state_value" as "state_value",
  "s"."state_number" as "state_number",
  lag("s"."state_value") over (partition by "s"."_entity", "s"."state_name" order by "s"."occurred_at") as "_value_before",
  lag("s"."state_number") over (partition by "s"."_entity", "s"."state_name" order by "s"."occurred_at") as "_number_before"
from (select
  "n"."_entity" as "_entity",
  "n"."state_name" as "state_name",
  "n"."occurred_at" as "occurred_at",
  "n"."event_id" as "event_id",
  "n"."source" as "source",
  regexp_replace("nexus_meta"."text_of"("n"."state_number"), '[.]0$', '', 'g') as "state_value",
  "n"."state_number" as "state_number"
from (select
  "m"."_entity" as "_entity",
  'parcels' as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  "m"."source" as "source",
  cast("m"."_all" as double precision) as "state_number"
from (select
  "i"."_entity" as "_entity",
  "i"."occurred_at" as "occurred_at",
  "i"."event_id" as "event_id",
  "i"."source" as "source",
  sum("i"."_all") over (partition by "i"."_entity" order by "i"."occurred_at" rows unbounded preceding) as "_all",
  sum("i"."_number") over (partition by "i"."_entity" order by "i"."occurred_at" rows unbounded preceding) as "_number"
from (select
  "e"."_entity" as "_entity",
  "e"."occurred_at" as "occurred_at",
  min("e"."event_id") as "event_id",
  (array_agg("e"."source" order by "e"."event_id") filter (where "e"."source" is not null and "e"."event_id" is not null))[1] as "source",
  sum("e"."_sign") as "_all",
  sum(coalesce(case when abs("e"."state_number" * "e"."_sign") < 1e18 then cast("e"."state_number" * "e"."_sign" as numeric(27, 9)) end, 0)) as "_number"
from (select
  "p"."_entity" as "_entity",
  case when "g"."_sign" = 1 then "p"."_begins" else "p"."_ends" end as "occurred_at",
  case when "g"."_sign" = 1 then "p"."event_id" else "p"."_exit_event" end as "event_id",
  case when "g"."_sign" = 1 then "p"."source" else "p"."_exit_source" end as "source",
  "p"."state_value" as "state_value",
  "p"."state_number" as "state_number",
  "g"."_sign" as "_sign"
from (select
  "s"."_entity" as "_entity",
  case when "i"."occurred_at" > "s"."since" then "i"."occurred_at" else "s"."since" end as "_begins",
  nullif(case when "i"."_exited" < "s"."until" then "i"."_exited" else "s"."until" end, cast('9999-12-31' as timestamp)) as "_ends",
  "i"."event_id" as "event_id",
  "i"."source" as "source",
  "i"."state_value" as "state_value",
  "i"."state_number" as "state_number",
  case when "i"."_exited" <= "s"."until" and "i"."_exited" < cast('9999-12-31' as timestamp) then "i"."_exit_event" else "i"."event_id" end as "_exit_event",
  case when "i"."_exited" <= "s"."until" and "i"."_exited" < cast('9999-12-31' as timestamp) then "i"."_exit_source" else "i"."source" end as "_exit_source"
from (select
  "k"."_entity" as "_entity",
  "k"."_other" as "_other",
  "k"."since" as "since",
  "k"."until" as "until"
from (select
  "m"."_to" as "_entity",
  "m"."_from" as "_other",
  "m"."since" as "since",
  case when "m"."until" <= :horizon then "m"."until" else cast('9999-12-31' as timestamp) end as "until"
from "nexus"."relationships__next" as "m"
where "m"."since" <= :horizon and "m"."kind" = 'placed_by' and "m"."role" = 'customer'
offset 0) as "k"
where "k"."since" < "k"."until") as "s"
join (select
  "c"."_entity" as "_entity",
  "c"."occurred_at" as "occurred_at",
  "c"."event_id" as "event_id",
  "c"."source" as "source",
  "c"."state_value" as "state_value",
  "c"."state_number" as "state_number",
  coalesce(lead("c"."occurred_at") over (partition by "c"."_entity" order by "c"."occurred_at"), cast('9999-12-31' as timestamp)) as "_exited",
  lead("c"."event_id") over (partition by "c"."_entity" order by "c"."occurred_at") as "_exit_event",
  lead("c"."source") over (partition by "c"."_entity" order by "c"."occurred_at") as "_exit_source"
from (select
  "c"."_entity" as "_entity",
  "c"."state_name" as "state_name",
  "c"."occurred_at" as "occurred_at",
  "c"."event_id" as "event_id",
  "c"."source" as "source",
  "c"."state_value" as "state_value",
  "c"."state_number" as "state_number"
from "nexus"."state_changes__order__next" as "c"
where "c"."state_name" = 'parcel') as "c"
offset 0) as "i" on "i"."_entity" = "s"."_other"
where "i"."state_value" is not null and "i"."occurred_at" < "s"."until" and "i"."_exited" > "s"."since"
offset 0) as "p"
join (select 1 as _sign union all select -1) as "g" on ("g"."_sign" = 1 or "p"."_ends" is not null)
offset 0) as "e"
group by "e"."_entity", "e"."occurred_at"
offset 0) as "i"
offset 0) as "m"
offset 0) as "n"
offset 0) as "s"
offset 0) as "c"
where ("c"."_value_before" is distinct from "c"."state_value" or "c"."_number_before" is distinct from "c"."state_number")) as q;

-- write gather statistics
analyze "nexus"."changes_of__parcels__next";
