-- build identity.group_trait_values
-- One row a value of a trait that a group ever had.
-- reads core.group_mentions, identity.group_evidence_entities
-- writes identity.group_trait_values

-- write create
create table if not exists "nexus_identity"."group_trait_values__next" ("_entity" bigint, "trait_name" varchar, "trait_value" varchar, "last_order" hugeint using compression uncompressed, "first_order" hugeint using compression uncompressed, "last_site" bigint, "mentions" bigint);

-- write build
insert into "nexus_identity"."group_trait_values__next" ("_entity", "trait_name", "trait_value", "last_order", "first_order", "last_site", "mentions")
(select
  "m"."_entity" as "_entity",
  'name' as "trait_name",
  "m"."name" as "trait_value",
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
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m"
where trim("m"."name") <> '' and "m"."occurred_at" <= :horizon + interval '1' day
group by "m"."_entity", "m"."name"
having not regexp_matches(lower("m"."name"), '^[ "''(<]*(?:null|nil|undefined|nan|n/a|n[.]a[.]|#n/a|#ref!|#value!|\[object object\])[ "'')>]*$'))
union all
(select
  "m"."_entity" as "_entity",
  'seats' as "trait_name",
  cast("m"."seats" as varchar) as "trait_value",
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
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m"
where "m"."seats" is not null and "m"."occurred_at" <= :horizon + interval '1' day
group by "m"."_entity", "m"."seats");
