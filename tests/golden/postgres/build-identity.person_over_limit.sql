-- build identity.person_over_limit
-- One row an identifier of a person that is seen with too many others.
-- reads identity.person_evidence, identity.person_normalized, identity.person_same
-- writes identity.person_over_limit

-- write build
create table "nexus_identity"."person_over_limit__next" as
select cast("q"."_node" as bigint) as "_node", cast("q"."rule" as text) collate "C" as "rule" from (select
  "o"."_node" as "_node",
  min("o"."rule") as "rule"
from ((select
  "p"."_node" as "_node",
  'at most 4 email seen with one phone' as "rule"
from (select
  coalesce("x"."_node", "e"."_v_phone") as "_node",
  coalesce("y"."_node", "e"."_v_email") as "_other"
from "nexus_identity"."person_evidence__next" as "e"
left join "nexus_identity"."person_same__next" as "x" on "x"."_value" = "e"."_v_phone"
left join "nexus_identity"."person_same__next" as "y" on "y"."_value" = "e"."_v_email"
where "e"."_v_phone" is not null and "e"."_v_email" is not null and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_phone" and b.blocked is not null) and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_email" and b.blocked is not null)
offset 0) as "p"
group by "p"."_node"
having count(distinct "p"."_other") > 4)
union all
(select
  "p"."_node" as "_node",
  'at most 10 customer_id seen with one phone' as "rule"
from (select
  coalesce("x"."_node", "e"."_v_phone") as "_node",
  "e"."_v_customer_id" as "_other"
from "nexus_identity"."person_evidence__next" as "e"
left join "nexus_identity"."person_same__next" as "x" on "x"."_value" = "e"."_v_phone"
where "e"."_v_phone" is not null and "e"."_v_customer_id" is not null and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_phone" and b.blocked is not null) and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_customer_id" and b.blocked is not null)
offset 0) as "p"
group by "p"."_node"
having count(distinct "p"."_other") > 10)
union all
(select
  "p"."_node" as "_node",
  'at most 10 user_id seen with one phone' as "rule"
from (select
  coalesce("x"."_node", "e"."_v_phone") as "_node",
  "e"."_v_user_id" as "_other"
from "nexus_identity"."person_evidence__next" as "e"
left join "nexus_identity"."person_same__next" as "x" on "x"."_value" = "e"."_v_phone"
where "e"."_v_phone" is not null and "e"."_v_user_id" is not null and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_phone" and b.blocked is not null) and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_user_id" and b.blocked is not null)
offset 0) as "p"
group by "p"."_node"
having count(distinct "p"."_other") > 10)
union all
(select
  "p"."_node" as "_node",
  'at most 10 card seen with one phone' as "rule"
from (select
  coalesce("x"."_node", "e"."_v_phone") as "_node",
  coalesce("y"."_node", "e"."_v_card") as "_other"
from "nexus_identity"."person_evidence__next" as "e"
left join "nexus_identity"."person_same__next" as "x" on "x"."_value" = "e"."_v_phone"
left join "nexus_identity"."person_same__next" as "y" on "y"."_value" = "e"."_v_card"
where "e"."_v_phone" is not null and "e"."_v_card" is not null and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_phone" and b.blocked is not null) and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_card" and b.blocked is not null)
offset 0) as "p"
group by "p"."_node"
having count(distinct "p"."_other") > 10)
union all
(select
  "p"."_node" as "_node",
  'at most 10 email seen with one device' as "rule"
from (select
  "e"."_v_device" as "_node",
  coalesce("y"."_node", "e"."_v_email") as "_other"
from "nexus_identity"."person_evidence__next" as "e"
left join "nexus_identity"."person_same__next" as "y" on "y"."_value" = "e"."_v_email"
where "e"."_v_device" is not null and "e"."_v_email" is not null and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_device" and b.blocked is not null) and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_email" and b.blocked is not null)
offset 0) as "p"
group by "p"."_node"
having count(distinct "p"."_other") > 10)
union all
(select
  "p"."_node" as "_node",
  'at most 10 customer_id seen with one device' as "rule"
from (select
  "e"."_v_device" as "_node",
  "e"."_v_customer_id" as "_other"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_device" is not null and "e"."_v_customer_id" is not null and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_device" and b.blocked is not null) and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_customer_id" and b.blocked is not null)) as "p"
group by "p"."_node"
having count(distinct "p"."_other") > 10)
union all
(select
  "p"."_node" as "_node",
  'at most 10 user_id seen with one device' as "rule"
from (select
  "e"."_v_device" as "_node",
  "e"."_v_user_id" as "_other"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_device" is not null and "e"."_v_user_id" is not null and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_device" and b.blocked is not null) and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_user_id" and b.blocked is not null)) as "p"
group by "p"."_node"
having count(distinct "p"."_other") > 10)
union all
(select
  "p"."_node" as "_node",
  'at most 10 card seen with one device' as "rule"
from (select
  "e"."_v_device" as "_node",
  coalesce("y"."_node", "e"."_v_card") as "_other"
from "nexus_identity"."person_evidence__next" as "e"
left join "nexus_identity"."person_same__next" as "y" on "y"."_value" = "e"."_v_card"
where "e"."_v_device" is not null and "e"."_v_card" is not null and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_device" and b.blocked is not null) and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_card" and b.blocked is not null)
offset 0) as "p"
group by "p"."_node"
having count(distinct "p"."_other") > 10)) as "o"
group by "o"."_node") as q;

-- write gather statistics
analyze "nexus_identity"."person_over_limit__next";
