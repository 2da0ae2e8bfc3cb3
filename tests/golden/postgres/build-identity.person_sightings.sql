-- build identity.person_sightings
-- One row a raw value of a person: when it was seen.
-- reads identity.person_evidence
-- writes identity.person_sightings

-- write build
create table "nexus_identity"."person_sightings__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."first_order" as text) collate "C" as "first_order", cast("q"."last_order" as text) collate "C" as "last_order", cast("q"."mentions" as bigint) as "mentions" from ((select
  "e"."_v_email" as "_value",
  substr(min("e"."first_order"), 1, 36) || '00' as "first_order",
  substr(max("e"."last_order"), 1, 36) || '00' as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_email" is not null
group by "e"."_v_email")
union all
(select
  "e"."_v_customer_id" as "_value",
  substr(min("e"."first_order"), 1, 36) || '02' as "first_order",
  substr(max("e"."last_order"), 1, 36) || '02' as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_customer_id" is not null
group by "e"."_v_customer_id")
union all
(select
  "e"."_v_user_id" as "_value",
  substr(min("e"."first_order"), 1, 36) || '03' as "first_order",
  substr(max("e"."last_order"), 1, 36) || '03' as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_user_id" is not null
group by "e"."_v_user_id")
union all
(select
  "e"."_v_card" as "_value",
  substr(min("e"."first_order"), 1, 36) || '04' as "first_order",
  substr(max("e"."last_order"), 1, 36) || '04' as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_card" is not null
group by "e"."_v_card")
union all
(select
  "e"."_v_phone" as "_value",
  substr(min("e"."first_order"), 1, 36) || '01' as "first_order",
  substr(max("e"."last_order"), 1, 36) || '01' as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_phone" is not null
group by "e"."_v_phone")
union all
(select
  "e"."_v_device" as "_value",
  substr(min("e"."first_order"), 1, 36) || '05' as "first_order",
  substr(max("e"."last_order"), 1, 36) || '05' as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_device" is not null
group by "e"."_v_device")) as q;

-- write gather statistics
analyze "nexus_identity"."person_sightings__next";
