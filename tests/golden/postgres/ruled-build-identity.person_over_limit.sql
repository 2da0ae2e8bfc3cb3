-- build identity.person_over_limit
-- One row an identifier of a person that is seen with too many others.
-- reads identity.person_evidence, identity.person_normalized, identity.person_same, core.person_mentions
-- writes identity.person_over_limit

-- write build
create table "nexus_identity"."person_over_limit__next" as
select cast("q"."_node" as bigint) as "_node", cast("q"."rule" as text) collate "C" as "rule" from (select
  "o"."_node" as "_node",
  min("o"."rule") as "rule"
from ((select
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
  "f"."_node" as "_node",
  'at most 5 email seen with one device within 30 days' as "rule"
from (select distinct
  "s"."_node" as "_node",
  "s"."day" as "day"
from (select distinct
  "d"."_node" as "_node",
  "d"."_other" as "_other",
  "d"."day" as "day"
from (select
  "e"."_v_device" as "_node",
  coalesce("y"."_node", "e"."_v_email") as "_other",
  "e"."day" as "day"
from (select
  "m"."_v_device" as "_v_device",
  "m"."_v_email" as "_v_email",
  date_trunc('day', "m"."occurred_at") as "day"
from "nexus_core"."person_mentions__next" as "m"
offset 0) as "e"
left join "nexus_identity"."person_same__next" as "y" on "y"."_value" = "e"."_v_email"
where "e"."_v_device" is not null and "e"."_v_email" is not null and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_device" and b.blocked is not null) and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_email" and b.blocked is not null)
offset 0) as "d"
where "d"."_node" in (select e._node from (select
  "p"."_node" as "_node",
  'at most 5 email seen with one device within 30 days' as "rule"
from (select
  "e"."_v_device" as "_node",
  coalesce("y"."_node", "e"."_v_email") as "_other"
from "nexus_identity"."person_evidence__next" as "e"
left join "nexus_identity"."person_same__next" as "y" on "y"."_value" = "e"."_v_email"
where "e"."_v_device" is not null and "e"."_v_email" is not null and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_device" and b.blocked is not null) and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_email" and b.blocked is not null)
offset 0) as "p"
group by "p"."_node"
having count(distinct "p"."_other") > 5
offset 0) as "e")) as "s") as "f"
join (select distinct
  "d"."_node" as "_node",
  "d"."_other" as "_other",
  "d"."day" as "day"
from (select
  "e"."_v_device" as "_node",
  coalesce("y"."_node", "e"."_v_email") as "_other",
  "e"."day" as "day"
from (select
  "m"."_v_device" as "_v_device",
  "m"."_v_email" as "_v_email",
  date_trunc('day', "m"."occurred_at") as "day"
from "nexus_core"."person_mentions__next" as "m"
offset 0) as "e"
left join "nexus_identity"."person_same__next" as "y" on "y"."_value" = "e"."_v_email"
where "e"."_v_device" is not null and "e"."_v_email" is not null and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_device" and b.blocked is not null) and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_email" and b.blocked is not null)
offset 0) as "d"
where "d"."_node" in (select e._node from (select
  "p"."_node" as "_node",
  'at most 5 email seen with one device within 30 days' as "rule"
from (select
  "e"."_v_device" as "_node",
  coalesce("y"."_node", "e"."_v_email") as "_other"
from "nexus_identity"."person_evidence__next" as "e"
left join "nexus_identity"."person_same__next" as "y" on "y"."_value" = "e"."_v_email"
where "e"."_v_device" is not null and "e"."_v_email" is not null and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_device" and b.blocked is not null) and not exists (select 1 from "nexus_identity"."person_normalized__next" as "b" where b._value = "e"."_v_email" and b.blocked is not null)
offset 0) as "p"
group by "p"."_node"
having count(distinct "p"."_other") > 5
offset 0) as "e")) as "t" on "t"."_node" = "f"."_node" and "t"."day" >= "f"."day" and "t"."day" < "f"."day" + 30 * interval '1 day'
group by "f"."_node", "f"."day"
having count(distinct "t"."_other") > 5)) as "o"
group by "o"."_node") as q;

-- write gather statistics
analyze "nexus_identity"."person_over_limit__next";
