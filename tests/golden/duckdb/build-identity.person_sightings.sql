-- build identity.person_sightings
-- One row a raw value of a person: when it was seen.
-- reads identity.person_evidence
-- writes identity.person_sightings

-- write build
create table "nexus_identity"."person_sightings__next" as
select
  "a"."_value" as "_value",
  min("a"."first_order") as "first_order",
  max("a"."last_order") as "last_order",
  cast(sum("a"."mentions") as bigint) as "mentions"
from ((select
  "e"."_v_email" as "_value",
  "e"."first_order" + 0 as "first_order",
  "e"."last_order" + 0 as "last_order",
  "e"."mentions" as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_email" is not null)
union all
(select
  "e"."_v_phone" as "_value",
  "e"."first_order" + 1 as "first_order",
  "e"."last_order" + 1 as "last_order",
  "e"."mentions" as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_phone" is not null)
union all
(select
  "e"."_v_customer_id" as "_value",
  "e"."first_order" + 2 as "first_order",
  "e"."last_order" + 2 as "last_order",
  "e"."mentions" as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_customer_id" is not null)
union all
(select
  "e"."_v_user_id" as "_value",
  "e"."first_order" + 3 as "first_order",
  "e"."last_order" + 3 as "last_order",
  "e"."mentions" as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_user_id" is not null)
union all
(select
  "e"."_v_card" as "_value",
  "e"."first_order" + 4 as "first_order",
  "e"."last_order" + 4 as "last_order",
  "e"."mentions" as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_card" is not null)
union all
(select
  "e"."_v_device" as "_value",
  "e"."first_order" + 5 as "first_order",
  "e"."last_order" + 5 as "last_order",
  "e"."mentions" as "mentions"
from "nexus_identity"."person_evidence__next" as "e"
where "e"."_v_device" is not null)) as "a"
group by "a"."_value";
