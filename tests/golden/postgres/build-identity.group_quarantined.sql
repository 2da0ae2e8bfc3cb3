-- build identity.group_quarantined
-- One row a raw value of a group that is seen with too many others.
-- reads identity.group_over_limit, identity.group_same
-- writes identity.group_quarantined

-- write create
create table if not exists "nexus_identity"."group_quarantined__next" ("_value" bigint, "rule" text collate "C");

-- write build
insert into "nexus_identity"."group_quarantined__next" ("_value", "rule")
(select
  "q"."_node" as "_value",
  "q"."rule" as "rule"
from "nexus_identity"."group_over_limit__next" as "q")
union all
(select
  "s"."_value" as "_value",
  "q"."rule" as "rule"
from "nexus_identity"."group_same__next" as "s"
join "nexus_identity"."group_over_limit__next" as "q" on "q"."_node" = "s"."_node");

-- write gather statistics
analyze "nexus_identity"."group_quarantined__next";
