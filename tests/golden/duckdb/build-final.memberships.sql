-- build final.memberships
-- One row a person in a group, per role.
-- reads core.person_mentions, identity.person_evidence_entities, core.group_mentions, identity.group_evidence_entities
-- writes final.memberships

-- write create
create table if not exists "nexus"."memberships__next" ("id" varchar using compression uncompressed, "person_id" varchar using compression uncompressed, "group_id" varchar using compression uncompressed, "role" varchar, "since" timestamp, "until" timestamp, "last_seen_at" timestamp, "_person" bigint, "_group" bigint);

-- write build
insert into "nexus"."memberships__next" ("id", "person_id", "group_id", "role", "since", "until", "last_seen_at", "_person", "_group")
select
  'mem_' || md5(coalesce(cast(length("m"."person_id") as varchar) || ':' || "m"."person_id", '-') || coalesce(cast(length("m"."group_id") as varchar) || ':' || "m"."group_id", '-') || coalesce(cast(length("m"."role") as varchar) || ':' || "m"."role", '-')) as "id",
  "m"."person_id" as "person_id",
  "m"."group_id" as "group_id",
  "m"."role" as "role",
  "m"."since" as "since",
  cast(null as timestamp) as "until",
  "m"."last_seen_at" as "last_seen_at",
  "m"."_person" as "_person",
  "m"."_group" as "_group"
from (select
  "c"."_person" as "_person",
  "c"."_group" as "_group",
  "c"."role" as "role",
  "c"."person_id" as "person_id",
  "c"."group_id" as "group_id",
  min("c"."occurred_at") as "since",
  max(case when "c"."occurred_at" <= :horizon + interval '1' day then "c"."occurred_at" end) as "last_seen_at"
from ((select
  "c"."_person" as "_person",
  "c"."_group" as "_group",
  "c"."role" as "role",
  "c"."person_id" as "person_id",
  "c"."group_id" as "group_id",
  "c"."occurred_at" as "occurred_at",
  "c"."_ends" as "_ends"
from (select
  "p"."event_id" as "event_id",
  'perm_' || md5(coalesce(cast(length("p"."event_id") as varchar) || ':' || "p"."event_id", '-') || coalesce(cast(length('customer') as varchar) || ':' || 'customer', '-') || coalesce(cast(length(cast("p"."_element" as varchar)) as varchar) || ':' || cast("p"."_element" as varchar), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce(cast(length("g"."event_id") as varchar) || ':' || "g"."event_id", '-') || coalesce(cast(length('employer') as varchar) || ':' || 'employer', '-') || coalesce(cast(length(cast("g"."_element" as varchar)) as varchar) || ':' || cast("g"."_element" as varchar), '-')) as "group_mention_id",
  "pe"."_entity" as "_person",
  "ge"."_entity" as "_group",
  "pe"."id" as "person_id",
  "ge"."id" as "group_id",
  'employee' as "role",
  "p"."occurred_at" as "occurred_at",
  false as "_ends"
from "nexus_core"."person_mentions__next" as "p"
join "nexus_core"."group_mentions__next" as "g" on "p"."event_id" = "g"."event_id"
join "nexus_identity"."person_evidence_entities__next" as "pe" on "p"."_combination" = "pe"."_combination"
join "nexus_identity"."group_evidence_entities__next" as "ge" on "g"."_combination" = "ge"."_combination"
where "p"."_site" = 86572456 and "g"."_site" = 1202371671) as "c")
union all
(select
  "c"."_person" as "_person",
  "c"."_group" as "_group",
  "c"."role" as "role",
  "c"."person_id" as "person_id",
  "c"."group_id" as "group_id",
  "c"."occurred_at" as "occurred_at",
  "c"."_ends" as "_ends"
from (select
  "p"."event_id" as "event_id",
  'perm_' || md5(coalesce(cast(length("p"."event_id") as varchar) || ':' || "p"."event_id", '-') || coalesce(cast(length('brewer') as varchar) || ':' || 'brewer', '-') || coalesce(cast(length(cast("p"."_element" as varchar)) as varchar) || ':' || cast("p"."_element" as varchar), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce(cast(length("g"."event_id") as varchar) || ':' || "g"."event_id", '-') || coalesce(cast(length('team') as varchar) || ':' || 'team', '-') || coalesce(cast(length(cast("g"."_element" as varchar)) as varchar) || ':' || cast("g"."_element" as varchar), '-')) as "group_mention_id",
  "pe"."_entity" as "_person",
  "ge"."_entity" as "_group",
  "pe"."id" as "person_id",
  "ge"."id" as "group_id",
  'brewer' as "role",
  "p"."occurred_at" as "occurred_at",
  false as "_ends"
from "nexus_core"."person_mentions__next" as "p"
join "nexus_core"."group_mentions__next" as "g" on "p"."event_id" = "g"."event_id"
join "nexus_identity"."person_evidence_entities__next" as "pe" on "p"."_combination" = "pe"."_combination"
join "nexus_identity"."group_evidence_entities__next" as "ge" on "g"."_combination" = "ge"."_combination"
where "p"."_site" = 365479559 and "g"."_site" = 1072988536) as "c")
union all
(select
  "c"."_person" as "_person",
  "c"."_group" as "_group",
  "c"."role" as "role",
  "c"."person_id" as "person_id",
  "c"."group_id" as "group_id",
  "c"."occurred_at" as "occurred_at",
  "c"."_ends" as "_ends"
from (select
  "p"."event_id" as "event_id",
  'perm_' || md5(coalesce(cast(length("p"."event_id") as varchar) || ':' || "p"."event_id", '-') || coalesce(cast(length('guest') as varchar) || ':' || 'guest', '-') || coalesce(cast(length(cast("p"."_element" as varchar)) as varchar) || ':' || cast("p"."_element" as varchar), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce(cast(length("g"."event_id") as varchar) || ':' || "g"."event_id", '-') || coalesce(cast(length('guest_company') as varchar) || ':' || 'guest_company', '-') || coalesce(cast(length(cast("g"."_element" as varchar)) as varchar) || ':' || cast("g"."_element" as varchar), '-')) as "group_mention_id",
  "pe"."_entity" as "_person",
  "ge"."_entity" as "_group",
  "pe"."id" as "person_id",
  "ge"."id" as "group_id",
  'staff' as "role",
  "p"."occurred_at" as "occurred_at",
  false as "_ends"
from "nexus_core"."person_mentions__next" as "p"
join "nexus_core"."group_mentions__next" as "g" on "p"."event_id" = "g"."event_id" and "p"."_element" = "g"."_element"
join "nexus_identity"."person_evidence_entities__next" as "pe" on "p"."_combination" = "pe"."_combination"
join "nexus_identity"."group_evidence_entities__next" as "ge" on "g"."_combination" = "ge"."_combination"
where "p"."_site" = 1274787059 and "g"."_site" = 1144113361) as "c")
union all
(select
  "c"."_person" as "_person",
  "c"."_group" as "_group",
  "c"."role" as "role",
  "c"."person_id" as "person_id",
  "c"."group_id" as "group_id",
  "c"."occurred_at" as "occurred_at",
  "c"."_ends" as "_ends"
from (select
  "p"."event_id" as "event_id",
  'perm_' || md5(coalesce(cast(length("p"."event_id") as varchar) || ':' || "p"."event_id", '-') || coalesce(cast(length('payer') as varchar) || ':' || 'payer', '-') || coalesce(cast(length(cast("p"."_element" as varchar)) as varchar) || ':' || cast("p"."_element" as varchar), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce(cast(length("g"."event_id") as varchar) || ':' || "g"."event_id", '-') || coalesce(cast(length('subscriber') as varchar) || ':' || 'subscriber', '-') || coalesce(cast(length(cast("g"."_element" as varchar)) as varchar) || ':' || cast("g"."_element" as varchar), '-')) as "group_mention_id",
  "pe"."_entity" as "_person",
  "ge"."_entity" as "_group",
  "pe"."id" as "person_id",
  "ge"."id" as "group_id",
  'payer' as "role",
  "p"."occurred_at" as "occurred_at",
  false as "_ends"
from "nexus_core"."person_mentions__next" as "p"
join "nexus_core"."group_mentions__next" as "g" on "p"."event_id" = "g"."event_id"
join "nexus_identity"."person_evidence_entities__next" as "pe" on "p"."_combination" = "pe"."_combination"
join "nexus_identity"."group_evidence_entities__next" as "ge" on "g"."_combination" = "ge"."_combination"
where "p"."_site" = 876722005 and "g"."_site" = 1286283247) as "c")) as "c"
group by "c"."_person", "c"."_group", "c"."role", "c"."person_id", "c"."group_id") as "m";
