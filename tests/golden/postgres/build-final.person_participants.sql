-- build final.person_participants
-- One row a person's part in an event, per role.
-- reads core.person_mentions, identity.person_evidence_entities, identity.person_entities
-- writes final.person_participants

-- write build
create table "nexus"."person_participants__next" as
select cast("q"."person_id" as text) collate "C" as "person_id", cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."role" as text) collate "C" as "role", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."_entity" as bigint) as "_entity" from (select distinct
  "i"."id" as "person_id",
  "p"."event_id" as "event_id",
  coalesce("p"."role", case when "p"."_site" in (830803138) then 'buyer' when "p"."_site" in (1992010298) then 'recipient' when "p"."_site" in (86572456) then 'customer' when "p"."_site" in (365479559) then 'brewer' when "p"."_site" in (1274787059) then 'guest' when "p"."_site" in (855712972) then 'sender' when "p"."_site" in (1816343017) then 'reader' when "p"."_site" in (876722005) then 'payer' end) as "role",
  "p"."occurred_at" as "occurred_at",
  "p"."_entity" as "_entity"
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
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "p"
join "nexus_identity"."person_entities__next" as "i" on "i"."_entity" = "p"."_entity") as q;

-- write gather statistics
analyze "nexus"."person_participants__next";
