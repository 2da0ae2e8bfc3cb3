-- build identity.order_trait_values
-- One row a value of a trait that a order ever had.
-- reads core.order_mentions, identity.order_evidence_entities
-- writes identity.order_trait_values

-- write create
create table if not exists "nexus_identity"."order_trait_values__next" ("_entity" bigint, "trait_name" varchar, "trait_value" varchar, "last_order" hugeint using compression uncompressed, "first_order" hugeint using compression uncompressed, "last_site" bigint, "mentions" bigint);

-- write build
insert into "nexus_identity"."order_trait_values__next" ("_entity", "trait_name", "trait_value", "last_order", "first_order", "last_site", "mentions")
select
  "m"."_entity" as "_entity",
  'sku' as "trait_name",
  "m"."sku" as "trait_value",
  max("m"."_order") as "last_order",
  min("m"."_order") as "first_order",
  arg_max("m"."_site", "m"."_order") as "last_site",
  count(*) as "mentions"
from (select
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
join "nexus_identity"."order_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m"
where trim("m"."sku") <> '' and "m"."occurred_at" <= :horizon + interval '1' day
group by "m"."_entity", "m"."sku"
having not regexp_matches(lower("m"."sku"), '^[ "''(<]*(?:null|nil|undefined|nan|n/a|n[.]a[.]|#n/a|#ref!|#value!|\[object object\])[ "'')>]*$');
