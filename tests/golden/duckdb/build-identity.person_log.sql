-- build identity.person_log
-- One row a change of a person's identifier, of all runs.
-- reads identity.person_nodes, identity.person_claims, identity.person_births, identity.person_entities, identity.person_same, identity.person_normalized, identity.person_quarantined, identity.person_settled
-- writes identity.person_log

-- write create
create table if not exists "nexus_identity"."person_log__next" ("run" bigint, "kind" varchar, "_value" bigint, "_entity" bigint, "_previous" bigint, "first_order" hugeint using compression uncompressed, "rule" varchar);

-- write build
insert into "nexus_identity"."person_log__next" ("run", "kind", "_value", "_entity", "_previous", "first_order", "rule")
(select
  "l"."run" as "run",
  "l"."kind" as "kind",
  "l"."_value" as "_value",
  "l"."_entity" as "_entity",
  "l"."_previous" as "_previous",
  "l"."first_order" as "first_order",
  "l"."rule" as "rule"
from "nexus_identity"."person_log" as "l")
union all
(select
  "c"."run" as "run",
  "c"."kind" as "kind",
  "c"."_value" as "_value",
  "c"."_entity" as "_entity",
  "c"."_previous" as "_previous",
  "c"."first_order" as "first_order",
  "c"."rule" as "rule"
from ((select
  :run as "run",
  case when "p"."_value" is null and "e"."birth_value" = "n"."_value" and "e"."born_run" = :run then 'birth' when "p"."_value" is null then 'accretion' when "f"."_heir" = "m"."_entity" then 'merge' else 'split' end as "kind",
  "n"."_value" as "_value",
  "m"."_entity" as "_entity",
  "p"."_entity" as "_previous",
  "n"."first_order" as "first_order",
  "h"."rule" as "rule"
from "nexus_identity"."person_nodes__next" as "n"
join ((select
  "c"."_component" as "_component",
  arg_min("c"."_origin", row("c"."born_order", "c"."_origin")) as "_entity"
from "nexus_identity"."person_claims__next" as "c"
group by "c"."_component")
union all
(select
  "b"."_component" as "_component",
  "b"."_entity" as "_entity"
from "nexus_identity"."person_births__next" as "b")) as "m" on "m"."_component" = "n"."_component"
join "nexus_identity"."person_entities__next" as "e" on "e"."_entity" = "m"."_entity"
left join (select distinct
  "k"."_value" as "_value",
  "k"."_entity" as "_entity"
from (select distinct
  coalesce("o"."_node", "a"."_value") as "_value",
  "a"."_origin" as "_origin",
  "a"."_entity" as "_entity"
from "nexus_identity"."person_assignment" as "a"
left join "nexus_identity"."person_same__next" as "o" on "o"."_value" = "a"."_value") as "k") as "p" on "p"."_value" = "n"."_value"
left join "nexus_identity"."person_entities__next" as "f" on "f"."_entity" = "p"."_entity"
left join (select
  "h"."_value" as "_value",
  "h"."held" as "held",
  "h"."rule" as "rule"
from ((select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."person_normalized__next" as "d"
where "d"."blocked" is not null)
union all
(select
  "q"."_value" as "_value",
  'quarantined' as "held",
  "q"."rule" as "rule"
from "nexus_identity"."person_quarantined__next" as "q")
union all
(select
  "s"."_value" as "_value",
  'shared' as "held",
  "s"."rule" as "rule"
from "nexus_identity"."person_settled__next" as "s"
where "s"."rule" is not null)) as "h") as "h" on "h"."_value" = "n"."_value"
where "p"."_entity" is distinct from "m"."_entity")
union all
(select
  :run as "run",
  case when "f"."_heir" = "f"."_entity" then 'detach' else 'end' end as "kind",
  "p"."_value" as "_value",
  cast(null as bigint) as "_entity",
  "p"."_entity" as "_previous",
  cast(null as hugeint) as "first_order",
  "h"."rule" as "rule"
from (select distinct
  "k"."_value" as "_value",
  "k"."_entity" as "_entity"
from (select distinct
  coalesce("o"."_node", "a"."_value") as "_value",
  "a"."_origin" as "_origin",
  "a"."_entity" as "_entity"
from "nexus_identity"."person_assignment" as "a"
left join "nexus_identity"."person_same__next" as "o" on "o"."_value" = "a"."_value") as "k") as "p"
join "nexus_identity"."person_entities__next" as "f" on "f"."_entity" = "p"."_entity"
left join "nexus_identity"."person_nodes__next" as "n" on "n"."_value" = "p"."_value"
left join (select
  "h"."_value" as "_value",
  "h"."held" as "held",
  "h"."rule" as "rule"
from ((select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."person_normalized__next" as "d"
where "d"."blocked" is not null)
union all
(select
  "q"."_value" as "_value",
  'quarantined' as "held",
  "q"."rule" as "rule"
from "nexus_identity"."person_quarantined__next" as "q")
union all
(select
  "s"."_value" as "_value",
  'shared' as "held",
  "s"."rule" as "rule"
from "nexus_identity"."person_settled__next" as "s"
where "s"."rule" is not null)) as "h") as "h" on "h"."_value" = "p"."_value"
where "n"."_value" is null)) as "c");
