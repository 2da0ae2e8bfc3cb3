-- build final.memberships
-- One row a person in a group, per role.
-- reads core.person_mentions, identity.person_evidence_entities, identity.person_entities, core.group_mentions, identity.group_evidence_entities, identity.group_entities
-- writes final.memberships

-- write create
create table if not exists "nexus"."memberships__next" ("id" text collate "C", "person_id" text collate "C", "group_id" text collate "C", "role" text collate "C", "since" timestamp, "until" timestamp, "last_seen_at" timestamp, "_person" bigint, "_group" bigint);

-- write build
insert into "nexus"."memberships__next" ("id", "person_id", "group_id", "role", "since", "until", "last_seen_at", "_person", "_group")
select
  'mem_' || md5(coalesce("nexus_meta"."text_of"(length("n"."person_id")) || ':' || "n"."person_id", '-') || coalesce("nexus_meta"."text_of"(length("n"."group_id")) || ':' || "n"."group_id", '-') || coalesce("nexus_meta"."text_of"(length("n"."role")) || ':' || "n"."role", '-')) as "id",
  "n"."person_id" as "person_id",
  "n"."group_id" as "group_id",
  "n"."role" as "role",
  "n"."since" as "since",
  "n"."until" as "until",
  "n"."last_seen_at" as "last_seen_at",
  "n"."_person" as "_person",
  "n"."_group" as "_group"
from (select
  "m"."role" as "role",
  "m"."since" as "since",
  cast(null as timestamp) as "until",
  "m"."last_seen_at" as "last_seen_at",
  "m"."_person" as "_person",
  "m"."_group" as "_group",
  "pi"."id" as "person_id",
  "gi"."id" as "group_id"
from (select
  "c"."_person" as "_person",
  "c"."_group" as "_group",
  "c"."role" as "role",
  min("c"."occurred_at") as "since",
  max(case when "c"."occurred_at" <= :horizon + 1 * interval '1 day' then "c"."occurred_at" end) as "last_seen_at"
from ((select
  "c"."_person" as "_person",
  "c"."_group" as "_group",
  "c"."role" as "role",
  "c"."occurred_at" as "occurred_at",
  "c"."_ends" as "_ends"
from (select
  "p"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("p"."event_id")) || ':' || "p"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('customer')) || ':' || 'customer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("p"."_element"))) || ':' || "nexus_meta"."text_of"("p"."_element"), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("g"."event_id")) || ':' || "g"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('employer')) || ':' || 'employer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("g"."_element"))) || ':' || "nexus_meta"."text_of"("g"."_element"), '-')) as "group_mention_id",
  "p"."_entity" as "_person",
  "g"."_entity" as "_group",
  'employee' as "role",
  "p"."occurred_at" as "occurred_at",
  false as "_ends"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "p"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "g" on "p"."event_id" = "g"."event_id"
where "p"."_site" = 86572456 and "g"."_site" = 1202371671
offset 0) as "c")
union all
(select
  "c"."_person" as "_person",
  "c"."_group" as "_group",
  "c"."role" as "role",
  "c"."occurred_at" as "occurred_at",
  "c"."_ends" as "_ends"
from (select
  "p"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("p"."event_id")) || ':' || "p"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('brewer')) || ':' || 'brewer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("p"."_element"))) || ':' || "nexus_meta"."text_of"("p"."_element"), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("g"."event_id")) || ':' || "g"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('team')) || ':' || 'team', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("g"."_element"))) || ':' || "nexus_meta"."text_of"("g"."_element"), '-')) as "group_mention_id",
  "p"."_entity" as "_person",
  "g"."_entity" as "_group",
  'brewer' as "role",
  "p"."occurred_at" as "occurred_at",
  false as "_ends"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "p"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "g" on "p"."event_id" = "g"."event_id"
where "p"."_site" = 365479559 and "g"."_site" = 1072988536
offset 0) as "c")
union all
(select
  "c"."_person" as "_person",
  "c"."_group" as "_group",
  "c"."role" as "role",
  "c"."occurred_at" as "occurred_at",
  "c"."_ends" as "_ends"
from (select
  "p"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("p"."event_id")) || ':' || "p"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest')) || ':' || 'guest', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("p"."_element"))) || ':' || "nexus_meta"."text_of"("p"."_element"), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("g"."event_id")) || ':' || "g"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest_company')) || ':' || 'guest_company', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("g"."_element"))) || ':' || "nexus_meta"."text_of"("g"."_element"), '-')) as "group_mention_id",
  "p"."_entity" as "_person",
  "g"."_entity" as "_group",
  'staff' as "role",
  "p"."occurred_at" as "occurred_at",
  false as "_ends"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "p"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "g" on "p"."event_id" = "g"."event_id" and "p"."_element" = "g"."_element"
where "p"."_site" = 1274787059 and "g"."_site" = 1144113361
offset 0) as "c")
union all
(select
  "c"."_person" as "_person",
  "c"."_group" as "_group",
  "c"."role" as "role",
  "c"."occurred_at" as "occurred_at",
  "c"."_ends" as "_ends"
from (select
  "p"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("p"."event_id")) || ':' || "p"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('payer')) || ':' || 'payer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("p"."_element"))) || ':' || "nexus_meta"."text_of"("p"."_element"), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("g"."event_id")) || ':' || "g"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('subscriber')) || ':' || 'subscriber', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("g"."_element"))) || ':' || "nexus_meta"."text_of"("g"."_element"), '-')) as "group_mention_id",
  "p"."_entity" as "_person",
  "g"."_entity" as "_group",
  'payer' as "role",
  "p"."occurred_at" as "occurred_at",
  false as "_ends"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "p"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "g" on "p"."event_id" = "g"."event_id"
where "p"."_site" = 876722005 and "g"."_site" = 1286283247
offset 0) as "c")) as "c"
group by "c"."_person", "c"."_group", "c"."role"
offset 0) as "m"
join "nexus_identity"."person_entities__next" as "pi" on "pi"."_entity" = "m"."_person"
join "nexus_identity"."group_entities__next" as "gi" on "gi"."_entity" = "m"."_group"
offset 0) as "n"
where "n"."since" is not null;

-- write gather statistics
analyze "nexus"."memberships__next";
