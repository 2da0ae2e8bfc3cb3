-- build identity.person_evidence
-- One row a combination of raw values seen together on a person.
-- reads core.person_mentions
-- writes identity.person_evidence

-- write create
create table if not exists "nexus_identity"."person_evidence__next" ("_combination" hugeint using compression uncompressed, "_v_email" bigint, "_v_customer_id" bigint, "_v_user_id" bigint, "_v_card" bigint, "_v_phone" bigint, "_v_device" bigint, "first_order" hugeint using compression uncompressed, "last_order" hugeint using compression uncompressed, "mentions" bigint);

-- write build
insert into "nexus_identity"."person_evidence__next" ("_combination", "_v_email", "_v_customer_id", "_v_user_id", "_v_card", "_v_phone", "_v_device", "first_order", "last_order", "mentions")
select
  "m"."_combination" as "_combination",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  min("m"."_order") as "first_order",
  max(case when "m"."occurred_at" <= :horizon + interval '1' day then "m"."_order" end) as "last_order",
  count(*) as "mentions"
from "nexus_core"."person_mentions__next" as "m"
group by "m"."_combination", "m"."_v_email", "m"."_v_customer_id", "m"."_v_user_id", "m"."_v_card", "m"."_v_phone", "m"."_v_device";
