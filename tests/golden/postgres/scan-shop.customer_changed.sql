-- scan shop.customer_changed
-- reads raw.customers
-- writes source.kettle__customer_changed, source.kettle__customer_changed__set_aside

-- write scan
create table "nexus_source"."kettle__customer_changed__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."natural_id" as text) collate "C" as "natural_id", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."event_type" as text) collate "C" as "event_type", cast("q"."customer__customer_id" as text) collate "C" as "customer__customer_id", cast("q"."customer__email" as text) collate "C" as "customer__email", cast("q"."customer__name" as text) collate "C" as "customer__name", cast("q"."customer__birthday" as timestamp) as "customer__birthday", cast("q"."customer__newsletter" as boolean) as "customer__newsletter", cast("q"."customer__spent" as double precision) as "customer__spent", cast("q"."customer__address" as varchar) collate "C" as "customer__address", cast("q"."employer__domain" as text) collate "C" as "employer__domain", cast("q"."employer__name" as text) collate "C" as "employer__name", cast("q"."_ingested_at" as timestamp) as "_ingested_at", cast("q"."_watched" as text) collate "C" as "_watched", cast("q"."_unusable" as text) collate "C" as "_unusable", cast("q"."_unreadable" as text) collate "C" as "_unreadable" from (select
  'evt_' || md5('6:kettle' || coalesce("nexus_meta"."text_of"(length(cast(null as varchar))) || ':' || cast(null as varchar), '-') || '16:customer_changed' || coalesce("nexus_meta"."text_of"(length(nullif("nexus_meta"."text_of"("r"."id"), ''))) || ':' || nullif("nexus_meta"."text_of"("r"."id"), ''), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("nexus_meta"."try_timestamp"("r"."updated_at")))) || ':' || "nexus_meta"."text_of"("nexus_meta"."try_timestamp"("r"."updated_at")), '-')) as "event_id",
  nullif("nexus_meta"."text_of"("r"."id"), '') as "natural_id",
  "nexus_meta"."try_timestamp"("r"."updated_at") as "occurred_at",
  case when coalesce("nexus_meta"."text_of"("r"."active") in ('true'), false) then 'customer' else 'farewell' end as "event_type",
  nullif("nexus_meta"."text_of"("r"."id"), '') as "customer__customer_id",
  nullif("r"."email", '') as "customer__email",
  coalesce(nullif("r"."name", ''), nullif("r"."email", '')) as "customer__name",
  "nexus_meta"."at_zone"("nexus_meta"."try_timestamp"("r"."birthday"), 'Europe/Madrid') as "customer__birthday",
  "nexus_meta"."try_boolean"("r"."newsletter") as "customer__newsletter",
  "nexus_meta"."finite"("r"."spent") as "customer__spent",
  "r"."address" as "customer__address",
  case when (nullif(btrim("r"."company", '                　'), '') is not null and coalesce("r"."email" ~ '@', false)) then nullif(regexp_replace(nullif(regexp_substr("r"."email", '@[^@>\t\n\f\r ]+[>\t\n\f\r ]*$'), ''), '[@>\t\n\f\r ]', '', 'g'), '') end as "employer__domain",
  case when (nullif(btrim("r"."company", '                　'), '') is not null and coalesce("r"."email" ~ '@', false)) then "r"."company" end as "employer__name",
  "nexus_meta"."timestamp_of"(cast(null as text), 'UTC') as "_ingested_at",
  '1924039164:' || coalesce("nexus_meta"."text_of"(length("r"."email")) || ':' || "r"."email", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("r"."active"))) || ':' || "nexus_meta"."text_of"("r"."active"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."json_text"("r"."address", '{}'::text[]))) || ':' || "nexus_meta"."json_text"("r"."address", '{}'::text[]), '-') as "_watched",
  coalesce(case when nullif("nexus_meta"."text_of"("r"."id"), '') is null then 'the id is null' end, case when "nexus_meta"."try_timestamp"("r"."updated_at") between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when "r"."updated_at" is null then 'occurred_at is null' when "nexus_meta"."try_timestamp"("r"."updated_at") < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."try_timestamp"("r"."updated_at") is null or not isfinite("nexus_meta"."try_timestamp"("r"."updated_at")) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end) as "_unusable",
  coalesce(case when nullif(btrim("nexus_meta"."text_of"("r"."birthday"), '                　'), '') is not null and "nexus_meta"."at_zone"("nexus_meta"."try_timestamp"("r"."birthday"), 'Europe/Madrid') is null then 'customer.birthday is not a time' end, case when nullif(btrim("r"."newsletter", '                　'), '') is not null and "nexus_meta"."try_boolean"("r"."newsletter") is null then 'customer.newsletter is not true or false' end, case when nullif(btrim(cast(null as text), '                　'), '') is not null and "nexus_meta"."timestamp_of"(cast(null as text), 'UTC') is null then '_ingested_at is not a time' end) as "_unreadable"
from "raw"."customers" as "r") as q;

-- write gather statistics
analyze "nexus_source"."kettle__customer_changed__next";

-- count unusable
select count(*) from "nexus_source"."kettle__customer_changed__next" where _unusable is not null;

-- count unreadable
select count(*) from "nexus_source"."kettle__customer_changed__next" where _unreadable is not null and _unusable is null;

-- write set aside table
create table if not exists "nexus_source"."kettle__customer_changed__set_aside__next" ("source" text collate "C", "event" text collate "C", "reason" text collate "C", "row" text collate "C");

-- write set aside, when unusable
insert into "nexus_source"."kettle__customer_changed__set_aside__next" ("source", "event", "reason", "row")
select
  'shop' as "source",
  'customer_changed' as "event",
  coalesce(case when nullif("nexus_meta"."text_of"("r"."id"), '') is null then 'the id is null' end, case when "nexus_meta"."try_timestamp"("r"."updated_at") between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when "r"."updated_at" is null then 'occurred_at is null' when "nexus_meta"."try_timestamp"("r"."updated_at") < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."try_timestamp"("r"."updated_at") is null or not isfinite("nexus_meta"."try_timestamp"("r"."updated_at")) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end) as "reason",
  "nexus_meta"."text_of"(row_to_json("r")) as "row"
from "raw"."customers" as "r"
where coalesce(case when nullif("nexus_meta"."text_of"("r"."id"), '') is null then 'the id is null' end, case when "nexus_meta"."try_timestamp"("r"."updated_at") between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when "r"."updated_at" is null then 'occurred_at is null' when "nexus_meta"."try_timestamp"("r"."updated_at") < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."try_timestamp"("r"."updated_at") is null or not isfinite("nexus_meta"."try_timestamp"("r"."updated_at")) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end) is not null;

-- write leave out, when unusable
delete from "nexus_source"."kettle__customer_changed__next" where _unusable is not null;

-- write find keys twice
create table "nexus_source"."kettle__customer_changed__keys_twice__next" as
select "event_id" from "nexus_source"."kettle__customer_changed__next" group by "event_id" having count(*) > 1;

-- count duplicated
select count(*) from "nexus_source"."kettle__customer_changed__keys_twice__next";

-- write gather, when duplicated
create table "nexus_source"."kettle__customer_changed__twice__next" as
select *, md5(coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("event_id"))) || ':' || "nexus_meta"."text_of"("event_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("natural_id"))) || ':' || "nexus_meta"."text_of"("natural_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("occurred_at"))) || ':' || "nexus_meta"."text_of"("occurred_at"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("event_type"))) || ':' || "nexus_meta"."text_of"("event_type"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("customer__customer_id"))) || ':' || "nexus_meta"."text_of"("customer__customer_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("customer__email"))) || ':' || "nexus_meta"."text_of"("customer__email"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("customer__name"))) || ':' || "nexus_meta"."text_of"("customer__name"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("customer__birthday"))) || ':' || "nexus_meta"."text_of"("customer__birthday"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("customer__newsletter"))) || ':' || "nexus_meta"."text_of"("customer__newsletter"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("customer__spent"))) || ':' || "nexus_meta"."text_of"("customer__spent"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("customer__address"))) || ':' || "nexus_meta"."text_of"("customer__address"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("employer__domain"))) || ':' || "nexus_meta"."text_of"("employer__domain"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("employer__name"))) || ':' || "nexus_meta"."text_of"("employer__name"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_ingested_at"))) || ':' || "nexus_meta"."text_of"("_ingested_at"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_watched"))) || ':' || "nexus_meta"."text_of"("_watched"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_unusable"))) || ':' || "nexus_meta"."text_of"("_unusable"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_unreadable"))) || ':' || "nexus_meta"."text_of"("_unreadable"), '-')) as _content from "nexus_source"."kettle__customer_changed__next" where "event_id" in (select "event_id" from "nexus_source"."kettle__customer_changed__keys_twice__next");

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
