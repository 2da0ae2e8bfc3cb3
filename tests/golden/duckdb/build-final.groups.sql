-- build final.groups
-- One row a group.
-- reads identity.group_entities, identity.group_evidence_entities, identity.group_assignment, identity.group_dictionary, identity.group_sightings, identity.group_trait_values, identity.group_normalized, final.group_participants
-- writes final.groups

-- write create
create table if not exists "nexus"."groups__next" ("id" varchar using compression uncompressed, "domain" varchar, "team_id" varchar, "name" varchar, "seats" double, "is_identified" boolean, "first_seen_at" timestamp, "last_seen_at" timestamp, "event_count" bigint, "_entity" bigint);

-- write build
insert into "nexus"."groups__next" ("id", "domain", "team_id", "name", "seats", "is_identified", "first_seen_at", "last_seen_at", "event_count", "_entity")
select
  "e"."id" as "id",
  regexp_replace("s"."domain", '^(?:[a-zA-Z]+://)?(?:[^@/]*@)?|[/?#:].*$', '', 'g') as "domain",
  "s"."team_id" as "team_id",
  "s"."name" as "name",
  try_cast("s"."seats" as double) as "seats",
  ("s"."domain" is not null or "s"."team_id" is not null) and "h"."_entity" is null as "is_identified",
  "s"."first_seen_at" as "first_seen_at",
  "s"."last_seen_at" as "last_seen_at",
  coalesce("c"."event_count", 0) as "event_count",
  "e"."_entity" as "_entity"
from "nexus_identity"."group_entities__next" as "e"
left join (select
  "e"."_entity" as "_entity",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."group_evidence_entities__next" as "e"
group by "e"."_entity") as "n" on "n"."_entity" = "e"."_entity"
join (select
  "s"."_entity" as "_entity",
  "s"."first_seen_at" as "first_seen_at",
  "s"."last_seen_at" as "last_seen_at",
  "s"."domain" as "domain",
  "s"."team_id" as "team_id",
  "t"."name" as "name",
  "t"."seats" as "seats"
from (select
  "i"."_entity" as "_entity",
  make_timestamp((min("i"."first_order") >> 68)::bigint - 2208988800000000) as "first_seen_at",
  make_timestamp((max("i"."last_order") >> 68)::bigint - 2208988800000000) as "last_seen_at",
  trim(arg_max(case when "i"."what" = 'domain' then "i"."said" end, case when "i"."what" = 'domain' then "i"."at" end)) as "domain",
  trim(arg_max(case when "i"."what" = 'team_id' then "i"."said" end, case when "i"."what" = 'team_id' then "i"."at" end)) as "team_id"
from (select
  "a"."_entity" as "_entity",
  "d"."identifier_type" as "what",
  "d"."raw_value" as "said",
  coalesce("s"."last_order", "s"."first_order" - 85070591730234615865843651857942052864) as "at",
  "s"."first_order" as "first_order",
  "s"."last_order" as "last_order"
from "nexus_identity"."group_assignment__next" as "a"
join "nexus_identity"."group_dictionary__next" as "d" on "d"."_value" = "a"."_value"
join "nexus_identity"."group_sightings__next" as "s" on "s"."_value" = "a"."_value") as "i"
group by "i"."_entity") as "s"
left join (select
  "v"."_entity" as "_entity",
  arg_max(case when "v"."what" = 'name' then "v"."said" end, case when "v"."what" = 'name' then "v"."at" end) as "name",
  arg_max(case when "v"."what" = 'seats' then "v"."said" end, case when "v"."what" = 'seats' then "v"."at" end) as "seats"
from (select
  "t"."_entity" as "_entity",
  "t"."trait_name" as "what",
  "t"."trait_value" as "said",
  "t"."last_order" as "at"
from "nexus_identity"."group_trait_values__next" as "t") as "v"
group by "v"."_entity") as "t" on "t"."_entity" = "s"."_entity") as "s" on "s"."_entity" = "e"."_entity"
left join (select distinct
  "a"."_entity" as "_entity"
from (select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."group_normalized__next" as "d"
where "d"."blocked" is not null) as "d"
join "nexus_identity"."group_assignment__next" as "a" on "a"."_value" = "d"."_value"
where "d"."held" = 'shared') as "h" on "h"."_entity" = "e"."_entity"
left join (select
  "p"."_entity" as "_entity",
  count(distinct "p"."event_id") as "event_count"
from "nexus"."group_participants__next" as "p"
group by "p"."_entity") as "c" on "c"."_entity" = "e"."_entity"
where "e"."_heir" = "e"."_entity";
