-- build identity.person_trait_values
-- One row a value of a trait that a person ever had.
-- reads core.person_mentions, identity.person_evidence_entities, identity.person_preceding
-- writes identity.person_trait_values

-- write create
create table if not exists "nexus_identity"."person_trait_values__next" ("_entity" bigint, "trait_name" varchar, "trait_value" varchar, "last_order" hugeint using compression uncompressed, "first_order" hugeint using compression uncompressed, "last_site" bigint, "mentions" bigint, "source_rank" bigint, "source_last" hugeint using compression uncompressed);

-- write build
insert into "nexus_identity"."person_trait_values__next" ("_entity", "trait_name", "trait_value", "last_order", "first_order", "last_site", "mentions", "source_rank", "source_last")
select
  "m"."_entity" as "_entity",
  'name' as "trait_name",
  "m"."name" as "trait_value",
  max("m"."_order") as "last_order",
  min("m"."_order") as "first_order",
  arg_max("m"."_site", "m"."_order") as "last_site",
  count(*) as "mentions",
  min(case 'shop' when 'shop' then 0 else 1 end) as "source_rank",
  arg_max("m"."_order", row(-(case 'shop' when 'shop' then 0 else 1 end), "m"."_order")) as "source_last"
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
left join "nexus_identity"."person_preceding__next" as "b" on "b"."event_id" = "m"."event_id" and "b"."_site" = "m"."_site" and "b"."_element" = "m"."_element") as "m"
where trim("m"."name") <> '' and "m"."occurred_at" <= :horizon + interval '1' day
group by "m"."_entity", "m"."name"
having not regexp_matches(lower("m"."name"), '^[ "''(<]*(?:null|nil|undefined|nan|n/a|n[.]a[.]|#n/a|#ref!|#value!|\[object object\])[ "'')>]*$');
