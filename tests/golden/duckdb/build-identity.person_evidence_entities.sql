-- build identity.person_evidence_entities
-- One row a combination of raw values that identifies a person: which one.
-- reads identity.person_evidence, identity.person_normalized, identity.person_quarantined, identity.person_settled, identity.person_assignment
-- writes identity.person_evidence_entities

-- write create
create table if not exists "nexus_identity"."person_evidence_entities__next" ("_combination" hugeint using compression uncompressed, "_entity" bigint, "mentions" bigint);

-- write build
insert into "nexus_identity"."person_evidence_entities__next" ("_combination", "_entity", "mentions")
select
  "x"."_combination" as "_combination",
  "a"."_entity" as "_entity",
  "x"."mentions" as "mentions"
from ((select
  "e"."_combination" as "_combination",
  "e"."mentions" as "mentions",
  coalesce("e"."_v_email", "e"."_v_customer_id", "e"."_v_user_id", "e"."_v_card", "e"."_v_phone", "e"."_v_device") as "_anchor"
from "nexus_identity"."person_evidence__next" as "e"
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
where "s"."rule" is not null)) as "h") as "b" on "b"."_value" = coalesce("e"."_v_email", "e"."_v_customer_id", "e"."_v_user_id", "e"."_v_card", "e"."_v_phone", "e"."_v_device")
where "b"."_value" is null)
union all
(select
  "e"."_combination" as "_combination",
  "e"."mentions" as "mentions",
  coalesce(case when "b_email"."held" is null then "e"."_v_email" end, case when "b_customer_id"."held" is null then "e"."_v_customer_id" end, case when "b_user_id"."held" is null then "e"."_v_user_id" end, case when "b_card"."held" is null then "e"."_v_card" end, case when "b_phone"."held" is null then "e"."_v_phone" end, case when "b_device"."held" is null then "e"."_v_device" end, case when "b_email"."held" = 'shared' then "e"."_v_email" end, case when "b_customer_id"."held" = 'shared' then "e"."_v_customer_id" end, case when "b_user_id"."held" = 'shared' then "e"."_v_user_id" end, case when "b_card"."held" = 'shared' then "e"."_v_card" end, case when "b_phone"."held" = 'shared' then "e"."_v_phone" end, case when "b_device"."held" = 'shared' then "e"."_v_device" end) as "_anchor"
from "nexus_identity"."person_evidence__next" as "e"
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
where "s"."rule" is not null)) as "h") as "b_email" on "b_email"."_value" = "e"."_v_email"
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
where "s"."rule" is not null)) as "h") as "b_customer_id" on "b_customer_id"."_value" = "e"."_v_customer_id"
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
where "s"."rule" is not null)) as "h") as "b_user_id" on "b_user_id"."_value" = "e"."_v_user_id"
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
where "s"."rule" is not null)) as "h") as "b_card" on "b_card"."_value" = "e"."_v_card"
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
where "s"."rule" is not null)) as "h") as "b_phone" on "b_phone"."_value" = "e"."_v_phone"
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
where "s"."rule" is not null)) as "h") as "b_device" on "b_device"."_value" = "e"."_v_device"
where coalesce("e"."_v_email", "e"."_v_customer_id", "e"."_v_user_id", "e"."_v_card", "e"."_v_phone", "e"."_v_device") in (select b._value from (select
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
where "s"."rule" is not null)) as "h") as "b"))) as "x"
join "nexus_identity"."person_assignment__next" as "a" on "a"."_value" = "x"."_anchor";
