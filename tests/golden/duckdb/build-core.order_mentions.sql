-- build core.order_mentions
-- One row a mention of a order in an event, its identifiers as numbers.
-- reads source.kettle__order_placed, source.steep__plan_changed, identity.order_dictionary
-- writes core.order_mentions

-- write create
create table if not exists "nexus_core"."order_mentions__next" ("event_id" varchar using compression uncompressed, "_site" bigint, "_element" bigint, "_order" hugeint using compression uncompressed, "_combination" hugeint using compression uncompressed, "role" varchar, "occurred_at" timestamp, "_ingested_at" timestamp, "_v_order_id" bigint, "sku" varchar);

-- write build
insert into "nexus_core"."order_mentions__next" ("event_id", "_site", "_element", "_order", "_combination", "role", "occurred_at", "_ingested_at", "_v_order_id", "sku")
select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  cast("m"."_element" as bigint) as "_element",
  ((epoch_us("m"."occurred_at") + 2208988800000000)::hugeint * 295147905179352825856 + ('0x' || substr("m"."event_id", 5, 11))::bigint::hugeint * 16777216 + ("m"."_position")::hugeint * 16) as "_order",
  ((hash("n_order_id"."_value") >> 1)::hugeint << 63) | (hash(1::bigint, "n_order_id"."_value") >> 1)::hugeint as "_combination",
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
where "k"."order__order_id" is not null) as "r")
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
where "k"."plan__order_id" is not null) as "r")) as "m"
left join "nexus_identity"."order_dictionary__next" as "n_order_id" on "n_order_id"."identifier_type" = 'order_id' and "n_order_id"."raw_value" = "m"."order_id";
