-- build identity.person_quarantined
-- One row a raw value of a person that is seen with too many others.
-- reads identity.person_over_limit, identity.person_same
-- writes identity.person_quarantined

-- write build
create table "nexus_identity"."person_quarantined__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."rule" as text) collate "C" as "rule" from ((select
  "q"."_node" as "_value",
  "q"."rule" as "rule"
from "nexus_identity"."person_over_limit__next" as "q")
union all
(select
  "s"."_value" as "_value",
  "q"."rule" as "rule"
from "nexus_identity"."person_same__next" as "s"
join "nexus_identity"."person_over_limit__next" as "q" on "q"."_node" = "s"."_node")) as q;

-- write gather statistics
analyze "nexus_identity"."person_quarantined__next";
