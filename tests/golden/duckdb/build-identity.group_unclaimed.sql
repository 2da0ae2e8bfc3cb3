-- build identity.group_unclaimed
-- One row a component that no group id claims.
-- reads identity.group_nodes, identity.group_claims
-- writes identity.group_unclaimed

-- write create
create table if not exists "nexus_identity"."group_unclaimed__next" ("_component" bigint, "born_order" hugeint using compression uncompressed, "birth_value" bigint);

-- write build
insert into "nexus_identity"."group_unclaimed__next" ("_component", "born_order", "birth_value")
select
  "n"."_component" as "_component",
  min("n"."first_order") as "born_order",
  arg_min("n"."_value", row("n"."first_order", "n"."_value")) as "birth_value"
from "nexus_identity"."group_nodes__next" as "n"
where not exists (select 1 from "nexus_identity"."group_claims__next" as "c" where c._component = "n"."_component")
group by "n"."_component";
