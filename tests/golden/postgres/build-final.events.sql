-- build final.events
-- One row an event.
-- reads source.kettle__order_placed, source.kettle__customer_changed__events, source.steep__tea_brewed__events, source.steep__letter_sent__events, source.steep__plan_changed
-- writes final.events

-- write build
create table "nexus"."events__next" as
select cast("q"."id" as text) collate "C" as "id", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."type" as text) collate "C" as "type", cast("q"."name" as text) collate "C" as "name", cast("q"."source" as text) collate "C" as "source", cast("q"."description" as text) collate "C" as "description", cast("q"."value" as double precision) as "value", cast("q"."value_unit" as text) collate "C" as "value_unit", cast("q"."significance" as double precision) as "significance", cast("q"."is_future" as boolean) as "is_future" from (select
  "e"."event_id" as "id",
  "e"."occurred_at" as "occurred_at",
  "e"."event_type" as "type",
  "e"."event_name" as "name",
  "e"."source" as "source",
  "e"."event_description" as "description",
  "e"."value" as "value",
  "e"."value_unit" as "value_unit",
  "e"."significance" as "significance",
  not ("e"."occurred_at" <= :horizon + 1 * interval '1 day') as "is_future"
from ((select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'order' as "event_type",
  'order placed' as "event_name",
  "k"."event_description" as "event_description",
  'shop' as "source",
  "k"."value" as "value",
  "k"."value_unit" as "value_unit",
  "nexus_meta"."try_number"(4) as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."kettle__order_placed__next" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  coalesce("k"."event_type", 'customer changed') as "event_type",
  'customer changed' as "event_name",
  cast(null as text) as "event_description",
  'shop' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."kettle__customer_changed__events__next" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'tea brewed' as "event_type",
  'tea brewed' as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  "k"."value" as "value",
  'cups' as "value_unit",
  "k"."significance" as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."steep__tea_brewed__events__next" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'letter' as "event_type",
  coalesce("k"."event_name", 'letter sent') as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."steep__letter_sent__events__next" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'plan changed' as "event_type",
  'plan changed' as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."steep__plan_changed__next" as "k")) as "e") as q;

-- write gather statistics
analyze "nexus"."events__next";
