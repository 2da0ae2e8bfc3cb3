-- build identity.order_sightings
-- One row a raw value of a order: when it was seen.
-- reads identity.order_evidence
-- writes identity.order_sightings

-- write create
create table if not exists "nexus_identity"."order_sightings__next" ("_value" bigint, "first_order" hugeint using compression uncompressed, "last_order" hugeint using compression uncompressed, "mentions" bigint);

-- write build
insert into "nexus_identity"."order_sightings__next" ("_value", "first_order", "last_order", "mentions")
select
  "e"."_v_order_id" as "_value",
  min("e"."first_order") + 0 as "first_order",
  max("e"."last_order") + 0 as "last_order",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."order_evidence__next" as "e"
where "e"."_v_order_id" is not null
group by "e"."_v_order_id";
