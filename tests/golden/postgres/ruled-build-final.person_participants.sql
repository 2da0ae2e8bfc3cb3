-- build final.person_participants
-- One row a person's part in an event, per role.
-- reads core.person_mentions, identity.person_evidence_entities, identity.person_preceding, identity.person_entities
-- writes final.person_participants

-- write build
create table "nexus"."person_participants__next" as
select cast("q"."person_id" as text) collate "C" as "person_id", cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."role" as text) collate "C" as "role", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."_entity" as bigint) as "_entity" from (select
  "i"."id" as "person_id",
  "p"."event_id" as "event_id",
  'buyer' as "role",
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
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_email" as "_v_email",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  coalesce("b"."_entity", "e"."_entity") as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination"
left join "nexus_identity"."person_preceding__next" as "b" on "b"."event_id" = "m"."event_id" and "b"."_site" = "m"."_site" and "b"."_element" = "m"."_element"
offset 0) as "p"
join "nexus_identity"."person_entities__next" as "i" on "i"."_entity" = "p"."_entity") as q;

-- write gather statistics
analyze "nexus"."person_participants__next";
