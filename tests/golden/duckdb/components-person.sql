-- components person
-- who is one is decided by connection alone: exact at any depth and any size
-- reads identity.person_dictionary, identity.person_normalized, identity.person_same, identity.person_evidence, identity.person_quarantined
-- writes identity.person_components

-- write create
create table if not exists "nexus_identity"."person_components__next" ("_value" bigint, "_component" bigint);

-- read size
select
  coalesce(max("n"."_value"), -1) as "top"
from "nexus_identity"."person_dictionary__next" as "n";

-- read blocked
(select
  "d"."_value" as "_value",
  case when "d"."blocked" = 'shared' then 1 else 0 end as "is_shared"
from "nexus_identity"."person_normalized__next" as "d"
where "d"."blocked" is not null)
union all
(select
  "q"."_value" as "_value",
  0 as "is_shared"
from "nexus_identity"."person_quarantined__next" as "q");

-- read same
select
  "s"."_value" as "_value",
  "s"."_node" as "_node"
from "nexus_identity"."person_same__next" as "s";

-- read evidence
select
  "e"."_v_email" as "_v_email",
  "e"."_v_customer_id" as "_v_customer_id",
  "e"."_v_user_id" as "_v_user_id",
  "e"."_v_card" as "_v_card",
  "e"."_v_phone" as "_v_phone",
  "e"."_v_device" as "_v_device"
from "nexus_identity"."person_evidence__next" as "e";
