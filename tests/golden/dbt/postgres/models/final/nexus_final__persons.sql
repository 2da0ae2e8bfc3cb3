{{ config(alias='persons', indexes=[{'columns': ['id']}], post_hook=['analyze {{ this }}']) }}
{% do nexus_begin(['table']) %}

-- One row a person.
select
  cast("q"."id" as text) collate "C" as "id",
  cast("q"."email" as text) collate "C" as "email",
  cast("q"."phone" as text) collate "C" as "phone",
  cast("q"."customer_id" as text) collate "C" as "customer_id",
  cast("q"."user_id" as text) collate "C" as "user_id",
  cast("q"."card" as text) collate "C" as "card",
  cast("q"."device" as text) collate "C" as "device",
  cast("q"."name" as text) collate "C" as "name",
  cast("q"."spent" as double precision) as "spent",
  cast("q"."newsletter" as boolean) as "newsletter",
  cast("q"."birthday" as timestamp) as "birthday",
  cast("q"."address" as varchar) collate "C" as "address",
  cast("q"."is_identified" as boolean) as "is_identified",
  cast("q"."first_seen_at" as timestamp) as "first_seen_at",
  cast("q"."last_seen_at" as timestamp) as "last_seen_at",
  cast("q"."event_count" as bigint) as "event_count",
  cast("q"."_entity" as bigint) as "_entity"
from (
select
  "e"."id" as "id",
  case when "s"."email" ~ '[<>:"''`()\[\],;\u0001­؜​-‏‪-‮⁠-⁯﻿]' then regexp_replace(regexp_replace("s"."email", '^(?:[^<>]*<)?(?:[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`<(\[]|[mM][aA][iI][lL][tT][oO]:)*', '', 'g'), '[?][^@]*$|[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`>)\].,;]+$|[\u0001­؜​-‏‪-‮⁠-⁯﻿]+', '', 'g') else "s"."email" end as "email",
  "s"."phone" as "phone",
  "s"."customer_id" as "customer_id",
  "s"."user_id" as "user_id",
  "s"."card" as "card",
  "s"."device" as "device",
  "s"."name" as "name",
  "{{ nexus_schema('nexus_meta') }}"."try_number"("s"."spent") as "spent",
  "{{ nexus_schema('nexus_meta') }}"."try_boolean"("s"."newsletter") as "newsletter",
  "{{ nexus_schema('nexus_meta') }}"."try_timestamp"("s"."birthday") as "birthday",
  "{{ nexus_schema('nexus_meta') }}"."json_of"("s"."address") as "address",
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
group by "e"."_entity"
offset 0) as "n" on "n"."_entity" = "e"."_entity"
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
  "{{ nexus_schema('nexus_meta') }}"."moment"(substr(min("i"."first_order"), 1, 18)::bigint - 2208988800000000) as "first_seen_at",
  "{{ nexus_schema('nexus_meta') }}"."moment"(substr(max("i"."last_order"), 1, 18)::bigint - 2208988800000000) as "last_seen_at",
  btrim((array_agg(case when "i"."what" = 'email' then "i"."said" end order by case when "i"."what" = 'email' then "i"."at" end desc) filter (where case when "i"."what" = 'email' then "i"."said" end is not null and case when "i"."what" = 'email' then "i"."at" end is not null))[1], '                　') as "email",
  btrim((array_agg(case when "i"."what" = 'phone' then "i"."said" end order by case when "i"."what" = 'phone' then "i"."at" end desc) filter (where case when "i"."what" = 'phone' then "i"."said" end is not null and case when "i"."what" = 'phone' then "i"."at" end is not null))[1], '                　') as "phone",
  btrim((array_agg(case when "i"."what" = 'customer_id' then "i"."said" end order by case when "i"."what" = 'customer_id' then "i"."at" end desc) filter (where case when "i"."what" = 'customer_id' then "i"."said" end is not null and case when "i"."what" = 'customer_id' then "i"."at" end is not null))[1], '                　') as "customer_id",
  btrim((array_agg(case when "i"."what" = 'user_id' then "i"."said" end order by case when "i"."what" = 'user_id' then "i"."at" end desc) filter (where case when "i"."what" = 'user_id' then "i"."said" end is not null and case when "i"."what" = 'user_id' then "i"."at" end is not null))[1], '                　') as "user_id",
  btrim((array_agg(case when "i"."what" = 'card' then "i"."said" end order by case when "i"."what" = 'card' then "i"."at" end desc) filter (where case when "i"."what" = 'card' then "i"."said" end is not null and case when "i"."what" = 'card' then "i"."at" end is not null))[1], '                　') as "card",
  btrim((array_agg(case when "i"."what" = 'device' then "i"."said" end order by case when "i"."what" = 'device' then "i"."at" end desc) filter (where case when "i"."what" = 'device' then "i"."said" end is not null and case when "i"."what" = 'device' then "i"."at" end is not null))[1], '                　') as "device"
from (select
  "a"."_entity" as "_entity",
  "d"."identifier_type" as "what",
  "d"."raw_value" as "said",
  coalesce("s"."last_order", '-' || "s"."first_order") as "at",
  "s"."first_order" as "first_order",
  "s"."last_order" as "last_order"
from {{ ref('nexus_identity__person_assignment') }} as "a"
join {{ ref('nexus_identity__person_dictionary') }} as "d" on "d"."_value" = "a"."_value"
join {{ ref('nexus_identity__person_sightings') }} as "s" on "s"."_value" = "a"."_value"
offset 0) as "i"
group by "i"."_entity"
offset 0) as "s"
left join (select
  "v"."_entity" as "_entity",
  (array_agg(case when "v"."what" = 'name' then "v"."said" end order by case when "v"."what" = 'name' then "v"."at" end desc) filter (where case when "v"."what" = 'name' then "v"."said" end is not null and case when "v"."what" = 'name' then "v"."at" end is not null))[1] as "name",
  (array_agg(case when "v"."what" = 'spent' then "v"."said" end order by case when "v"."what" = 'spent' then "v"."at" end desc) filter (where case when "v"."what" = 'spent' then "v"."said" end is not null and case when "v"."what" = 'spent' then "v"."at" end is not null))[1] as "spent",
  (array_agg(case when "v"."what" = 'newsletter' then "v"."said" end order by case when "v"."what" = 'newsletter' then "v"."at" end desc) filter (where case when "v"."what" = 'newsletter' then "v"."said" end is not null and case when "v"."what" = 'newsletter' then "v"."at" end is not null))[1] as "newsletter",
  (array_agg(case when "v"."what" = 'birthday' then "v"."said" end order by case when "v"."what" = 'birthday' then "v"."at" end desc) filter (where case when "v"."what" = 'birthday' then "v"."said" end is not null and case when "v"."what" = 'birthday' then "v"."at" end is not null))[1] as "birthday",
  (array_agg(case when "v"."what" = 'address' then "v"."said" end order by case when "v"."what" = 'address' then "v"."at" end desc) filter (where case when "v"."what" = 'address' then "v"."said" end is not null and case when "v"."what" = 'address' then "v"."at" end is not null))[1] as "address"
from (select
  "t"."_entity" as "_entity",
  "t"."trait_name" as "what",
  "t"."trait_value" as "said",
  "t"."last_order" as "at"
from {{ ref('nexus_identity__person_trait_values') }} as "t") as "v"
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
group by "p"."_entity"
offset 0) as "c" on "c"."_entity" = "e"."_entity"
where "e"."_heir" = "e"."_entity"
) as q
