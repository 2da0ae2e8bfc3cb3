-- build identity.order_trait_values
-- One row a value of a trait that a order ever had.
-- reads core.order_mentions, identity.order_evidence_entities
-- writes identity.order_trait_values

-- write build
create table "nexus_identity"."order_trait_values__next" as
select cast("q"."_entity" as bigint) as "_entity", cast("q"."trait_name" as text) collate "C" as "trait_name", cast("q"."trait_value" as text) collate "C" as "trait_value", cast("q"."last_order" as text) collate "C" as "last_order", cast("q"."first_order" as text) collate "C" as "first_order", cast("q"."last_site" as bigint) as "last_site", cast("q"."mentions" as bigint) as "mentions" from (select
  "m"."_entity" as "_entity",
  'sku' as "trait_name",
  "m"."sku" as "trait_value",
  max("m"."_order") as "last_order",
  min("m"."_order") as "first_order",
  (array_agg("m"."_site" order by "m"."_order" desc) filter (where "m"."_site" is not null and "m"."_order" is not null))[1] as "last_site",
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
where btrim("m"."sku", '                　') <> '' and "m"."occurred_at" <= :horizon + 1 * interval '1 day'
group by "m"."_entity", "m"."sku"
having not "nexus_meta"."lower_of"("m"."sku") ~ '^[ "''(<]*(?:null|nil|undefined|nan|n/a|n[.]a[.]|#n/a|#ref!|#value!|\[object object\])[ "'')>]*$') as q;

-- write gather statistics
analyze "nexus_identity"."order_trait_values__next";
