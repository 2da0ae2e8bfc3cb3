-- build identity.group_over_limit
-- One row an identifier of a group that is seen with too many others.
-- reads identity.group_evidence, identity.group_normalized, identity.group_same
-- writes identity.group_over_limit

-- write create
create table if not exists "nexus_identity"."group_over_limit__next" ("_node" bigint, "rule" text collate "C");

-- write build
insert into "nexus_identity"."group_over_limit__next" ("_node", "rule")
select
  "o"."_node" as "_node",
  min("o"."rule") as "rule"
from (select
  "p"."_node" as "_node",
  'at most 10 team_id seen with one domain' as "rule"
from (select
  coalesce("x"."_node", "e"."_v_domain") as "_node",
  "e"."_v_team_id" as "_other"
from "nexus_identity"."group_evidence__next" as "e"
left join "nexus_identity"."group_same__next" as "x" on "x"."_value" = "e"."_v_domain"
where "e"."_v_domain" is not null and "e"."_v_team_id" is not null and not exists (select 1 from "nexus_identity"."group_normalized__next" as "b" where b._value = "e"."_v_domain" and b.blocked is not null) and not exists (select 1 from "nexus_identity"."group_normalized__next" as "b" where b._value = "e"."_v_team_id" and b.blocked is not null)
offset 0) as "p"
group by "p"."_node"
having count(distinct "p"."_other") > 10
offset 0) as "o"
group by "o"."_node";

-- write gather statistics
analyze "nexus_identity"."group_over_limit__next";
