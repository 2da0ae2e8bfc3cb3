-- build identity.group_trait_values
-- One row a value of a trait that a group ever had.
-- reads core.group_mentions, identity.group_evidence_entities
-- writes identity.group_trait_values

-- write create
create table if not exists "nexus_identity"."group_trait_values__next" ("_entity" bigint, "trait_name" text collate "C", "trait_value" text collate "C", "last_order" text collate "C", "first_order" text collate "C", "last_site" bigint);

-- write build
insert into "nexus_identity"."group_trait_values__next" ("_entity", "trait_name", "trait_value", "last_order", "first_order", "last_site")
(select
  "e"."_entity" as "_entity",
  'name' as "trait_name",
  "m"."name" as "trait_value",
  max("m"."_order") as "last_order",
  min("m"."_order") as "first_order",
  (array_agg("m"."_site" order by "m"."_order" desc) filter (where "m"."_site" is not null and "m"."_order" is not null))[1] as "last_site"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination"
where btrim("m"."name", '                　') <> '' and "m"."occurred_at" <= :horizon + 1 * interval '1 day'
group by "e"."_entity", "m"."name"
having not "nexus_meta"."lower_of"("m"."name") ~ '^[ "''(<]*(?:null|nil|undefined|nan|n/a|n[.]a[.]|#n/a|#ref!|#value!|\[object object\])[ "'')>]*$')
union all
(select
  "e"."_entity" as "_entity",
  'seats' as "trait_name",
  "nexus_meta"."text_of"("m"."seats") as "trait_value",
  max("m"."_order") as "last_order",
  min("m"."_order") as "first_order",
  (array_agg("m"."_site" order by "m"."_order" desc) filter (where "m"."_site" is not null and "m"."_order" is not null))[1] as "last_site"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination"
where "m"."seats" is not null and "m"."occurred_at" <= :horizon + 1 * interval '1 day'
group by "e"."_entity", "m"."seats");

-- write gather statistics
analyze "nexus_identity"."group_trait_values__next";
