-- build identity.order_dictionary
-- One row a raw value that ever identified a order, with its number.
-- reads source.kettle__order_placed, source.steep__plan_changed
-- writes identity.order_dictionary

-- write build
create table "nexus_identity"."order_dictionary__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."identifier_type" as text) collate "C" as "identifier_type", cast("q"."raw_value" as text) collate "C" as "raw_value" from ((select
  "k"."_value" as "_value",
  "k"."identifier_type" as "identifier_type",
  "k"."raw_value" as "raw_value"
from "nexus_identity"."order_dictionary" as "k")
union all
(select
  (select
  coalesce(max("t"."_value"), -1) as "last"
from "nexus_identity"."order_dictionary" as "t") + row_number() over () as "_value",
  "f"."identifier_type" as "identifier_type",
  "f"."raw_value" as "raw_value"
from (select
  "s"."identifier_type" as "identifier_type",
  "s"."raw_value" as "raw_value"
from (select distinct
  'order_id' as "identifier_type",
  "a"."raw_value" as "raw_value"
from ((select
  "m"."order_id" as "raw_value"
from (select
  "k"."event_id" as "event_id",
  'order' as "_mention",
  0 as "_element",
  0 as "_position",
  'order' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."order__order_id" as "order_id",
  "k"."order__sku" as "sku"
from "nexus_source"."kettle__order_placed__next" as "k"
where "k"."order__order_id" is not null
offset 0) as "m"
where "m"."order_id" is not null)
union all
(select
  "m"."order_id" as "raw_value"
from (select
  "k"."event_id" as "event_id",
  'plan' as "_mention",
  0 as "_element",
  0 as "_position",
  'plan' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."plan__order_id" as "order_id",
  "k"."plan__sku" as "sku"
from "nexus_source"."steep__plan_changed__next" as "k"
where "k"."plan__order_id" is not null
offset 0) as "m"
where "m"."order_id" is not null)) as "a"
offset 0) as "s"
where not exists (select 1 from "nexus_identity"."order_dictionary" as "k" where k.identifier_type = "s"."identifier_type" and k.raw_value = "s"."raw_value")) as "f")) as q;

-- write gather statistics
analyze "nexus_identity"."order_dictionary__next";
