-- build identity.person_trait_values
-- One row a value of a trait that a person ever had.
-- reads core.person_mentions, identity.person_evidence_entities
-- writes identity.person_trait_values

-- write create
create table if not exists "nexus_identity"."person_trait_values__next" ("_entity" bigint, "trait_name" varchar, "trait_value" varchar, "last_order" hugeint using compression uncompressed, "first_order" hugeint using compression uncompressed, "last_site" bigint, "mentions" bigint);

-- write build
insert into "nexus_identity"."person_trait_values__next" ("_entity", "trait_name", "trait_value", "last_order", "first_order", "last_site", "mentions")
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
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m"
where trim("m"."name") <> '' and "m"."occurred_at" <= :horizon + interval '1' day
group by "m"."_entity", "m"."name"
having not regexp_matches(lower("m"."name"), '^[ "''(<]*(?:null|nil|undefined|nan|n/a|n[.]a[.]|#n/a|#ref!|#value!|\[object object\])[ "'')>]*$'))
union all
(select
  "m"."_entity" as "_entity",
  'spent' as "trait_name",
  cast("m"."spent" as varchar) as "trait_value",
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
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m"
where "m"."spent" is not null and "m"."occurred_at" <= :horizon + interval '1' day
group by "m"."_entity", "m"."spent")
union all
(select
  "m"."_entity" as "_entity",
  'newsletter' as "trait_name",
  cast("m"."newsletter" as varchar) as "trait_value",
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
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m"
where "m"."newsletter" is not null and "m"."occurred_at" <= :horizon + interval '1' day
group by "m"."_entity", "m"."newsletter")
union all
(select
  "m"."_entity" as "_entity",
  'birthday' as "trait_name",
  cast("m"."birthday" as varchar) as "trait_value",
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
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m"
where "m"."birthday" is not null and "m"."occurred_at" <= :horizon + interval '1' day
group by "m"."_entity", "m"."birthday")
union all
(select
  "m"."_entity" as "_entity",
  'address' as "trait_name",
  cast("m"."address" as varchar) as "trait_value",
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
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m"
where "m"."address" is not null and "m"."occurred_at" <= :horizon + interval '1' day
group by "m"."_entity", "m"."address");
