-- build identity.group_trait_values
-- One row a value of a trait that a group ever had.
-- reads core.group_mentions, identity.group_evidence_entities
-- writes identity.group_trait_values

-- write build
create table "nexus_identity"."group_trait_values__next" as
select cast("q"."_entity" as bigint) as "_entity", cast("q"."trait_name" as text) collate "C" as "trait_name", cast("q"."trait_value" as text) collate "C" as "trait_value", cast("q"."last_order" as text) collate "C" as "last_order", cast("q"."first_order" as text) collate "C" as "first_order", cast("q"."last_site" as bigint) as "last_site", cast("q"."mentions" as bigint) as "mentions" from ((select
  "m"."_entity" as "_entity",
  'name' as "trait_name",
  "m"."name" as "trait_value",
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
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m"
where btrim("m"."name", '                　') <> '' and "m"."occurred_at" <= :horizon + 1 * interval '1 day'
group by "m"."_entity", "m"."name"
having not "nexus_meta"."lower_of"("m"."name") ~ '^[ "''(<]*(?:null|nil|undefined|nan|n/a|n[.]a[.]|#n/a|#ref!|#value!|\[object object\])[ "'')>]*$')
union all
(select
  "m"."_entity" as "_entity",
  'seats' as "trait_name",
  "nexus_meta"."text_of"("m"."seats") as "trait_value",
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
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m"
where "m"."seats" is not null and "m"."occurred_at" <= :horizon + 1 * interval '1 day'
group by "m"."_entity", "m"."seats")) as q;

-- write gather statistics
analyze "nexus_identity"."group_trait_values__next";
