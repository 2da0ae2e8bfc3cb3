-- build identity.person_sightings
-- One row a raw value of a person: when it was seen.
-- reads identity.person_evidence
-- writes identity.person_sightings

-- write create
create table if not exists "nexus_identity"."person_sightings__next" ("_value" bigint, "first_order" hugeint using compression uncompressed, "last_order" hugeint using compression uncompressed, "mentions" bigint);

-- write build
insert into "nexus_identity"."person_sightings__next" ("_value", "first_order", "last_order", "mentions")
(select
  "e"."_v_email" as "_value",
  min("e"."first_order") + 0 as "first_order",
  max("e"."last_order") + 0 as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_email" is not null
group by "e"."_v_email")
union all
(select
  "e"."_v_customer_id" as "_value",
  min("e"."first_order") + 2 as "first_order",
  max("e"."last_order") + 2 as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_customer_id" is not null
group by "e"."_v_customer_id")
union all
(select
  "e"."_v_user_id" as "_value",
  min("e"."first_order") + 3 as "first_order",
  max("e"."last_order") + 3 as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_user_id" is not null
group by "e"."_v_user_id")
union all
(select
  "e"."_v_card" as "_value",
  min("e"."first_order") + 4 as "first_order",
  max("e"."last_order") + 4 as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_card" is not null
group by "e"."_v_card")
union all
(select
  "e"."_v_phone" as "_value",
  min("e"."first_order") + 1 as "first_order",
  max("e"."last_order") + 1 as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_phone" is not null
group by "e"."_v_phone")
union all
(select
  "e"."_v_device" as "_value",
  min("e"."first_order") + 5 as "first_order",
  max("e"."last_order") + 5 as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_device" is not null
group by "e"."_v_device");
