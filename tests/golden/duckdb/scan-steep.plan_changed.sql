-- scan steep.plan_changed
-- reads raw.plans
-- writes source.steep__plan_changed, source.steep__plan_changed__set_aside

-- write create
create table if not exists "nexus_source"."steep__plan_changed__next" ("event_id" varchar using compression uncompressed, "natural_id" varchar using compression uncompressed, "account" varchar, "occurred_at" timestamp, "plan" varchar, "seats" varchar, "payer__email" varchar using compression uncompressed, "subscriber__team_id" varchar using compression uncompressed, "subscriber__seats" double, "plan__order_id" varchar using compression uncompressed, "plan__sku" varchar, "_ingested_at" timestamp, "_unusable" varchar, "_unreadable" varchar);

-- write scan
insert into "nexus_source"."steep__plan_changed__next" ("event_id", "natural_id", "account", "occurred_at", "plan", "seats", "payer__email", "subscriber__team_id", "subscriber__seats", "plan__order_id", "plan__sku", "_ingested_at", "_unusable", "_unreadable")
select
  'evt_' || md5('5:steep' || coalesce(cast(length(nullif("r"."workspace", '')) as varchar) || ':' || nullif("r"."workspace", ''), '-') || '12:plan_changed' || coalesce(cast(length(nullif("r"."id", '')) as varchar) || ':' || nullif("r"."id", ''), '-')) as "event_id",
  nullif("r"."id", '') as "natural_id",
  nullif("r"."workspace", '') as "account",
  try_cast(make_timestamp(cast(cast(try_cast(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end as decimal(18, 6)) as decimal(28, 6)) * 1000000 as bigint)) as timestamp) as "occurred_at",
  "r"."plan" as "plan",
  "r"."seats" as "seats",
  nullif("r"."payer", '') as "payer__email",
  nullif("r"."team_id", '') as "subscriber__team_id",
  case when isfinite(try_cast(nullif(trim("r"."seats"), '') as double)) then try_cast(nullif(trim("r"."seats"), '') as double) end as "subscriber__seats",
  nullif("r"."id", '') as "plan__order_id",
  "r"."plan" as "plan__sku",
  "r"."synced_at" as "_ingested_at",
  coalesce(case when nullif("r"."id", '') is null then 'the id is null' end, case when try_cast(make_timestamp(cast(cast(try_cast(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end as decimal(18, 6)) as decimal(28, 6)) * 1000000 as bigint)) as timestamp) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(trim(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end), '') is null then 'occurred_at is null' when try_cast(make_timestamp(cast(cast(try_cast(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end as decimal(18, 6)) as decimal(28, 6)) * 1000000 as bigint)) as timestamp) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when try_cast(make_timestamp(cast(cast(try_cast(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end as decimal(18, 6)) as decimal(28, 6)) * 1000000 as bigint)) as timestamp) is null or not isfinite(try_cast(make_timestamp(cast(cast(try_cast(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end as decimal(18, 6)) as decimal(28, 6)) * 1000000 as bigint)) as timestamp)) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end, case when nullif(trim("r"."seats"), '') is not null and case when isfinite(try_cast(nullif(trim("r"."seats"), '') as double)) then try_cast(nullif(trim("r"."seats"), '') as double) end is null then 'subscriber.seats is not a number' end) as "_unusable",
  case when nullif(trim("r"."seats"), '') is not null and case when isfinite(try_cast(nullif(trim("r"."seats"), '') as double)) then try_cast(nullif(trim("r"."seats"), '') as double) end is null then 'subscriber.seats is not a number' end as "_unreadable"
from "raw"."plans" as "r";

-- count unusable
select count(*) from "nexus_source"."steep__plan_changed__next" where _unusable is not null;

-- count unreadable
select count(*) from "nexus_source"."steep__plan_changed__next" where _unreadable is not null and _unusable is null;

-- write set aside table
create table if not exists "nexus_source"."steep__plan_changed__set_aside__next" ("source" varchar, "event" varchar, "reason" varchar, "row" varchar);

-- write set aside, when unusable
insert into "nexus_source"."steep__plan_changed__set_aside__next" ("source", "event", "reason", "row")
select
  'steep' as "source",
  'plan_changed' as "event",
  coalesce(case when nullif("r"."id", '') is null then 'the id is null' end, case when try_cast(make_timestamp(cast(cast(try_cast(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end as decimal(18, 6)) as decimal(28, 6)) * 1000000 as bigint)) as timestamp) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(trim(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end), '') is null then 'occurred_at is null' when try_cast(make_timestamp(cast(cast(try_cast(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end as decimal(18, 6)) as decimal(28, 6)) * 1000000 as bigint)) as timestamp) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when try_cast(make_timestamp(cast(cast(try_cast(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end as decimal(18, 6)) as decimal(28, 6)) * 1000000 as bigint)) as timestamp) is null or not isfinite(try_cast(make_timestamp(cast(cast(try_cast(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end as decimal(18, 6)) as decimal(28, 6)) * 1000000 as bigint)) as timestamp)) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end, case when nullif(trim("r"."seats"), '') is not null and case when isfinite(try_cast(nullif(trim("r"."seats"), '') as double)) then try_cast(nullif(trim("r"."seats"), '') as double) end is null then 'subscriber.seats is not a number' end) as "reason",
  cast(to_json("r") as varchar) as "row"
from "raw"."plans" as "r"
where coalesce(case when nullif("r"."id", '') is null then 'the id is null' end, case when try_cast(make_timestamp(cast(cast(try_cast(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end as decimal(18, 6)) as decimal(28, 6)) * 1000000 as bigint)) as timestamp) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(trim(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end), '') is null then 'occurred_at is null' when try_cast(make_timestamp(cast(cast(try_cast(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end as decimal(18, 6)) as decimal(28, 6)) * 1000000 as bigint)) as timestamp) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when try_cast(make_timestamp(cast(cast(try_cast(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end as decimal(18, 6)) as decimal(28, 6)) * 1000000 as bigint)) as timestamp) is null or not isfinite(try_cast(make_timestamp(cast(cast(try_cast(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then cast(cast("r"."since" as bigint) as varchar) else cast("r"."since" as varchar) end as decimal(18, 6)) as decimal(28, 6)) * 1000000 as bigint)) as timestamp)) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end, case when nullif(trim("r"."seats"), '') is not null and case when isfinite(try_cast(nullif(trim("r"."seats"), '') as double)) then try_cast(nullif(trim("r"."seats"), '') as double) end is null then 'subscriber.seats is not a number' end) is not null;

-- write leave out, when unusable
delete from "nexus_source"."steep__plan_changed__next" where _unusable is not null;

-- write find keys twice
create table "nexus_source"."steep__plan_changed__keys_twice__next" as
select "event_id" from "nexus_source"."steep__plan_changed__next" group by "event_id" having count(*) > 1;

-- count duplicated
select count(*) from "nexus_source"."steep__plan_changed__keys_twice__next";

-- write gather, when duplicated
create table "nexus_source"."steep__plan_changed__twice__next" as
select *, md5(coalesce(cast(length(cast("event_id" as varchar)) as varchar) || ':' || cast("event_id" as varchar), '-') || coalesce(cast(length(cast("natural_id" as varchar)) as varchar) || ':' || cast("natural_id" as varchar), '-') || coalesce(cast(length(cast("account" as varchar)) as varchar) || ':' || cast("account" as varchar), '-') || coalesce(cast(length(cast("occurred_at" as varchar)) as varchar) || ':' || cast("occurred_at" as varchar), '-') || coalesce(cast(length(cast("plan" as varchar)) as varchar) || ':' || cast("plan" as varchar), '-') || coalesce(cast(length(cast("seats" as varchar)) as varchar) || ':' || cast("seats" as varchar), '-') || coalesce(cast(length(cast("payer__email" as varchar)) as varchar) || ':' || cast("payer__email" as varchar), '-') || coalesce(cast(length(cast("subscriber__team_id" as varchar)) as varchar) || ':' || cast("subscriber__team_id" as varchar), '-') || coalesce(cast(length(cast("subscriber__seats" as varchar)) as varchar) || ':' || cast("subscriber__seats" as varchar), '-') || coalesce(cast(length(cast("plan__order_id" as varchar)) as varchar) || ':' || cast("plan__order_id" as varchar), '-') || coalesce(cast(length(cast("plan__sku" as varchar)) as varchar) || ':' || cast("plan__sku" as varchar), '-') || coalesce(cast(length(cast("_ingested_at" as varchar)) as varchar) || ':' || cast("_ingested_at" as varchar), '-') || coalesce(cast(length(cast("_unusable" as varchar)) as varchar) || ':' || cast("_unusable" as varchar), '-') || coalesce(cast(length(cast("_unreadable" as varchar)) as varchar) || ':' || cast("_unreadable" as varchar), '-')) as _content from "nexus_source"."steep__plan_changed__next" where "event_id" in (select "event_id" from "nexus_source"."steep__plan_changed__keys_twice__next");

-- write choose, when duplicated
create table "nexus_source"."steep__plan_changed__winners__next" as
select "event_id", "natural_id", "account", "occurred_at", "plan", "seats", "payer__email", "subscriber__team_id", "subscriber__seats", "plan__order_id", "plan__sku", "_ingested_at", "_unusable", "_unreadable", _content from (select *, row_number() over (partition by "event_id" order by _ingested_at desc nulls last, _content) as _place from "nexus_source"."steep__plan_changed__twice__next") as r where _place = 1;

-- count duplicates, when duplicated
select (select count(*) from "nexus_source"."steep__plan_changed__twice__next") - (select count(*) from "nexus_source"."steep__plan_changed__winners__next");

-- count conflicts, when duplicated
select count(*) from "nexus_source"."steep__plan_changed__twice__next" as t join "nexus_source"."steep__plan_changed__winners__next" as w on t."event_id" = w."event_id" where t._ingested_at is not distinct from w._ingested_at and t._content <> w._content;

-- write drop losers, when duplicated
delete from "nexus_source"."steep__plan_changed__next" where "event_id" in (select "event_id" from "nexus_source"."steep__plan_changed__winners__next");

-- write keep winners, when duplicated
insert into "nexus_source"."steep__plan_changed__next" ("event_id", "natural_id", "account", "occurred_at", "plan", "seats", "payer__email", "subscriber__team_id", "subscriber__seats", "plan__order_id", "plan__sku", "_ingested_at", "_unusable", "_unreadable")
select "event_id", "natural_id", "account", "occurred_at", "plan", "seats", "payer__email", "subscriber__team_id", "subscriber__seats", "plan__order_id", "plan__sku", "_ingested_at", "_unusable", "_unreadable" from "nexus_source"."steep__plan_changed__winners__next";

-- write drop winners, when duplicated
drop table if exists "nexus_source"."steep__plan_changed__winners__next";

-- write drop gathered, when duplicated
drop table if exists "nexus_source"."steep__plan_changed__twice__next";

-- write drop keys twice
drop table if exists "nexus_source"."steep__plan_changed__keys_twice__next";

-- count known
select count(*) from "nexus_source"."steep__plan_changed";

-- write find what is remembered, when known
create table "nexus_source"."steep__plan_changed__remembered__next" as
select "event_id" from "nexus_source"."steep__plan_changed" as p where not exists (select 1 from "nexus_source"."steep__plan_changed__next" as n where n."event_id" = p."event_id" and ("n"."_ingested_at" >= p._ingested_at or "n"."_ingested_at" is null or p._ingested_at is null));

-- count remembered, when known
select count(*) from "nexus_source"."steep__plan_changed__remembered__next";

-- write give way, when remembered
delete from "nexus_source"."steep__plan_changed__next" where "event_id" in (select "event_id" from "nexus_source"."steep__plan_changed__remembered__next");

-- write remember, when remembered
insert into "nexus_source"."steep__plan_changed__next" ("event_id", "natural_id", "account", "occurred_at", "plan", "seats", "payer__email", "subscriber__team_id", "subscriber__seats", "plan__order_id", "plan__sku", "_ingested_at", "_unusable", "_unreadable")
select "p"."event_id", "p"."natural_id", "p"."account", "p"."occurred_at", "p"."plan", "p"."seats", "p"."payer__email", "p"."subscriber__team_id", "p"."subscriber__seats", "p"."plan__order_id", "p"."plan__sku", "p"."_ingested_at", "p"."_unusable", "p"."_unreadable" from "nexus_source"."steep__plan_changed" as p where "event_id" in (select "event_id" from "nexus_source"."steep__plan_changed__remembered__next");

-- write drop what is remembered, when known
drop table if exists "nexus_source"."steep__plan_changed__remembered__next";

-- count kept
select count(*) from "nexus_source"."steep__plan_changed__next";
