-- build identity.person_trait_values
-- One row a value of a trait that a person ever had.
-- reads core.person_mentions, identity.person_evidence_entities, identity.person_preceding
-- writes identity.person_trait_values

-- write build
create table "nexus_identity"."person_trait_values__next" as
select cast("q"."_entity" as bigint) as "_entity", cast("q"."trait_name" as text) collate "C" as "trait_name", cast("q"."trait_value" as text) collate "C" as "trait_value", cast("q"."last_order" as text) collate "C" as "last_order", cast("q"."first_order" as text) collate "C" as "first_order", cast("q"."last_site" as bigint) as "last_site", cast("q"."mentions" as bigint) as "mentions", cast("q"."source_rank" as bigint) as "source_rank", cast("q"."source_last" as text) collate "C" as "source_last" from (select
  "m"."_entity" as "_entity",
  'name' as "trait_name",
  "m"."name" as "trait_value",
  max("m"."_order") as "last_order",
  min("m"."_order") as "first_order",
  (array_agg("m"."_site" order by "m"."_order" desc) filter (where "m"."_site" is not null and "m"."_order" is not null))[1] as "last_site",
  count(*) as "mentions",
  min(case 'shop' when 'shop' then 0 else 1 end) as "source_rank",
  (array_agg("m"."_order" order by -(case 'shop' when 'shop' then 0 else 1 end) desc, "m"."_order" desc) filter (where "m"."_order" is not null))[1] as "source_last"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_email" as "_v_email",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  coalesce("b"."_entity", "e"."_entity") as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination"
left join "nexus_identity"."person_preceding__next" as "b" on "b"."event_id" = "m"."event_id" and "b"."_site" = "m"."_site" and "b"."_element" = "m"."_element"
offset 0) as "m"
where btrim("m"."name", '                　') <> '' and "m"."occurred_at" <= :horizon + 1 * interval '1 day'
group by "m"."_entity", "m"."name"
having not "nexus_meta"."lower_of"("m"."name") ~ '^[ "''(<]*(?:null|nil|undefined|nan|n/a|n[.]a[.]|#n/a|#ref!|#value!|\[object object\])[ "'')>]*$') as q;

-- write gather statistics
analyze "nexus_identity"."person_trait_values__next";
