-- build core.order_mentions
-- One row a mention of a order in an event, its identifiers as numbers.
-- reads source.kettle__order_placed, source.steep__plan_changed, identity.order_dictionary
-- writes core.order_mentions

-- write build
create table "nexus_core"."order_mentions__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."_site" as bigint) as "_site", cast("q"."_element" as bigint) as "_element", cast("q"."_order" as text) collate "C" as "_order", cast("q"."_combination" as uuid) as "_combination", cast("q"."role" as text) collate "C" as "role", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."_ingested_at" as timestamp) as "_ingested_at", cast("q"."_v_order_id" as bigint) as "_v_order_id", cast("q"."sku" as text) collate "C" as "sku" from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  cast("m"."_element" as bigint) as "_element",
  (lpad(("nexus_meta"."micros"("m"."occurred_at") + 2208988800000000)::text, 18, '0') || substr("m"."event_id", 5, 11) || lpad(("m"."_position")::text, 7, '0') || '00') collate "C" as "_order",
  md5(coalesce(cast("n_order_id"."_value" as varchar), '-'))::uuid as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "n_order_id"."_value" as "_v_order_id",
  "m"."sku" as "sku"
from ((select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  cast(null as varchar) as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."order_id" as "order_id",
  "r"."sku" as "sku",
  1211438796 as "_site"
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
offset 0) as "r")
union all
(select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  cast(null as varchar) as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."order_id" as "order_id",
  "r"."sku" as "sku",
  558560432 as "_site"
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
offset 0) as "r")) as "m"
left join "nexus_identity"."order_dictionary__next" as "n_order_id" on "n_order_id"."identifier_type" = 'order_id' and "n_order_id"."raw_value" = "m"."order_id") as q;

-- write gather statistics
analyze "nexus_core"."order_mentions__next";
