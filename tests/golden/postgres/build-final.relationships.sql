-- build final.relationships
-- One row two entities in a relationship, per role, and per time where it ended and began again.
-- reads core.order_mentions, identity.order_evidence_entities, identity.order_entities, core.person_mentions, identity.person_evidence_entities, identity.person_entities, core.group_mentions, identity.group_evidence_entities, identity.group_entities
-- writes final.relationships

-- write build
create table "nexus"."relationships__next" as
select cast("q"."id" as text) collate "C" as "id", cast("q"."kind" as text) collate "C" as "kind", cast("q"."from_type" as text) collate "C" as "from_type", cast("q"."from_id" as text) collate "C" as "from_id", cast("q"."to_type" as text) collate "C" as "to_type", cast("q"."to_id" as text) collate "C" as "to_id", cast("q"."role" as text) collate "C" as "role", cast("q"."since" as timestamp) as "since", cast("q"."until" as timestamp) as "until", cast("q"."last_seen_at" as timestamp) as "last_seen_at", cast("q"."_from" as bigint) as "_from", cast("q"."_to" as bigint) as "_to" from ((select
  case when "r"."_place" = 1 then 'rel_' || md5(coalesce("nexus_meta"."text_of"(length('placed_by')) || ':' || 'placed_by', '-') || coalesce("nexus_meta"."text_of"(length("r"."from_id")) || ':' || "r"."from_id", '-') || coalesce("nexus_meta"."text_of"(length("r"."to_id")) || ':' || "r"."to_id", '-') || coalesce("nexus_meta"."text_of"(length("r"."role")) || ':' || "r"."role", '-')) else 'rel_' || md5(coalesce("nexus_meta"."text_of"(length('placed_by')) || ':' || 'placed_by', '-') || coalesce("nexus_meta"."text_of"(length("r"."from_id")) || ':' || "r"."from_id", '-') || coalesce("nexus_meta"."text_of"(length("r"."to_id")) || ':' || "r"."to_id", '-') || coalesce("nexus_meta"."text_of"(length("r"."role")) || ':' || "r"."role", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("r"."_place"))) || ':' || "nexus_meta"."text_of"("r"."_place"), '-')) end as "id",
  'placed_by' as "kind",
  'order' as "from_type",
  "r"."from_id" as "from_id",
  'person' as "to_type",
  "r"."to_id" as "to_id",
  "r"."role" as "role",
  "r"."since" as "since",
  "r"."until" as "until",
  "r"."last_seen_at" as "last_seen_at",
  "r"."_from" as "_from",
  "r"."_to" as "_to"
from (select
  "r"."_from" as "_from",
  "r"."_to" as "_to",
  "r"."role" as "role",
  "r"."since" as "since",
  "r"."until" as "until",
  "r"."last_seen_at" as "last_seen_at",
  "r"."_place" as "_place",
  "f"."id" as "from_id",
  "t"."id" as "to_id"
from (select
  "u"."_from" as "_from",
  "u"."_to" as "_to",
  "u"."role" as "role",
  "u"."since" as "since",
  "u"."until" as "until",
  "u"."last_seen_at" as "last_seen_at",
  row_number() over (partition by "u"."_from", "u"."_to", "u"."role" order by "u"."since") as "_place"
from (select
  "g"."_from" as "_from",
  "g"."_to" as "_to",
  "g"."role" as "role",
  "g"."since" as "since",
  coalesce("g"."_ended", lead("g"."since") over (partition by "g"."_from", "g"."role" order by "g"."_part")) as "until",
  "g"."last_seen_at" as "last_seen_at"
from (select
  "p"."_from" as "_from",
  "p"."_to" as "_to",
  "p"."role" as "role",
  "p"."_part" as "_part",
  min("p"."since") as "since",
  max("p"."last_seen_at") as "last_seen_at",
  max("p"."_ended") as "_ended"
from (select
  "o"."_from" as "_from",
  "o"."_to" as "_to",
  "o"."role" as "role",
  "o"."since" as "since",
  "o"."last_seen_at" as "last_seen_at",
  case when "o"."_ended" = "o"."_next_since" and "o"."_next_to" is not distinct from "o"."_to" then null else "o"."_ended" end as "_ended",
  sum(case when "o"."_had" is not null and ("o"."_had_ended" is null or "o"."_had_ended" = "o"."since") and "o"."_before_to" is not distinct from "o"."_to" then 0 else 1 end) over (partition by "o"."_from", "o"."role" order by "o"."_begun" rows unbounded preceding) as "_part"
from (select
  "i"."_from" as "_from",
  "i"."_to" as "_to",
  "i"."role" as "role",
  "i"."_begun" as "_begun",
  "i"."since" as "since",
  "i"."last_seen_at" as "last_seen_at",
  "i"."_ended" as "_ended",
  lag("i"."_begun") over (partition by "i"."_from", "i"."role" order by "i"."_begun") as "_had",
  lag("i"."_ended") over (partition by "i"."_from", "i"."role" order by "i"."_begun") as "_had_ended",
  lead("i"."since") over (partition by "i"."_from", "i"."role" order by "i"."_begun") as "_next_since",
  lag("i"."_to") over (partition by "i"."_from", "i"."role" order by "i"."_begun") as "_before_to",
  lead("i"."_to") over (partition by "i"."_from", "i"."role" order by "i"."_begun") as "_next_to"
from (select
  "b"."_from" as "_from",
  "b"."_to" as "_to",
  "b"."role" as "role",
  "b"."_begun" as "_begun",
  min(case when not "b"."_ends" then "b"."occurred_at" end) as "since",
  max(case when not "b"."_ends" and "b"."occurred_at" <= :horizon + 1 * interval '1 day' then "b"."occurred_at" end) as "last_seen_at",
  min(case when "b"."_ends" and "b"."_said_to" is not distinct from "b"."_to" then "b"."occurred_at" end) as "_ended"
from (select
  "n"."_from" as "_from",
  "n"."role" as "role",
  "n"."occurred_at" as "occurred_at",
  "n"."_ends" as "_ends",
  "n"."_begun" as "_begun",
  max(case when not "n"."_ends" then "n"."_to" end) over (partition by "n"."_from", "n"."role", "n"."_begun") as "_to",
  "n"."_to" as "_said_to"
from (select
  "c"."_from" as "_from",
  "c"."_to" as "_to",
  "c"."role" as "role",
  "c"."occurred_at" as "occurred_at",
  "c"."_ends" as "_ends",
  sum(case when "c"."_ends" then 0 else 1 end) over (partition by "c"."_from", "c"."role" order by "c"."occurred_at", "c"."_event", "c"."event_id" desc, "c"."_claim", coalesce("c"."from_mention_id", ''), coalesce("c"."to_mention_id", '') rows unbounded preceding) as "_begun"
from (select
  "c"."_from" as "_from",
  "c"."_to" as "_to",
  "c"."role" as "role",
  "c"."_ends" as "_ends",
  "c"."occurred_at" as "occurred_at",
  1 as "_event",
  "c"."event_id" as "event_id",
  0 as "_claim",
  "c"."from_mention_id" as "from_mention_id",
  "c"."to_mention_id" as "to_mention_id"
from (select
  "f"."event_id" as "event_id",
  'ordm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('order')) || ':' || 'order', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('buyer')) || ':' || 'buyer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  'customer' as "role",
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
  "m"."_v_order_id" as "_v_order_id",
  "m"."sku" as "sku",
  "e"."_entity" as "_entity"
from "nexus_core"."order_mentions__next" as "m"
join "nexus_identity"."order_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "f"
join (select
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
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "t" on "f"."event_id" = "t"."event_id"
where "f"."_site" = 1211438796 and "t"."_site" = 830803138
offset 0) as "c"
offset 0) as "c"
where "c"."occurred_at" <= :horizon + 1 * interval '1 day'
offset 0) as "n"
where "n"."_begun" > 0
offset 0) as "b"
group by "b"."_from", "b"."_to", "b"."role", "b"."_begun"
offset 0) as "i"
offset 0) as "o"
offset 0) as "p"
group by "p"."_from", "p"."_to", "p"."role", "p"."_part"
offset 0) as "g"
offset 0) as "u"
where ("u"."until" is null or "u"."until" > "u"."since")
offset 0) as "r"
join "nexus_identity"."order_entities__next" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."person_entities__next" as "t" on "t"."_entity" = "r"."_to") as "r")
union all
(select
  case when "r"."_place" = 1 then 'rel_' || md5(coalesce("nexus_meta"."text_of"(length('guest_of')) || ':' || 'guest_of', '-') || coalesce("nexus_meta"."text_of"(length("r"."from_id")) || ':' || "r"."from_id", '-') || coalesce("nexus_meta"."text_of"(length("r"."to_id")) || ':' || "r"."to_id", '-') || coalesce("nexus_meta"."text_of"(length("r"."role")) || ':' || "r"."role", '-')) else 'rel_' || md5(coalesce("nexus_meta"."text_of"(length('guest_of')) || ':' || 'guest_of', '-') || coalesce("nexus_meta"."text_of"(length("r"."from_id")) || ':' || "r"."from_id", '-') || coalesce("nexus_meta"."text_of"(length("r"."to_id")) || ':' || "r"."to_id", '-') || coalesce("nexus_meta"."text_of"(length("r"."role")) || ':' || "r"."role", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("r"."_place"))) || ':' || "nexus_meta"."text_of"("r"."_place"), '-')) end as "id",
  'guest_of' as "kind",
  'group' as "from_type",
  "r"."from_id" as "from_id",
  'group' as "to_type",
  "r"."to_id" as "to_id",
  "r"."role" as "role",
  "r"."since" as "since",
  "r"."until" as "until",
  "r"."last_seen_at" as "last_seen_at",
  "r"."_from" as "_from",
  "r"."_to" as "_to"
from (select
  "r"."_from" as "_from",
  "r"."_to" as "_to",
  "r"."role" as "role",
  "r"."since" as "since",
  "r"."until" as "until",
  "r"."last_seen_at" as "last_seen_at",
  "r"."_place" as "_place",
  "f"."id" as "from_id",
  "t"."id" as "to_id"
from (select
  "u"."_from" as "_from",
  "u"."_to" as "_to",
  "u"."role" as "role",
  "u"."since" as "since",
  "u"."until" as "until",
  "u"."last_seen_at" as "last_seen_at",
  row_number() over (partition by "u"."_from", "u"."_to", "u"."role" order by "u"."since") as "_place"
from (select
  "g"."_from" as "_from",
  "g"."_to" as "_to",
  "g"."role" as "role",
  "g"."since" as "since",
  coalesce("g"."_ended", lead("g"."since") over (partition by "g"."_from" order by "g"."_part")) as "until",
  "g"."last_seen_at" as "last_seen_at"
from (select
  "p"."_from" as "_from",
  "p"."_to" as "_to",
  "p"."role" as "role",
  "p"."_part" as "_part",
  min("p"."since") as "since",
  max("p"."last_seen_at") as "last_seen_at",
  max("p"."_ended") as "_ended"
from (select
  "o"."_from" as "_from",
  "o"."_to" as "_to",
  "o"."role" as "role",
  "o"."since" as "since",
  "o"."last_seen_at" as "last_seen_at",
  case when "o"."_ended" = "o"."_next_since" and "o"."_next_to" is not distinct from "o"."_to" and "o"."_nextrole" is not distinct from "o"."role" then null else "o"."_ended" end as "_ended",
  sum(case when "o"."_had" is not null and ("o"."_had_ended" is null or "o"."_had_ended" = "o"."since") and "o"."_before_to" is not distinct from "o"."_to" and "o"."_beforerole" is not distinct from "o"."role" then 0 else 1 end) over (partition by "o"."_from" order by "o"."_begun" rows unbounded preceding) as "_part"
from (select
  "i"."_from" as "_from",
  "i"."_to" as "_to",
  "i"."role" as "role",
  "i"."_begun" as "_begun",
  "i"."since" as "since",
  "i"."last_seen_at" as "last_seen_at",
  "i"."_ended" as "_ended",
  lag("i"."_begun") over (partition by "i"."_from" order by "i"."_begun") as "_had",
  lag("i"."_ended") over (partition by "i"."_from" order by "i"."_begun") as "_had_ended",
  lead("i"."since") over (partition by "i"."_from" order by "i"."_begun") as "_next_since",
  lag("i"."_to") over (partition by "i"."_from" order by "i"."_begun") as "_before_to",
  lag("i"."role") over (partition by "i"."_from" order by "i"."_begun") as "_beforerole",
  lead("i"."_to") over (partition by "i"."_from" order by "i"."_begun") as "_next_to",
  lead("i"."role") over (partition by "i"."_from" order by "i"."_begun") as "_nextrole"
from (select
  "b"."_from" as "_from",
  "b"."_to" as "_to",
  "b"."role" as "role",
  "b"."_begun" as "_begun",
  min(case when not "b"."_ends" then "b"."occurred_at" end) as "since",
  max(case when not "b"."_ends" and "b"."occurred_at" <= :horizon + 1 * interval '1 day' then "b"."occurred_at" end) as "last_seen_at",
  min(case when "b"."_ends" and "b"."_said_to" is not distinct from "b"."_to" and "b"."_saidrole" is not distinct from "b"."role" then "b"."occurred_at" end) as "_ended"
from (select
  "n"."_from" as "_from",
  "n"."occurred_at" as "occurred_at",
  "n"."_ends" as "_ends",
  "n"."_begun" as "_begun",
  max(case when not "n"."_ends" then "n"."_to" end) over (partition by "n"."_from", "n"."_begun") as "_to",
  max(case when not "n"."_ends" then "n"."role" end) over (partition by "n"."_from", "n"."_begun") as "role",
  "n"."_to" as "_said_to",
  "n"."role" as "_saidrole"
from (select
  "c"."_from" as "_from",
  "c"."_to" as "_to",
  "c"."role" as "role",
  "c"."occurred_at" as "occurred_at",
  "c"."_ends" as "_ends",
  sum(case when "c"."_ends" then 0 else 1 end) over (partition by "c"."_from" order by "c"."occurred_at", "c"."_event", "c"."event_id" desc, "c"."_claim", coalesce("c"."from_mention_id", ''), coalesce("c"."to_mention_id", '') rows unbounded preceding) as "_begun"
from ((select
  "c"."_from" as "_from",
  "c"."_to" as "_to",
  "c"."role" as "role",
  "c"."_ends" as "_ends",
  "c"."occurred_at" as "occurred_at",
  2 as "_event",
  "c"."event_id" as "event_id",
  0 as "_claim",
  "c"."from_mention_id" as "from_mention_id",
  "c"."to_mention_id" as "to_mention_id"
from (select
  "f"."event_id" as "event_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest_company')) || ':' || 'guest_company', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('team')) || ':' || 'team', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  nullif('guest company', 'guest_of') as "role",
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
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "f"
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
where "f"."_site" = 1144113361 and "t"."_site" = 1072988536
offset 0) as "c")
union all
(select
  "b"."_from" as "_from",
  "b"."_to" as "_to",
  "b"."role" as "role",
  "e"."_ends" as "_ends",
  "e"."occurred_at" as "occurred_at",
  "e"."_event" as "_event",
  "e"."event_id" as "event_id",
  "e"."_claim" as "_claim",
  "e"."from_mention_id" as "from_mention_id",
  "e"."to_mention_id" as "to_mention_id"
from (select
  "r"."_from" as "_from",
  "r"."_to" as "_to",
  "r"."role" as "role",
  "r"."_ends" as "_ends",
  "r"."occurred_at" as "occurred_at",
  "r"."_event" as "_event",
  "r"."event_id" as "event_id",
  "r"."_claim" as "_claim",
  "r"."from_mention_id" as "from_mention_id",
  "r"."to_mention_id" as "to_mention_id",
  sum(case when "r"."_ends" then 1 else 0 end) over (partition by "r"."_to" order by "r"."occurred_at" desc, "r"."_event" desc, "r"."event_id", "r"."_claim" desc, coalesce("r"."from_mention_id", '') desc, coalesce("r"."to_mention_id", '') desc rows unbounded preceding) as "_left"
from ((select
  "c"."_from" as "_from",
  "c"."_to" as "_to",
  "c"."role" as "role",
  "c"."_ends" as "_ends",
  "c"."occurred_at" as "occurred_at",
  2 as "_event",
  "c"."event_id" as "event_id",
  0 as "_claim",
  "c"."from_mention_id" as "from_mention_id",
  "c"."to_mention_id" as "to_mention_id"
from (select
  "f"."event_id" as "event_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest_company')) || ':' || 'guest_company', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('team')) || ':' || 'team', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  nullif('guest company', 'guest_of') as "role",
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
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "f"
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
where "f"."_site" = 1144113361 and "t"."_site" = 1072988536
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
  1 as "_claim",
  "c"."from_mention_id" as "from_mention_id",
  "c"."to_mention_id" as "to_mention_id"
from (select
  "t"."event_id" as "event_id",
  cast(null as varchar) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('subscriber')) || ':' || 'subscriber', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  cast(null as bigint) as "_from",
  "t"."_entity" as "_to",
  cast(null as varchar) as "role",
  "t"."occurred_at" as "occurred_at",
  true as "_ends"
from (select
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
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "t"
where "t"."_site" = 1286283247
offset 0) as "c")) as "r"
offset 0) as "b"
join (select
  "r"."_from" as "_from",
  "r"."_to" as "_to",
  "r"."role" as "role",
  "r"."_ends" as "_ends",
  "r"."occurred_at" as "occurred_at",
  "r"."_event" as "_event",
  "r"."event_id" as "event_id",
  "r"."_claim" as "_claim",
  "r"."from_mention_id" as "from_mention_id",
  "r"."to_mention_id" as "to_mention_id",
  sum(case when "r"."_ends" then 1 else 0 end) over (partition by "r"."_to" order by "r"."occurred_at" desc, "r"."_event" desc, "r"."event_id", "r"."_claim" desc, coalesce("r"."from_mention_id", '') desc, coalesce("r"."to_mention_id", '') desc rows unbounded preceding) as "_left"
from ((select
  "c"."_from" as "_from",
  "c"."_to" as "_to",
  "c"."role" as "role",
  "c"."_ends" as "_ends",
  "c"."occurred_at" as "occurred_at",
  2 as "_event",
  "c"."event_id" as "event_id",
  0 as "_claim",
  "c"."from_mention_id" as "from_mention_id",
  "c"."to_mention_id" as "to_mention_id"
from (select
  "f"."event_id" as "event_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest_company')) || ':' || 'guest_company', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('team')) || ':' || 'team', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  nullif('guest company', 'guest_of') as "role",
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
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "f"
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
where "f"."_site" = 1144113361 and "t"."_site" = 1072988536
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
  1 as "_claim",
  "c"."from_mention_id" as "from_mention_id",
  "c"."to_mention_id" as "to_mention_id"
from (select
  "t"."event_id" as "event_id",
  cast(null as varchar) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('subscriber')) || ':' || 'subscriber', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  cast(null as bigint) as "_from",
  "t"."_entity" as "_to",
  cast(null as varchar) as "role",
  "t"."occurred_at" as "occurred_at",
  true as "_ends"
from (select
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
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "t"
where "t"."_site" = 1286283247
offset 0) as "c")) as "r"
offset 0) as "e" on "b"."_to" = "e"."_to" and "b"."_left" = "e"."_left"
where not "b"."_ends" and "e"."_ends")) as "c"
where "c"."occurred_at" <= :horizon + 1 * interval '1 day'
offset 0) as "n"
where "n"."_begun" > 0
offset 0) as "b"
group by "b"."_from", "b"."_to", "b"."role", "b"."_begun"
offset 0) as "i"
offset 0) as "o"
offset 0) as "p"
group by "p"."_from", "p"."_to", "p"."role", "p"."_part"
offset 0) as "g"
offset 0) as "u"
where ("u"."until" is null or "u"."until" > "u"."since")
offset 0) as "r"
join "nexus_identity"."group_entities__next" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."group_entities__next" as "t" on "t"."_entity" = "r"."_to") as "r"
where "r"."_from" <> "r"."_to")) as q;

-- write gather statistics
analyze "nexus"."relationships__next";
