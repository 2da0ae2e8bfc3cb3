-- build final.order_participants
-- One row a order's part in an event, per role.
-- reads core.order_mentions, identity.order_evidence_entities, identity.order_entities
-- writes final.order_participants

-- write build
create table "nexus"."order_participants__next" as
select cast("q"."order_id" as text) collate "C" as "order_id", cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."role" as text) collate "C" as "role", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."_entity" as bigint) as "_entity" from (select
  "i"."id" as "order_id",
  "p"."event_id" as "event_id",
  case when "p"."_site" in (1211438796) then 'order' when "p"."_site" in (558560432) then 'plan' end as "role",
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
  "m"."_v_order_id" as "_v_order_id",
  "m"."sku" as "sku",
  "e"."_entity" as "_entity"
from "nexus_core"."order_mentions__next" as "m"
join "nexus_identity"."order_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "p"
join "nexus_identity"."order_entities__next" as "i" on "i"."_entity" = "p"."_entity") as q;

-- write gather statistics
analyze "nexus"."order_participants__next";
