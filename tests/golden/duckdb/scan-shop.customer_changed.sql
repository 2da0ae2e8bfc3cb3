-- scan shop.customer_changed
-- reads raw.customers
-- writes source.kettle__customer_changed, source.kettle__customer_changed__set_aside

-- write create
create table if not exists "nexus_source"."kettle__customer_changed__next" ("event_id" varchar using compression uncompressed, "natural_id" varchar using compression uncompressed, "occurred_at" timestamp, "event_type" varchar, "customer__customer_id" varchar using compression uncompressed, "customer__email" varchar using compression uncompressed, "customer__name" varchar, "customer__birthday" timestamp, "customer__newsletter" boolean, "customer__spent" double, "customer__address" json, "employer__domain" varchar using compression uncompressed, "employer__name" varchar, "_ingested_at" timestamp, "_watched" varchar, "_unusable" varchar, "_unreadable" varchar);

-- write scan
insert into "nexus_source"."kettle__customer_changed__next" ("event_id", "natural_id", "occurred_at", "event_type", "customer__customer_id", "customer__email", "customer__name", "customer__birthday", "customer__newsletter", "customer__spent", "customer__address", "employer__domain", "employer__name", "_ingested_at", "_watched", "_unusable", "_unreadable")
select
  'evt_' || md5('6:kettle' || coalesce(cast(length(cast(null as varchar)) as varchar) || ':' || cast(null as varchar), '-') || '16:customer_changed' || coalesce(cast(length(nullif(cast("r"."id" as varchar), '')) as varchar) || ':' || nullif(cast("r"."id" as varchar), ''), '-') || coalesce(cast(length(cast(try_cast("r"."updated_at" as timestamp) as varchar)) as varchar) || ':' || cast(try_cast("r"."updated_at" as timestamp) as varchar), '-')) as "event_id",
  nullif(cast("r"."id" as varchar), '') as "natural_id",
  try_cast("r"."updated_at" as timestamp) as "occurred_at",
  case when coalesce(cast("r"."active" as varchar) in ('true'), false) then 'customer' else 'farewell' end as "event_type",
  nullif(cast("r"."id" as varchar), '') as "customer__customer_id",
  nullif("r"."email", '') as "customer__email",
  coalesce(nullif("r"."name", ''), nullif("r"."email", '')) as "customer__name",
  timezone('UTC', timezone('Europe/Madrid', try_cast("r"."birthday" as timestamp))) as "customer__birthday",
  try_cast("r"."newsletter" as boolean) as "customer__newsletter",
  case when isfinite("r"."spent") then "r"."spent" end as "customer__spent",
  "r"."address" as "customer__address",
  case when (nullif(trim("r"."company"), '') is not null and coalesce(regexp_matches("r"."email", '@'), false)) then nullif(regexp_replace(nullif(regexp_extract("r"."email", '@[^@>\s]+[>\s]*$'), ''), '[@>\s]', '', 'g'), '') end as "employer__domain",
  case when (nullif(trim("r"."company"), '') is not null and coalesce(regexp_matches("r"."email", '@'), false)) then "r"."company" end as "employer__name",
  case when length(trim(cast(null as varchar))) > 10 and regexp_matches(trim(cast(null as varchar)), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim(cast(null as varchar)), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) else try_cast(trim(cast(null as varchar)) as timestamp) end as "_ingested_at",
  '1924039164:' || coalesce(cast(length("r"."email") as varchar) || ':' || "r"."email", '-') || coalesce(cast(length(cast("r"."active" as varchar)) as varchar) || ':' || cast("r"."active" as varchar), '-') || coalesce(cast(length(json_extract_string("r"."address", '$')) as varchar) || ':' || json_extract_string("r"."address", '$'), '-') as "_watched",
  coalesce(case when nullif(cast("r"."id" as varchar), '') is null then 'the id is null' end, case when try_cast("r"."updated_at" as timestamp) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when "r"."updated_at" is null then 'occurred_at is null' when try_cast("r"."updated_at" as timestamp) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when try_cast("r"."updated_at" as timestamp) is null or not isfinite(try_cast("r"."updated_at" as timestamp)) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end) as "_unusable",
  coalesce(case when nullif(trim(cast("r"."birthday" as varchar)), '') is not null and timezone('UTC', timezone('Europe/Madrid', try_cast("r"."birthday" as timestamp))) is null then 'customer.birthday is not a time' end, case when nullif(trim("r"."newsletter"), '') is not null and try_cast("r"."newsletter" as boolean) is null then 'customer.newsletter is not true or false' end, case when nullif(trim(cast(null as varchar)), '') is not null and case when length(trim(cast(null as varchar))) > 10 and regexp_matches(trim(cast(null as varchar)), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim(cast(null as varchar)), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) else try_cast(trim(cast(null as varchar)) as timestamp) end is null then '_ingested_at is not a time' end) as "_unreadable"
from "raw"."customers" as "r";

-- count unusable
select count(*) from "nexus_source"."kettle__customer_changed__next" where _unusable is not null;

-- count unreadable
select count(*) from "nexus_source"."kettle__customer_changed__next" where _unreadable is not null and _unusable is null;

-- write set aside table
create table if not exists "nexus_source"."kettle__customer_changed__set_aside__next" ("source" varchar, "event" varchar, "reason" varchar, "row" varchar);

-- write set aside, when unusable
insert into "nexus_source"."kettle__customer_changed__set_aside__next" ("source", "event", "reason", "row")
select
  'shop' as "source",
  'customer_changed' as "event",
  coalesce(case when nullif(cast("r"."id" as varchar), '') is null then 'the id is null' end, case when try_cast("r"."updated_at" as timestamp) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when "r"."updated_at" is null then 'occurred_at is null' when try_cast("r"."updated_at" as timestamp) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when try_cast("r"."updated_at" as timestamp) is null or not isfinite(try_cast("r"."updated_at" as timestamp)) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end) as "reason",
  cast(to_json("r") as varchar) as "row"
from "raw"."customers" as "r"
where coalesce(case when nullif(cast("r"."id" as varchar), '') is null then 'the id is null' end, case when try_cast("r"."updated_at" as timestamp) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when "r"."updated_at" is null then 'occurred_at is null' when try_cast("r"."updated_at" as timestamp) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when try_cast("r"."updated_at" as timestamp) is null or not isfinite(try_cast("r"."updated_at" as timestamp)) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end) is not null;

-- write leave out, when unusable
delete from "nexus_source"."kettle__customer_changed__next" where _unusable is not null;

-- write find keys twice
create table "nexus_source"."kettle__customer_changed__keys_twice__next" as
select "event_id" from "nexus_source"."kettle__customer_changed__next" group by "event_id" having count(*) > 1;

-- count duplicated
select count(*) from "nexus_source"."kettle__customer_changed__keys_twice__next";

-- write gather, when duplicated
create table "nexus_source"."kettle__customer_changed__twice__next" as
select *, md5(coalesce(cast(length(cast("event_id" as varchar)) as varchar) || ':' || cast("event_id" as varchar), '-') || coalesce(cast(length(cast("natural_id" as varchar)) as varchar) || ':' || cast("natural_id" as varchar), '-') || coalesce(cast(length(cast("occurred_at" as varchar)) as varchar) || ':' || cast("occurred_at" as varchar), '-') || coalesce(cast(length(cast("event_type" as varchar)) as varchar) || ':' || cast("event_type" as varchar), '-') || coalesce(cast(length(cast("customer__customer_id" as varchar)) as varchar) || ':' || cast("customer__customer_id" as varchar), '-') || coalesce(cast(length(cast("customer__email" as varchar)) as varchar) || ':' || cast("customer__email" as varchar), '-') || coalesce(cast(length(cast("customer__name" as varchar)) as varchar) || ':' || cast("customer__name" as varchar), '-') || coalesce(cast(length(cast("customer__birthday" as varchar)) as varchar) || ':' || cast("customer__birthday" as varchar), '-') || coalesce(cast(length(cast("customer__newsletter" as varchar)) as varchar) || ':' || cast("customer__newsletter" as varchar), '-') || coalesce(cast(length(cast("customer__spent" as varchar)) as varchar) || ':' || cast("customer__spent" as varchar), '-') || coalesce(cast(length(cast("customer__address" as varchar)) as varchar) || ':' || cast("customer__address" as varchar), '-') || coalesce(cast(length(cast("employer__domain" as varchar)) as varchar) || ':' || cast("employer__domain" as varchar), '-') || coalesce(cast(length(cast("employer__name" as varchar)) as varchar) || ':' || cast("employer__name" as varchar), '-') || coalesce(cast(length(cast("_ingested_at" as varchar)) as varchar) || ':' || cast("_ingested_at" as varchar), '-') || coalesce(cast(length(cast("_watched" as varchar)) as varchar) || ':' || cast("_watched" as varchar), '-') || coalesce(cast(length(cast("_unusable" as varchar)) as varchar) || ':' || cast("_unusable" as varchar), '-') || coalesce(cast(length(cast("_unreadable" as varchar)) as varchar) || ':' || cast("_unreadable" as varchar), '-')) as _content from "nexus_source"."kettle__customer_changed__next" where "event_id" in (select "event_id" from "nexus_source"."kettle__customer_changed__keys_twice__next");

-- write choose, when duplicated
create table "nexus_source"."kettle__customer_changed__winners__next" as
select "event_id", "natural_id", "occurred_at", "event_type", "customer__customer_id", "customer__email", "customer__name", "customer__birthday", "customer__newsletter", "customer__spent", "customer__address", "employer__domain", "employer__name", "_ingested_at", "_watched", "_unusable", "_unreadable", _content from (select *, row_number() over (partition by "event_id" order by _ingested_at desc nulls last, _content) as _place from "nexus_source"."kettle__customer_changed__twice__next") as r where _place = 1;

-- count duplicates, when duplicated
select (select count(*) from "nexus_source"."kettle__customer_changed__twice__next") - (select count(*) from "nexus_source"."kettle__customer_changed__winners__next");

-- count conflicts, when duplicated
select count(*) from "nexus_source"."kettle__customer_changed__twice__next" as t join "nexus_source"."kettle__customer_changed__winners__next" as w on t."event_id" = w."event_id" where t._ingested_at is not distinct from w._ingested_at and t._content <> w._content;

-- write drop losers, when duplicated
delete from "nexus_source"."kettle__customer_changed__next" where "event_id" in (select "event_id" from "nexus_source"."kettle__customer_changed__winners__next");

-- write keep winners, when duplicated
insert into "nexus_source"."kettle__customer_changed__next" ("event_id", "natural_id", "occurred_at", "event_type", "customer__customer_id", "customer__email", "customer__name", "customer__birthday", "customer__newsletter", "customer__spent", "customer__address", "employer__domain", "employer__name", "_ingested_at", "_watched", "_unusable", "_unreadable")
select "event_id", "natural_id", "occurred_at", "event_type", "customer__customer_id", "customer__email", "customer__name", "customer__birthday", "customer__newsletter", "customer__spent", "customer__address", "employer__domain", "employer__name", "_ingested_at", "_watched", "_unusable", "_unreadable" from "nexus_source"."kettle__customer_changed__winners__next";

-- write drop winners, when duplicated
drop table if exists "nexus_source"."kettle__customer_changed__winners__next";

-- write drop gathered, when duplicated
drop table if exists "nexus_source"."kettle__customer_changed__twice__next";

-- write drop keys twice
drop table if exists "nexus_source"."kettle__customer_changed__keys_twice__next";

-- count known
select count(*) from "nexus_source"."kettle__customer_changed";

-- write find what is remembered, when known
create table "nexus_source"."kettle__customer_changed__remembered__next" as
select "event_id" from "nexus_source"."kettle__customer_changed" as p where not exists (select 1 from "nexus_source"."kettle__customer_changed__next" as n where n."event_id" = p."event_id" and ("n"."_ingested_at" >= p._ingested_at or "n"."_ingested_at" is null or p._ingested_at is null));

-- count remembered, when known
select count(*) from "nexus_source"."kettle__customer_changed__remembered__next";

-- write give way, when remembered
delete from "nexus_source"."kettle__customer_changed__next" where "event_id" in (select "event_id" from "nexus_source"."kettle__customer_changed__remembered__next");

-- write remember, when remembered
insert into "nexus_source"."kettle__customer_changed__next" ("event_id", "natural_id", "occurred_at", "event_type", "customer__customer_id", "customer__email", "customer__name", "customer__birthday", "customer__newsletter", "customer__spent", "customer__address", "employer__domain", "employer__name", "_ingested_at", "_watched", "_unusable", "_unreadable")
select "p"."event_id", "p"."natural_id", "p"."occurred_at", "p"."event_type", "p"."customer__customer_id", "p"."customer__email", "p"."customer__name", "p"."customer__birthday", "p"."customer__newsletter", "p"."customer__spent", "p"."customer__address", "p"."employer__domain", "p"."employer__name", "p"."_ingested_at", "p"."_watched", "p"."_unusable", "p"."_unreadable" from "nexus_source"."kettle__customer_changed" as p where "event_id" in (select "event_id" from "nexus_source"."kettle__customer_changed__remembered__next");

-- write drop what is remembered, when known
drop table if exists "nexus_source"."kettle__customer_changed__remembered__next";

-- count kept
select count(*) from "nexus_source"."kettle__customer_changed__next";
