-- build identity.person_preceding
-- One row a mention of a contested identifier of a person that goes to the one before.
-- reads core.person_mentions, identity.person_evidence_entities, identity.person_assignment, identity.person_normalized, identity.person_quarantined, identity.person_settled
-- writes identity.person_preceding

-- write build
create table "nexus_identity"."person_preceding__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."_site" as bigint) as "_site", cast("q"."_element" as bigint) as "_element", cast("q"."_entity" as bigint) as "_entity" from (select
  "w"."event_id" as "event_id",
  "w"."_site" as "_site",
  "w"."_element" as "_element",
  "l"."_entity" as "_entity"
from (select
  "v"."event_id" as "event_id",
  "v"."_site" as "_site",
  "v"."_element" as "_element",
  "v"."_order" as "_order",
  "v"."_identifier" as "_identifier",
  "v"."_entity" as "_entity",
  "v"."_own" as "_own",
  max(case when case when "v"."_entity" not in (select n._entity from (select
  "b"."_entity" as "_entity"
from (select
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
where "s"."rule" is not null)) as "h") as "h"
join "nexus_identity"."person_assignment__next" as "b" on "b"."_value" = "h"."_value") as n) then 1 else 0 end = 1 then "v"."_order" end) over (partition by "v"."_identifier" order by "nexus_meta"."moment"(substr("v"."_order", 1, 18)::bigint - 2208988800000000), case when "v"."_entity" not in (select n._entity from (select
  "b"."_entity" as "_entity"
from (select
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
where "s"."rule" is not null)) as "h") as "h"
join "nexus_identity"."person_assignment__next" as "b" on "b"."_value" = "h"."_value") as n) then 1 else 0 end desc, "v"."_order" rows between unbounded preceding and current row) as "_before"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "s"."_component" as "_identifier",
  "e"."_entity" as "_entity",
  "a"."_entity" as "_own"
from "nexus_identity"."person_settled__next" as "s"
join "nexus_core"."person_mentions__next" as "m" on "m"."_v_device" = "s"."_value"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination"
join "nexus_identity"."person_assignment__next" as "a" on "a"."_value" = "s"."_value"
where "s"."rule" is not null) as "v"
offset 0) as "w"
join (select
  "v"."_identifier" as "_identifier",
  "v"."_order" as "_order",
  min("v"."_entity") as "_entity"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "s"."_component" as "_identifier",
  "e"."_entity" as "_entity",
  "a"."_entity" as "_own"
from "nexus_identity"."person_settled__next" as "s"
join "nexus_core"."person_mentions__next" as "m" on "m"."_v_device" = "s"."_value"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination"
join "nexus_identity"."person_assignment__next" as "a" on "a"."_value" = "s"."_value"
where "s"."rule" is not null) as "v"
where "v"."_entity" not in (select n._entity from (select
  "b"."_entity" as "_entity"
from (select
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
where "s"."rule" is not null)) as "h") as "h"
join "nexus_identity"."person_assignment__next" as "b" on "b"."_value" = "h"."_value") as n)
group by "v"."_identifier", "v"."_order"
offset 0) as "l" on "l"."_identifier" = "w"."_identifier" and "l"."_order" = "w"."_before"
where "w"."_entity" = "w"."_own") as q;

-- write gather statistics
analyze "nexus_identity"."person_preceding__next";
