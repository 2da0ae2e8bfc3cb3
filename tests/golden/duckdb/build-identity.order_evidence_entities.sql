-- build identity.order_evidence_entities
-- One row a combination of raw values that identifies a order: which one.
-- reads identity.order_evidence, identity.order_normalized, identity.order_assignment
-- writes identity.order_evidence_entities

-- write create
create table if not exists "nexus_identity"."order_evidence_entities__next" ("_combination" hugeint using compression uncompressed, "_entity" bigint, "mentions" bigint);

-- write build
insert into "nexus_identity"."order_evidence_entities__next" ("_combination", "_entity", "mentions")
select
  "x"."_combination" as "_combination",
  "a"."_entity" as "_entity",
  "x"."mentions" as "mentions"
from ((select
  "e"."_combination" as "_combination",
  "e"."mentions" as "mentions",
  "e"."_v_order_id" as "_anchor"
from "nexus_identity"."order_evidence__next" as "e"
left join (select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."order_normalized__next" as "d"
where "d"."blocked" is not null) as "b" on "b"."_value" = "e"."_v_order_id"
where "b"."_value" is null)
union all
(select
  "e"."_combination" as "_combination",
  "e"."mentions" as "mentions",
  coalesce(case when "b_order_id"."held" is null then "e"."_v_order_id" end, case when "b_order_id"."held" = 'shared' then "e"."_v_order_id" end) as "_anchor"
from "nexus_identity"."order_evidence__next" as "e"
left join (select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."order_normalized__next" as "d"
where "d"."blocked" is not null) as "b_order_id" on "b_order_id"."_value" = "e"."_v_order_id"
where "e"."_v_order_id" in (select b._value from (select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."order_normalized__next" as "d"
where "d"."blocked" is not null) as "b"))) as "x"
join "nexus_identity"."order_assignment__next" as "a" on "a"."_value" = "x"."_anchor";
