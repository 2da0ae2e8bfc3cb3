-- build identity.person_trait_values
-- One row a value of a trait that a person ever had.
-- reads core.person_mentions, identity.person_evidence_entities, identity.person_preceding
-- writes identity.person_trait_values

-- write create
create table if not exists "nexus_identity"."person_trait_values__next" ("_entity" bigint, "trait_name" text collate "C", "trait_value" text collate "C", "last_order" text collate "C", "first_order" text collate "C", "last_site" bigint, "mentions" bigint, "source_rank" bigint, "source_last" text collate "C");

-- write build
insert into "nexus_identity"."person_trait_values__next" ("_entity", "trait_name", "trait_value", "last_order", "first_order", "last_site", "mentions", "source_rank", "source_last")
select
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
having not "nexus_meta"."lower_of"("m"."name") ~ '^[ "''(<]*(?:null|nil|undefined|nan|n/a|n[.]a[.]|#n/a|#ref!|#value!|\[object object\])[ "'')>]*$';

-- write gather statistics
analyze "nexus_identity"."person_trait_values__next";
