-- build final.state_counts_per_day
-- One row a day and a value of a state: how many entities had it.
-- reads final.states
-- writes final.state_counts_per_day

-- write build
create table "nexus"."state_counts_per_day__next" as
select cast("q"."id" as text) collate "C" as "id", cast("q"."day" as timestamp) as "day", cast("q"."entity_type" as text) collate "C" as "entity_type", cast("q"."state_name" as text) collate "C" as "state_name", cast("q"."state_value" as text) collate "C" as "state_value", cast("q"."entities" as bigint) as "entities", cast("q"."state_number_sum" as double precision) as "state_number_sum" from (select
  'stc_' || md5(coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("n"."day"))) || ':' || "nexus_meta"."text_of"("n"."day"), '-') || coalesce("nexus_meta"."text_of"(length("n"."entity_type")) || ':' || "n"."entity_type", '-') || coalesce("nexus_meta"."text_of"(length("n"."state_name")) || ':' || "n"."state_name", '-') || coalesce("nexus_meta"."text_of"(length("n"."state_value")) || ':' || "n"."state_value", '-')) as "id",
  "n"."day" as "day",
  "n"."entity_type" as "entity_type",
  "n"."state_name" as "state_name",
  "n"."state_value" as "state_value",
  "n"."entities" as "entities",
  "n"."state_number_sum" as "state_number_sum"
from (select
  cast("_days"."day" as timestamp) as "day",
  "c"."entity_type" as "entity_type",
  "c"."state_name" as "state_name",
  "c"."state_value" as "state_value",
  "c"."entities" as "entities",
  "c"."state_number_sum" as "state_number_sum",
  "c"."_next" as "_next"
from (select
  "d"."entity_type" as "entity_type",
  "d"."state_name" as "state_name",
  "d"."state_value" as "state_value",
  "d"."day" as "day",
  cast(sum("d"."_change") over (partition by "d"."entity_type", "d"."state_name", "d"."state_value" order by "d"."day" rows unbounded preceding) as bigint) as "entities",
  case when sum("d"."_numbers") over (partition by "d"."entity_type", "d"."state_name", "d"."state_value") > 0 then cast(sum("d"."_number") over (partition by "d"."entity_type", "d"."state_name", "d"."state_value" order by "d"."day" rows unbounded preceding) as double precision) end as "state_number_sum",
  lead("d"."day") over (partition by "d"."entity_type", "d"."state_name", "d"."state_value" order by "d"."day") as "_next"
from (select
  "e"."entity_type" as "entity_type",
  "e"."state_name" as "state_name",
  "e"."state_value" as "state_value",
  "e"."day" as "day",
  sum("e"."_sign") as "_change",
  sum(coalesce(case when abs("e"."state_number" * "e"."_sign") < 1e18 then cast("e"."state_number" * "e"."_sign" as numeric(27, 9)) end, 0)) as "_number",
  count("e"."state_number") as "_numbers"
from (select
  "i"."entity_type" as "entity_type",
  "i"."state_name" as "state_name",
  "i"."state_value" as "state_value",
  "i"."state_number" as "state_number",
  case when "g"."_sign" = 1 then "i"."_from" else "i"."_to" end as "day",
  "g"."_sign" as "_sign"
from (select
  "s"."entity_type" as "entity_type",
  "s"."state_name" as "state_name",
  case when "s"."state_name" not in ('cups', 'kettles', 'parcels') then "s"."state_value" end as "state_value",
  "s"."state_number" as "state_number",
  case when "s"."state_entered_at" < cast('1970-01-01' as timestamp) then cast('1970-01-01' as timestamp) else date_trunc('day', "s"."state_entered_at") end as "_from",
  case when "s"."state_exited_at" is not null then case when "s"."state_exited_at" < cast('1970-01-01' as timestamp) then cast('1970-01-01' as timestamp) else date_trunc('day', "s"."state_exited_at") end end as "_to"
from "nexus"."states__next" as "s"
offset 0) as "i"
join (select 1 as _sign union all select -1) as "g" on ("g"."_sign" = 1 or "i"."_to" is not null)
where ("i"."_to" is null or "i"."_from" < "i"."_to")
offset 0) as "e"
group by "e"."entity_type", "e"."state_name", "e"."state_value", "e"."day"
offset 0) as "d"
offset 0) as "c" cross join lateral generate_series("c"."day", case when "c"."_next" is null then date_trunc('day', :horizon) else "c"."_next" + -1 * interval '1 day' end, interval '1 day') as "_days" ("day")
offset 0) as "n") as q;

-- write gather statistics
analyze "nexus"."state_counts_per_day__next";
