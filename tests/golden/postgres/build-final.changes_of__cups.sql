-- build final.changes_of__cups
-- One row a change of a person's cups, which is made from appetite.
-- reads final.state_changes__person
-- writes final.changes_of__cups

-- write build
create table "nexus"."changes_of__cups__next" as
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
  "b"."_entity" as "_entity",
  "b"."state_name" as "state_name",
  "b"."occurred_at" as "occurred_at",
  "b"."event_id" as "event_id",
  "b"."source" as "source",
  case when btrim("b"."state_value", '                　') <> '' then "b"."state_value" end as "state_value",
  case when btrim("b"."state_value", '                　') <> '' then "b"."state_number" end as "state_number"
from (select
  "a"."_entity" as "_entity",
  "a"."state_name" as "state_name",
  "a"."occurred_at" as "occurred_at",
  "a"."event_id" as "event_id",
  "a"."source" as "source",
  "a"."_said" as "_said",
  "a"."state_number" as "state_number",
  regexp_replace("nexus_meta"."text_of"("a"."state_number"), '[.]0$', '', 'g') as "state_value"
from (select
  "held"."_entity" as "_entity",
  'cups' as "state_name",
  "held"."_at" as "occurred_at",
  "held"."_event" as "event_id",
  "held"."_source" as "source",
  cast(null as varchar) as "_said",
  "nexus_meta"."finite"("nexus_meta"."try_number"((appetite_number * 2))) as "state_number"
from (select
  "h"."_entity" as "_entity",
  "h"."_at" as "_at",
  "h"."_event" as "_event",
  "h"."_source" as "_source",
  "h"."appetite" as "appetite",
  "h"."appetite_number" as "appetite_number"
from (select
  "k"."_entity" as "_entity",
  "k"."occurred_at" as "_at",
  "k"."event_id" as "_event",
  "k"."source" as "_source",
  "k"."_begins" as "_begins",
  max("k"."_value_0") over (partition by "k"."_entity", "k"."_count_0") as "appetite",
  max("k"."_number_0") over (partition by "k"."_entity", "k"."_count_0") as "appetite_number"
from (select
  "i"."_entity" as "_entity",
  "i"."occurred_at" as "occurred_at",
  "i"."event_id" as "event_id",
  "i"."source" as "source",
  "i"."_changed_0" as "_changed_0",
  "i"."_value_0" as "_value_0",
  "i"."_number_0" as "_number_0",
  count("i"."_changed_0") over (partition by "i"."_entity" order by "i"."occurred_at" rows unbounded preceding) as "_count_0",
  min(case when "i"."_value_0" is not null then "i"."occurred_at" end) over (partition by "i"."_entity") as "_begins"
from (select
  "r"."_entity" as "_entity",
  "r"."occurred_at" as "occurred_at",
  (array_agg("r"."event_id" order by "r"."_place") filter (where "r"."event_id" is not null and "r"."_place" is not null))[1] as "event_id",
  (array_agg("r"."source" order by "r"."_place") filter (where "r"."source" is not null and "r"."_place" is not null))[1] as "source",
  max(case when "r"."_place" = 0 then 1 end) as "_changed_0",
  max(case when "r"."_place" = 0 then "r"."state_value" end) as "_value_0",
  max(case when "r"."_place" = 0 then "r"."state_number" end) as "_number_0"
from (select
  "n"."_entity" as "_entity",
  "n"."state_name" as "state_name",
  "n"."occurred_at" as "occurred_at",
  "n"."event_id" as "event_id",
  "n"."source" as "source",
  "n"."state_value" as "state_value",
  "n"."state_number" as "state_number",
  0 as "_place"
from (select
  "c"."_entity" as "_entity",
  "c"."state_name" as "state_name",
  "c"."occurred_at" as "occurred_at",
  "c"."event_id" as "event_id",
  "c"."source" as "source",
  "c"."state_value" as "state_value",
  "c"."state_number" as "state_number"
from "nexus"."state_changes__person__next" as "c"
where "c"."state_name" = 'appetite') as "n"
offset 0) as "r"
group by "r"."_entity", "r"."occurred_at"
offset 0) as "i"
offset 0) as "k"
offset 0) as "h"
where "h"."_at" >= "h"."_begins") as "held"
offset 0) as "a"
offset 0) as "b"
offset 0) as "s"
offset 0) as "c"
where ("c"."_value_before" is distinct from "c"."state_value" or "c"."_number_before" is distinct from "c"."state_number")) as q;

-- write gather statistics
analyze "nexus"."changes_of__cups__next";
