-- build final.persons
-- One row a person.
-- reads identity.person_entities, identity.person_evidence_entities, identity.person_assignment, identity.person_dictionary, identity.person_sightings, identity.person_trait_values, identity.person_same, core.person_mentions, identity.person_normalized, identity.person_quarantined, identity.person_settled, final.person_participants
-- writes final.persons

-- write build
create table "nexus"."persons__next" as
select cast("q"."id" as text) collate "C" as "id", cast("q"."email" as text) collate "C" as "email", cast("q"."customer_id" as text) collate "C" as "customer_id", cast("q"."device" as text) collate "C" as "device", cast("q"."name" as text) collate "C" as "name", cast("q"."is_identified" as boolean) as "is_identified", cast("q"."first_seen_at" as timestamp) as "first_seen_at", cast("q"."last_seen_at" as timestamp) as "last_seen_at", cast("q"."event_count" as bigint) as "event_count", cast("q"."_entity" as bigint) as "_entity" from (select
  "e"."id" as "id",
  case when "s"."email" ~ '[<>:"''`()\[\],;\u0001­؜​-‏‪-‮⁠-⁯﻿]' then regexp_replace(regexp_replace("s"."email", '^(?:[^<>]*<)?(?:[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`<(\[]|[mM][aA][iI][lL][tT][oO]:)*', '', 'g'), '[?][^@]*$|[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`>)\].,;]+$|[\u0001­؜​-‏‪-‮⁠-⁯﻿]+', '', 'g') else "s"."email" end as "email",
  "s"."customer_id" as "customer_id",
  "s"."device" as "device",
  "s"."name" as "name",
  ("s"."email" is not null or "s"."customer_id" is not null) and "h"."_entity" is null as "is_identified",
  "s"."first_seen_at" as "first_seen_at",
  "s"."last_seen_at" as "last_seen_at",
  coalesce("c"."event_count", 0) as "event_count",
  "e"."_entity" as "_entity"
from "nexus_identity"."person_entities__next" as "e"
left join (select
  "e"."_entity" as "_entity",
  cast(sum("e"."mentions") as bigint) as "mentions"
from "nexus_identity"."person_evidence_entities__next" as "e"
group by "e"."_entity"
offset 0) as "n" on "n"."_entity" = "e"."_entity"
join (select
  "s"."_entity" as "_entity",
  "s"."first_seen_at" as "first_seen_at",
  "s"."last_seen_at" as "last_seen_at",
  "s"."email" as "email",
  "s"."customer_id" as "customer_id",
  "s"."device" as "device",
  "t"."name" as "name"
from (select
  "i"."_entity" as "_entity",
  "nexus_meta"."moment"(substr(min("i"."first_order"), 1, 18)::bigint - 2208988800000000) as "first_seen_at",
  "nexus_meta"."moment"(substr(max("i"."last_order"), 1, 18)::bigint - 2208988800000000) as "last_seen_at",
  btrim(max(case when "i"."what" = 'email' and "i"."place" = 1 then "i"."said" end), '                　') as "email",
  btrim(max(case when "i"."what" = 'customer_id' and "i"."place" = 1 then "i"."said" end), '                　') as "customer_id",
  btrim((array_agg(case when "i"."what" = 'device' then "i"."said" end order by case when "i"."what" = 'device' then "i"."at" end desc) filter (where case when "i"."what" = 'device' then "i"."said" end is not null and case when "i"."what" = 'device' then "i"."at" end is not null))[1], '                　') as "device"
from (select
  "i"."_entity" as "_entity",
  "i"."what" as "what",
  "i"."said" as "said",
  "i"."at" as "at",
  "i"."first_order" as "first_order",
  "i"."last_order" as "last_order",
  case "i"."what" when 'email' then row_number() over (partition by "i"."_entity", "i"."what" order by "i"."mentions" desc, "i"."first_order", "i"."at" desc nulls last, "i"."said" collate "C") when 'customer_id' then row_number() over (partition by "i"."_entity", "i"."what" order by "b"."source_rank" nulls last, "b"."source_last" desc nulls last, "i"."at" desc nulls last, "i"."said" collate "C") else row_number() over (partition by "i"."_entity", "i"."what" order by "i"."at" desc) end as "place"
from (select
  "a"."_entity" as "_entity",
  "d"."identifier_type" as "what",
  "d"."raw_value" as "said",
  coalesce("s"."last_order", '-' || "s"."first_order") as "at",
  "s"."first_order" as "first_order",
  "s"."last_order" as "last_order",
  sum("s"."mentions") over (partition by "a"."_entity", coalesce(o._node, "a"."_value")) as "mentions",
  "a"."_value" as "_value"
from "nexus_identity"."person_assignment__next" as "a"
join "nexus_identity"."person_dictionary__next" as "d" on "d"."_value" = "a"."_value"
join "nexus_identity"."person_sightings__next" as "s" on "s"."_value" = "a"."_value"
left join "nexus_identity"."person_same__next" as "o" on "o"."_value" = "a"."_value"
offset 0) as "i"
left join (select
  "m"."_v_customer_id" as "_value",
  min(case 'shop' when 'shop' then 0 else 1 end) as "source_rank",
  (array_agg("m"."_order" order by -(case 'shop' when 'shop' then 0 else 1 end) desc, "m"."_order" desc) filter (where "m"."_order" is not null))[1] as "source_last"
from "nexus_core"."person_mentions__next" as "m"
where "m"."_v_customer_id" is not null and "m"."occurred_at" <= :horizon + 1 * interval '1 day'
group by "m"."_v_customer_id"
offset 0) as "b" on "b"."_value" = "i"."_value"
offset 0) as "i"
group by "i"."_entity"
offset 0) as "s"
left join (select
  "v"."_entity" as "_entity",
  max(case when "v"."what" = 'name' and "v"."place" = 1 then "v"."said" end) as "name"
from (select
  "t"."_entity" as "_entity",
  "t"."trait_name" as "what",
  "t"."trait_value" as "said",
  "t"."last_order" as "at",
  case "t"."trait_name" when 'name' then row_number() over (partition by "t"."_entity", "t"."trait_name" order by "t"."source_rank" nulls last, length(btrim("t"."trait_value", '                　')) desc, "t"."source_last" desc nulls last, "t"."last_order" desc nulls last, "t"."trait_value" collate "C") else row_number() over (partition by "t"."_entity", "t"."trait_name" order by "t"."last_order" desc) end as "place"
from "nexus_identity"."person_trait_values__next" as "t"
offset 0) as "v"
group by "v"."_entity"
offset 0) as "t" on "t"."_entity" = "s"."_entity") as "s" on "s"."_entity" = "e"."_entity"
left join (select distinct
  "a"."_entity" as "_entity"
from (select
  "h"."_value" as "_value",
  "h"."held" as "held",
  "h"."rule" as "rule"
from ((select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."person_normalized__next" as "d"
where "d"."blocked" is not null)
union all
(select
  "q"."_value" as "_value",
  'quarantined' as "held",
  "q"."rule" as "rule"
from "nexus_identity"."person_quarantined__next" as "q")
union all
(select
  "s"."_value" as "_value",
  'shared' as "held",
  "s"."rule" as "rule"
from "nexus_identity"."person_settled__next" as "s"
where "s"."rule" is not null)) as "h") as "d"
join "nexus_identity"."person_assignment__next" as "a" on "a"."_value" = "d"."_value"
where "d"."held" = 'shared') as "h" on "h"."_entity" = "e"."_entity"
left join (select
  "p"."_entity" as "_entity",
  count(distinct "p"."event_id") as "event_count"
from "nexus"."person_participants__next" as "p"
group by "p"."_entity"
offset 0) as "c" on "c"."_entity" = "e"."_entity"
where "e"."_heir" = "e"."_entity") as q;

-- write gather statistics
analyze "nexus"."persons__next";
