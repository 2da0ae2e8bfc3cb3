-- components group
-- who is one is decided by connection alone: exact at any depth and any size
-- reads identity.group_dictionary, identity.group_normalized, identity.group_same, identity.group_evidence, identity.group_quarantined
-- writes identity.group_components

-- write create
create table if not exists "nexus_identity"."group_components__next" ("_value" bigint, "_component" bigint);

-- read size
select
  coalesce(max("n"."_value"), -1) as "top"
from "nexus_identity"."group_dictionary__next" as "n";

-- read blocked
(select
  "d"."_value" as "_value",
  case when "d"."blocked" = 'shared' then 1 else 0 end as "is_shared"
from "nexus_identity"."group_normalized__next" as "d"
where "d"."blocked" is not null)
union all
(select
  "q"."_value" as "_value",
  0 as "is_shared"
from "nexus_identity"."group_quarantined__next" as "q");

-- read same
select
  "s"."_value" as "_value",
  "s"."_node" as "_node"
from "nexus_identity"."group_same__next" as "s";

-- read evidence
select
  "e"."_v_domain" as "_v_domain",
  "e"."_v_team_id" as "_v_team_id"
from "nexus_identity"."group_evidence__next" as "e";
