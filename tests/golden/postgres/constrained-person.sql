-- constrained person
-- only components that hold more than a limit allows are resolved one link at a time
-- reads identity.person_constrained, identity.person_evidence
-- writes identity.person_constrained_parts, identity.person_refused_links

-- write create person_constrained_parts
create table if not exists "nexus_identity"."person_constrained_parts__next" ("_place" bigint, "_part" bigint, "_contested" bigint);

-- write create person_refused_links
create table if not exists "nexus_identity"."person_refused_links__next" ("_place" bigint, "_other" bigint, "_limit" bigint);

-- read nodes
select
  "n"."_rank" as "_rank"
from (select distinct
  "k"."_place" as "_place",
  "k"."_rank" as "_rank"
from "nexus_identity"."person_constrained__next" as "k") as "n"
order by "n"."_place";

-- read evidence
select
  "k_email"."_place" as "email",
  "k_customer_id"."_place" as "customer_id",
  "k_user_id"."_place" as "user_id",
  "k_card"."_place" as "card",
  "k_phone"."_place" as "phone",
  "k_device"."_place" as "device"
from "nexus_identity"."person_evidence__next" as "e"
left join "nexus_identity"."person_constrained__next" as "k_email" on "k_email"."_value" = "e"."_v_email"
left join "nexus_identity"."person_constrained__next" as "k_customer_id" on "k_customer_id"."_value" = "e"."_v_customer_id"
left join "nexus_identity"."person_constrained__next" as "k_user_id" on "k_user_id"."_value" = "e"."_v_user_id"
left join "nexus_identity"."person_constrained__next" as "k_card" on "k_card"."_value" = "e"."_v_card"
left join "nexus_identity"."person_constrained__next" as "k_phone" on "k_phone"."_value" = "e"."_v_phone"
left join "nexus_identity"."person_constrained__next" as "k_device" on "k_device"."_value" = "e"."_v_device"
where ("k_email"."_place" is not null or "k_customer_id"."_place" is not null or "k_user_id"."_place" is not null or "k_card"."_place" is not null or "k_phone"."_place" is not null or "k_device"."_place" is not null)
order by "e"."first_order", "k_email"."_place", "k_customer_id"."_place", "k_user_id"."_place", "k_card"."_place", "k_phone"."_place", "k_device"."_place";
