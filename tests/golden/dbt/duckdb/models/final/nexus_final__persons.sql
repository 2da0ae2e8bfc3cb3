{{ config(alias='persons') }}
{% do nexus_begin(['table']) %}

-- One row a person.
select
  cast("q"."id" as varchar) as "id",
  cast("q"."email" as varchar) as "email",
  cast("q"."phone" as varchar) as "phone",
  cast("q"."customer_id" as varchar) as "customer_id",
  cast("q"."user_id" as varchar) as "user_id",
  cast("q"."card" as varchar) as "card",
  cast("q"."device" as varchar) as "device",
  cast("q"."name" as varchar) as "name",
  cast("q"."spent" as double) as "spent",
  cast("q"."newsletter" as boolean) as "newsletter",
  cast("q"."birthday" as timestamp) as "birthday",
  cast("q"."address" as json) as "address",
  cast("q"."is_identified" as boolean) as "is_identified",
  cast("q"."first_seen_at" as timestamp) as "first_seen_at",
  cast("q"."last_seen_at" as timestamp) as "last_seen_at",
  cast("q"."event_count" as bigint) as "event_count",
  cast("q"."_entity" as bigint) as "_entity"
from (
select
  "e"."id" as "id",
  case when regexp_matches("s"."email", '[<>:"''`()\[\],;\x00­؜​-‏‪-‮⁠-⁯﻿]') then regexp_replace("s"."email", '^(?:[^<>]*<)?(?:[\x00-\x20\x7f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`<([]|[mM][aA][iI][lL][tT][oO]:)*|[?][^@]*$|[\x00-\x20\x7f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`>)\].,;]+$|[\x00­؜​-‏‪-‮⁠-⁯﻿]+', '', 'g') else "s"."email" end as "email",
  "s"."phone" as "phone",
  "s"."customer_id" as "customer_id",
  "s"."user_id" as "user_id",
  "s"."card" as "card",
  "s"."device" as "device",
  "s"."name" as "name",
  try_cast("s"."spent" as double) as "spent",
  try_cast("s"."newsletter" as boolean) as "newsletter",
  try_cast("s"."birthday" as timestamp) as "birthday",
  try_cast("s"."address" as json) as "address",
  ("s"."email" is not null or "s"."phone" is not null or "s"."customer_id" is not null or "s"."user_id" is not null or "s"."card" is not null) and "h"."_entity" is null as "is_identified",
  "s"."first_seen_at" as "first_seen_at",
  "s"."last_seen_at" as "last_seen_at",
  coalesce("c"."event_count", 0) as "event_count",
  "e"."_entity" as "_entity"
from {{ ref('nexus_identity__person_entities') }} as "e"
left join (select
  "e"."_entity" as "_entity",
  cast(sum("e"."mentions") as bigint) as "mentions"
from {{ ref('nexus_identity__person_evidence_entities') }} as "e"
group by "e"."_entity") as "n" on "n"."_entity" = "e"."_entity"
join (select
  "s"."_entity" as "_entity",
  "s"."first_seen_at" as "first_seen_at",
  "s"."last_seen_at" as "last_seen_at",
  "s"."email" as "email",
  "s"."phone" as "phone",
  "s"."customer_id" as "customer_id",
  "s"."user_id" as "user_id",
  "s"."card" as "card",
  "s"."device" as "device",
  "t"."name" as "name",
  "t"."spent" as "spent",
  "t"."newsletter" as "newsletter",
  "t"."birthday" as "birthday",
  "t"."address" as "address"
from (select
  "i"."_entity" as "_entity",
  make_timestamp((min("i"."first_order") >> 68)::bigint - 2208988800000000) as "first_seen_at",
  make_timestamp((max("i"."last_order") >> 68)::bigint - 2208988800000000) as "last_seen_at",
  trim(arg_max(case when "i"."what" = 'email' then "i"."said" end, case when "i"."what" = 'email' then "i"."at" end)) as "email",
  trim(arg_max(case when "i"."what" = 'phone' then "i"."said" end, case when "i"."what" = 'phone' then "i"."at" end)) as "phone",
  trim(arg_max(case when "i"."what" = 'customer_id' then "i"."said" end, case when "i"."what" = 'customer_id' then "i"."at" end)) as "customer_id",
  trim(arg_max(case when "i"."what" = 'user_id' then "i"."said" end, case when "i"."what" = 'user_id' then "i"."at" end)) as "user_id",
  trim(arg_max(case when "i"."what" = 'card' then "i"."said" end, case when "i"."what" = 'card' then "i"."at" end)) as "card",
  trim(arg_max(case when "i"."what" = 'device' then "i"."said" end, case when "i"."what" = 'device' then "i"."at" end)) as "device"
from (select
  "a"."_entity" as "_entity",
  "d"."identifier_type" as "what",
  "d"."raw_value" as "said",
  coalesce("s"."last_order", "s"."first_order" - 85070591730234615865843651857942052864) as "at",
  "s"."first_order" as "first_order",
  "s"."last_order" as "last_order"
from {{ ref('nexus_identity__person_assignment') }} as "a"
join {{ ref('nexus_identity__person_dictionary') }} as "d" on "d"."_value" = "a"."_value"
join {{ ref('nexus_identity__person_sightings') }} as "s" on "s"."_value" = "a"."_value") as "i"
group by "i"."_entity") as "s"
left join (select
  "v"."_entity" as "_entity",
  arg_max(case when "v"."what" = 'name' then "v"."said" end, case when "v"."what" = 'name' then "v"."at" end) as "name",
  arg_max(case when "v"."what" = 'spent' then "v"."said" end, case when "v"."what" = 'spent' then "v"."at" end) as "spent",
  arg_max(case when "v"."what" = 'newsletter' then "v"."said" end, case when "v"."what" = 'newsletter' then "v"."at" end) as "newsletter",
  arg_max(case when "v"."what" = 'birthday' then "v"."said" end, case when "v"."what" = 'birthday' then "v"."at" end) as "birthday",
  arg_max(case when "v"."what" = 'address' then "v"."said" end, case when "v"."what" = 'address' then "v"."at" end) as "address"
from (select
  "t"."_entity" as "_entity",
  "t"."trait_name" as "what",
  "t"."trait_value" as "said",
  "t"."last_order" as "at"
from {{ ref('nexus_identity__person_trait_values') }} as "t") as "v"
group by "v"."_entity") as "t" on "t"."_entity" = "s"."_entity") as "s" on "s"."_entity" = "e"."_entity"
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
from {{ ref('nexus_identity__person_normalized') }} as "d"
where "d"."blocked" is not null)
union all
(select
  "q"."_value" as "_value",
  'quarantined' as "held",
  "q"."rule" as "rule"
from {{ ref('nexus_identity__person_quarantined') }} as "q")
union all
(select
  "s"."_value" as "_value",
  'shared' as "held",
  "s"."rule" as "rule"
from {{ ref('nexus_identity__person_settled') }} as "s"
where "s"."rule" is not null)) as "h") as "d"
join {{ ref('nexus_identity__person_assignment') }} as "a" on "a"."_value" = "d"."_value"
where "d"."held" = 'shared') as "h" on "h"."_entity" = "e"."_entity"
left join (select
  "p"."_entity" as "_entity",
  count(distinct "p"."event_id") as "event_count"
from {{ ref('nexus_final__person_participants') }} as "p"
group by "p"."_entity") as "c" on "c"."_entity" = "e"."_entity"
where "e"."_heir" = "e"."_entity"
) as q
