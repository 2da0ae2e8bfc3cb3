-- build final.state_changes__order
-- One row a change of a order's state that an event, or a timeout, caused.
-- reads core.order_mentions, identity.order_evidence_entities, source.kettle__order_placed
-- writes final.state_changes__order

-- write build
create table "nexus"."state_changes__order__next" as
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
  "p"."_entity" as "_entity",
  "p"."state_name" as "state_name",
  "p"."occurred_at" as "occurred_at",
  "p"."event_id" as "event_id",
  "p"."source" as "source",
  "p"."state_value" as "state_value",
  "p"."state_number" as "state_number",
  "p"."_position" as "_position"
from (select
  "m"."_entity" as "_entity",
  "m"."state_name" as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  "m"."source" as "source",
  "m"."state_value" as "state_value",
  "m"."state_number" as "state_number",
  "m"."_position" as "_position",
  row_number() over (partition by "m"."_entity", "m"."state_name", "m"."occurred_at" order by "m"."_position", "m"."event_id") as "place"
from (select
  "m"."_entity" as "_entity",
  "v"."state_name" as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  'shop' as "source",
  case when btrim("v"."state_value", '                　') <> '' then "v"."state_value" end as "state_value",
  "v"."state_number" as "state_number",
  "v"."_position" as "_position"
from (select
  "happened"."event_id" as "event_id",
  'parcel' as "state_name",
  "nexus_meta"."text_of"('on its way') as "state_value",
  cast(null as double precision) as "state_number",
  0 as "_position",
  cast(null as varchar) as "_role"
from (select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'order' as "event_type",
  'order placed' as "event_name",
  "k"."event_description" as "event_description",
  'shop' as "source",
  "k"."value" as "value",
  "k"."value_unit" as "value_unit",
  "nexus_meta"."try_number"(4) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  "k"."sku" as "sku",
  "k"."maker" as "maker",
  "k"."shouted" as "shouted"
from "nexus_source"."kettle__order_placed__next" as "k"
offset 0) as "happened"
where "happened"."occurred_at" <= :horizon
offset 0) as "v"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_order_id" as "_v_order_id",
  "m"."sku" as "sku",
  "e"."_entity" as "_entity"
from "nexus_core"."order_mentions__next" as "m"
join "nexus_identity"."order_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m" on "m"."event_id" = "v"."event_id"
where "m"."_site" in (1211438796)
offset 0) as "m"
offset 0) as "p"
where "p"."place" = 1) as "s"
offset 0) as "c"
where ("c"."_value_before" is distinct from "c"."state_value" or "c"."_number_before" is distinct from "c"."state_number")) as q;

-- write gather statistics
analyze "nexus"."state_changes__order__next";
