-- build final.order_participants
-- One row a order's part in an event, per role.
-- reads core.order_mentions, identity.order_evidence_entities, identity.order_entities
-- writes final.order_participants

-- write create
create table if not exists "nexus"."order_participants__next" ("order_id" text collate "C", "event_id" text collate "C", "role" text collate "C", "occurred_at" timestamp, "_entity" bigint);

-- write build
insert into "nexus"."order_participants__next" ("order_id", "event_id", "role", "occurred_at", "_entity")
select
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
join "nexus_identity"."order_entities__next" as "i" on "i"."_entity" = "p"."_entity";

-- write gather statistics
analyze "nexus"."order_participants__next";
