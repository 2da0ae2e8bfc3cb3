-- build identity.person_evidence
-- One row a combination of raw values seen together on a person.
-- reads core.person_mentions
-- writes identity.person_evidence

-- write build
create table "nexus_identity"."person_evidence__next" as
select cast("q"."_combination" as uuid) as "_combination", cast("q"."_v_email" as bigint) as "_v_email", cast("q"."_v_customer_id" as bigint) as "_v_customer_id", cast("q"."_v_user_id" as bigint) as "_v_user_id", cast("q"."_v_card" as bigint) as "_v_card", cast("q"."_v_phone" as bigint) as "_v_phone", cast("q"."_v_device" as bigint) as "_v_device", cast("q"."first_order" as text) collate "C" as "first_order", cast("q"."last_order" as text) collate "C" as "last_order", cast("q"."mentions" as bigint) as "mentions" from (select
  "m"."_combination" as "_combination",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  min("m"."_order") as "first_order",
  max(case when "m"."occurred_at" <= :horizon + 1 * interval '1 day' then "m"."_order" end) as "last_order",
  count(*) as "mentions"
from "nexus_core"."person_mentions__next" as "m"
group by "m"."_combination", "m"."_v_email", "m"."_v_customer_id", "m"."_v_user_id", "m"."_v_card", "m"."_v_phone", "m"."_v_device") as q;

-- write gather statistics
analyze "nexus_identity"."person_evidence__next";
