-- build final.memberships
-- One row a person in a group, per role, and per time where it ended and began again.
-- reads core.person_mentions, identity.person_evidence_entities, identity.person_entities, core.group_mentions, identity.group_evidence_entities, identity.group_entities
-- writes final.memberships

-- write build
create table "nexus"."memberships__next" as
select cast("q"."id" as text) collate "C" as "id", cast("q"."person_id" as text) collate "C" as "person_id", cast("q"."group_id" as text) collate "C" as "group_id", cast("q"."role" as text) collate "C" as "role", cast("q"."since" as timestamp) as "since", cast("q"."until" as timestamp) as "until", cast("q"."last_seen_at" as timestamp) as "last_seen_at", cast("q"."_person" as bigint) as "_person", cast("q"."_group" as bigint) as "_group" from (select
  case when "m"."_place" = 1 then 'mem_' || md5(coalesce("nexus_meta"."text_of"(length("m"."person_id")) || ':' || "m"."person_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."group_id")) || ':' || "m"."group_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."role")) || ':' || "m"."role", '-')) else 'mem_' || md5(coalesce("nexus_meta"."text_of"(length("m"."person_id")) || ':' || "m"."person_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."group_id")) || ':' || "m"."group_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."role")) || ':' || "m"."role", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_place"))) || ':' || "nexus_meta"."text_of"("m"."_place"), '-')) end as "id",
  "m"."person_id" as "person_id",
  "m"."group_id" as "group_id",
  "m"."role" as "role",
  "m"."since" as "since",
  "m"."until" as "until",
  "m"."last_seen_at" as "last_seen_at",
  "m"."_from" as "_person",
  "m"."_to" as "_group"
from (select
  "r"."_from" as "_from",
  "r"."_to" as "_to",
  "r"."role" as "role",
  "r"."since" as "since",
  "r"."until" as "until",
  "r"."last_seen_at" as "last_seen_at",
  "r"."_place" as "_place",
  "f"."id" as "person_id",
  "t"."id" as "group_id"
from (select
  "c"."_from" as "_from",
  "c"."_to" as "_to",
  "c"."role" as "role",
  min("c"."occurred_at") as "since",
  cast(null as timestamp) as "until",
  max(case when "c"."occurred_at" <= :horizon + 1 * interval '1 day' then "c"."occurred_at" end) as "last_seen_at",
  1 as "_place"
from ((select
  "c"."_from" as "_from",
  "c"."_to" as "_to",
  "c"."role" as "role",
  "c"."_ends" as "_ends",
  "c"."occurred_at" as "occurred_at",
  3 as "_event",
  "c"."event_id" as "event_id",
  0 as "_claim",
  "c"."from_mention_id" as "from_mention_id",
  "c"."to_mention_id" as "to_mention_id"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('customer')) || ':' || 'customer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('employer')) || ':' || 'employer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  'employee' as "role",
  "f"."occurred_at" as "occurred_at",
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
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "f"
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
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "t" on "f"."event_id" = "t"."event_id"
where "f"."_site" = 86572456 and "t"."_site" = 1202371671
offset 0) as "c")
union all
(select
  "c"."_from" as "_from",
  "c"."_to" as "_to",
  "c"."role" as "role",
  "c"."_ends" as "_ends",
  "c"."occurred_at" as "occurred_at",
  2 as "_event",
  "c"."event_id" as "event_id",
  1 as "_claim",
  "c"."from_mention_id" as "from_mention_id",
  "c"."to_mention_id" as "to_mention_id"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('brewer')) || ':' || 'brewer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('team')) || ':' || 'team', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  'brewer' as "role",
  "f"."occurred_at" as "occurred_at",
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
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "f"
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
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "t" on "f"."event_id" = "t"."event_id"
where "f"."_site" = 365479559 and "t"."_site" = 1072988536
offset 0) as "c")
union all
(select
  "c"."_from" as "_from",
  "c"."_to" as "_to",
  "c"."role" as "role",
  "c"."_ends" as "_ends",
  "c"."occurred_at" as "occurred_at",
  2 as "_event",
  "c"."event_id" as "event_id",
  2 as "_claim",
  "c"."from_mention_id" as "from_mention_id",
  "c"."to_mention_id" as "to_mention_id"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest')) || ':' || 'guest', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest_company')) || ':' || 'guest_company', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  'staff' as "role",
  "f"."occurred_at" as "occurred_at",
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
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "f"
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
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "t" on "f"."event_id" = "t"."event_id" and "f"."_element" = "t"."_element"
where "f"."_site" = 1274787059 and "t"."_site" = 1144113361
offset 0) as "c")
union all
(select
  "c"."_from" as "_from",
  "c"."_to" as "_to",
  "c"."role" as "role",
  "c"."_ends" as "_ends",
  "c"."occurred_at" as "occurred_at",
  1 as "_event",
  "c"."event_id" as "event_id",
  3 as "_claim",
  "c"."from_mention_id" as "from_mention_id",
  "c"."to_mention_id" as "to_mention_id"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('payer')) || ':' || 'payer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('subscriber')) || ':' || 'subscriber', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  'payer' as "role",
  "f"."occurred_at" as "occurred_at",
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
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "f"
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
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "t" on "f"."event_id" = "t"."event_id"
where "f"."_site" = 876722005 and "t"."_site" = 1286283247
offset 0) as "c")) as "c"
group by "c"."_from", "c"."_to", "c"."role"
offset 0) as "r"
join "nexus_identity"."person_entities__next" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."group_entities__next" as "t" on "t"."_entity" = "r"."_to") as "m") as q;

-- write gather statistics
analyze "nexus"."memberships__next";
