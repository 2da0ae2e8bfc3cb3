-- build final.orders
-- One row a order.
-- reads identity.order_entities, identity.order_evidence_entities, identity.order_assignment, identity.order_dictionary, identity.order_sightings, identity.order_trait_values, identity.order_normalized
-- writes final.orders

-- write build
create table "nexus"."orders__next" as
select cast("q"."id" as text) collate "C" as "id", cast("q"."order_id" as text) collate "C" as "order_id", cast("q"."sku" as text) collate "C" as "sku", cast("q"."is_identified" as boolean) as "is_identified", cast("q"."first_seen_at" as timestamp) as "first_seen_at", cast("q"."last_seen_at" as timestamp) as "last_seen_at", cast("q"."event_count" as bigint) as "event_count", cast("q"."_entity" as bigint) as "_entity" from (select
  "e"."id" as "id",
  "s"."order_id" as "order_id",
  "s"."sku" as "sku",
  ("s"."order_id" is not null) and "h"."_entity" is null as "is_identified",
  "s"."first_seen_at" as "first_seen_at",
  "s"."last_seen_at" as "last_seen_at",
  coalesce("n"."mentions", 0) as "event_count",
  "e"."_entity" as "_entity"
from "nexus_identity"."order_entities__next" as "e"
left join (select
  "e"."_entity" as "_entity",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."order_evidence_entities__next" as "e"
group by "e"."_entity"
offset 0) as "n" on "n"."_entity" = "e"."_entity"
join (select
  "s"."_entity" as "_entity",
  "s"."first_seen_at" as "first_seen_at",
  "s"."last_seen_at" as "last_seen_at",
  "s"."order_id" as "order_id",
  "t"."sku" as "sku"
from (select
  "i"."_entity" as "_entity",
  "nexus_meta"."moment"(substr(min("i"."first_order"), 1, 18)::bigint - 2208988800000000) as "first_seen_at",
  "nexus_meta"."moment"(substr(max("i"."last_order"), 1, 18)::bigint - 2208988800000000) as "last_seen_at",
  btrim((array_agg(case when "i"."what" = 'order_id' then "i"."said" end order by case when "i"."what" = 'order_id' then "i"."at" end desc) filter (where case when "i"."what" = 'order_id' then "i"."said" end is not null and case when "i"."what" = 'order_id' then "i"."at" end is not null))[1], '                　') as "order_id"
from (select
  "a"."_entity" as "_entity",
  "d"."identifier_type" as "what",
  "d"."raw_value" as "said",
  coalesce("s"."last_order", '-' || "s"."first_order") as "at",
  "s"."first_order" as "first_order",
  "s"."last_order" as "last_order"
from "nexus_identity"."order_assignment__next" as "a"
join "nexus_identity"."order_dictionary__next" as "d" on "d"."_value" = "a"."_value"
join "nexus_identity"."order_sightings__next" as "s" on "s"."_value" = "a"."_value"
offset 0) as "i"
group by "i"."_entity"
offset 0) as "s"
left join (select
  "v"."_entity" as "_entity",
  (array_agg(case when "v"."what" = 'sku' then "v"."said" end order by case when "v"."what" = 'sku' then "v"."at" end desc) filter (where case when "v"."what" = 'sku' then "v"."said" end is not null and case when "v"."what" = 'sku' then "v"."at" end is not null))[1] as "sku"
from (select
  "t"."_entity" as "_entity",
  "t"."trait_name" as "what",
  "t"."trait_value" as "said",
  "t"."last_order" as "at"
from "nexus_identity"."order_trait_values__next" as "t") as "v"
group by "v"."_entity"
offset 0) as "t" on "t"."_entity" = "s"."_entity") as "s" on "s"."_entity" = "e"."_entity"
left join (select distinct
  "a"."_entity" as "_entity"
from (select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."order_normalized__next" as "d"
where "d"."blocked" is not null) as "d"
join "nexus_identity"."order_assignment__next" as "a" on "a"."_value" = "d"."_value"
where "d"."held" = 'shared') as "h" on "h"."_entity" = "e"."_entity"
where "e"."_heir" = "e"."_entity") as q;

-- write gather statistics
analyze "nexus"."orders__next";
