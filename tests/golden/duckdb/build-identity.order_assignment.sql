-- build identity.order_assignment
-- One row a raw value that identifies a order: its entity and its origin.
-- reads identity.order_components, identity.order_claims, identity.order_births, identity.order_same
-- writes identity.order_assignment

-- write create
create table if not exists "nexus_identity"."order_assignment__next" ("_value" bigint, "_component" bigint, "_entity" bigint, "_origin" bigint);

-- write build
insert into "nexus_identity"."order_assignment__next" ("_value", "_component", "_entity", "_origin")
select
  "c"."_value" as "_value",
  "c"."_gross" as "_component",
  "n"."_entity" as "_entity",
  case when "l"."_component" = "c"."_component" then coalesce("p"."_origin", "w"."_origin") else "n"."_entity" end as "_origin"
from (select
  "c"."_value" as "_value",
  "c"."_component" as "_gross",
  "c"."_component" as "_component"
from "nexus_identity"."order_components__next" as "c") as "c"
join ((select
  "c"."_component" as "_component",
  arg_min("c"."_origin", row("c"."born_order", "c"."_origin")) as "_entity"
from "nexus_identity"."order_claims__next" as "c"
group by "c"."_component")
union all
(select
  "b"."_component" as "_component",
  "b"."_entity" as "_entity"
from "nexus_identity"."order_births__next" as "b")) as "n" on "n"."_component" = "c"."_component"
left join "nexus_identity"."order_same__next" as "o" on "o"."_value" = "c"."_value"
left join "nexus_identity"."order_assignment" as "p" on "p"."_value" = "c"."_value"
left join (select
  "k"."_value" as "_value",
  min("k"."_origin") as "_origin"
from (select distinct
  coalesce("o"."_node", "a"."_value") as "_value",
  "a"."_origin" as "_origin",
  "a"."_entity" as "_entity"
from "nexus_identity"."order_assignment" as "a"
left join "nexus_identity"."order_same__next" as "o" on "o"."_value" = "a"."_value") as "k"
group by "k"."_value") as "w" on "w"."_value" = coalesce("o"."_node", "c"."_value")
left join "nexus_identity"."order_claims__next" as "l" on "l"."_origin" = coalesce("p"."_origin", "w"."_origin");
