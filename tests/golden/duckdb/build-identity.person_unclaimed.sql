-- build identity.person_unclaimed
-- One row a component that no person id claims.
-- reads identity.person_nodes, identity.person_claims
-- writes identity.person_unclaimed

-- write create
create table if not exists "nexus_identity"."person_unclaimed__next" ("_component" bigint, "born_order" hugeint using compression uncompressed, "birth_value" bigint);

-- write build
insert into "nexus_identity"."person_unclaimed__next" ("_component", "born_order", "birth_value")
select
  "n"."_component" as "_component",
  min("n"."first_order") as "born_order",
  arg_min("n"."_value", row("n"."first_order", "n"."_value")) as "birth_value"
from "nexus_identity"."person_nodes__next" as "n"
where not exists (select 1 from "nexus_identity"."person_claims__next" as "c" where c._component = "n"."_component")
group by "n"."_component";
