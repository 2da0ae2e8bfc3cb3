{{ config(alias='group_dictionary', post_hook=['analyze {{ this }}']) }}
{% do nexus_begin(['table']) %}

-- One row a raw value that ever identified a group, with its number.
select
  cast("q"."_value" as bigint) as "_value",
  cast("q"."identifier_type" as text) collate "C" as "identifier_type",
  cast("q"."raw_value" as text) collate "C" as "raw_value"
from (
(select
  "k"."_value" as "_value",
  "k"."identifier_type" as "identifier_type",
  "k"."raw_value" as "raw_value"
from (select
  cast(null as bigint) as "_value",
  cast(null as text) as "identifier_type",
  cast(null as text) as "raw_value"
where false) as "k")
union all
(select
  (select
  coalesce(max("t"."_value"), -1) as "last"
from (select
  cast(null as bigint) as "_value",
  cast(null as text) as "identifier_type",
  cast(null as text) as "raw_value"
where false) as "t") + row_number() over () as "_value",
  "f"."identifier_type" as "identifier_type",
  "f"."raw_value" as "raw_value"
from (select
  "s"."identifier_type" as "identifier_type",
  "s"."raw_value" as "raw_value"
from ((select distinct
  'domain' as "identifier_type",
  "a"."raw_value" as "raw_value"
from ((select
  "m"."domain" as "raw_value"
from (select
  "k"."event_id" as "event_id",
  'employer' as "_mention",
  0 as "_element",
  0 as "_position",
  'employer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."employer__domain" as "domain",
  cast(null as text) as "team_id",
  "k"."employer__name" as "name",
  cast(null as double precision) as "seats"
from {{ ref('nexus_source__kettle__customer_changed__events') }} as "k"
where "k"."employer__domain" is not null
offset 0) as "m"
where "m"."domain" is not null)
union all
(select
  "m"."domain" as "raw_value"
from (select
  "k"."event_id" as "event_id",
  'team' as "_mention",
  0 as "_element",
  0 as "_position",
  'team' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."team__domain" as "domain",
  "k"."team__team_id" as "team_id",
  "k"."team__name" as "name",
  cast(null as double precision) as "seats"
from {{ ref('nexus_source__steep__tea_brewed__events') }} as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null
offset 0) as "m"
where "m"."domain" is not null)
union all
(select
  "m"."domain" as "raw_value"
from (select
  "k"."event_id" as "event_id",
  'guest_company' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  'guest company' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."guest_company__domain" as "domain",
  cast(null as text) as "team_id",
  cast(null as text) as "name",
  cast(null as double precision) as "seats"
from {{ ref('nexus_source__steep__tea_brewed__guests') }} as "k"
where "k"."guest_company__domain" is not null
offset 0) as "m"
where "m"."domain" is not null)) as "a")
union all
(select distinct
  'team_id' as "identifier_type",
  "a"."raw_value" as "raw_value"
from ((select
  "m"."team_id" as "raw_value"
from (select
  "k"."event_id" as "event_id",
  'team' as "_mention",
  0 as "_element",
  0 as "_position",
  'team' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."team__domain" as "domain",
  "k"."team__team_id" as "team_id",
  "k"."team__name" as "name",
  cast(null as double precision) as "seats"
from {{ ref('nexus_source__steep__tea_brewed__events') }} as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null
offset 0) as "m"
where "m"."team_id" is not null)
union all
(select
  "m"."team_id" as "raw_value"
from (select
  "k"."event_id" as "event_id",
  'subscriber' as "_mention",
  0 as "_element",
  0 as "_position",
  'subscriber' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as text) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as text) as "name",
  "k"."subscriber__seats" as "seats"
from {{ ref('nexus_source__steep__plan_changed') }} as "k"
where "k"."subscriber__team_id" is not null
offset 0) as "m"
where "m"."team_id" is not null)) as "a")) as "s"
where not exists (select 1 from (select
  cast(null as bigint) as "_value",
  cast(null as text) as "identifier_type",
  cast(null as text) as "raw_value"
where false) as "k" where k.identifier_type = "s"."identifier_type" and k.raw_value = "s"."raw_value")) as "f")
) as q
