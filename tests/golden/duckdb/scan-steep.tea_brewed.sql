-- scan steep.tea_brewed
-- reads raw.brews
-- writes source.steep__tea_brewed, source.steep__tea_brewed__set_aside, source.steep__tea_brewed__deletions

-- write create
create table if not exists "nexus_source"."steep__tea_brewed__next" ("event_id" varchar using compression uncompressed, "natural_id" varchar using compression uncompressed, "account" varchar, "occurred_at" timestamp, "value" double, "significance" double, "_list_guests" varchar, "brewer__user_id" varchar using compression uncompressed, "brewer__email" varchar using compression uncompressed, "brewer__device" varchar using compression uncompressed, "brewer__name" varchar, "team__team_id" varchar using compression uncompressed, "team__domain" varchar using compression uncompressed, "team__name" varchar, "_ingested_at" timestamp, "_row" varchar, "_left_out" boolean, "_unusable" varchar, "_unreadable" varchar);

-- write scan
insert into "nexus_source"."steep__tea_brewed__next" ("event_id", "natural_id", "account", "occurred_at", "value", "significance", "_list_guests", "brewer__user_id", "brewer__email", "brewer__device", "brewer__name", "team__team_id", "team__domain", "team__name", "_ingested_at", "_row", "_left_out", "_unusable", "_unreadable")
select
  'evt_' || md5('5:steep' || coalesce(cast(length(nullif("r"."workspace", '')) as varchar) || ':' || nullif("r"."workspace", ''), '-') || '10:tea_brewed' || coalesce(cast(length(nullif(json_extract_string("r"."record", '$."id"'), '')) as varchar) || ':' || nullif(json_extract_string("r"."record", '$."id"'), ''), '-')) as "event_id",
  nullif(json_extract_string("r"."record", '$."id"'), '') as "natural_id",
  nullif("r"."workspace", '') as "account",
  try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp) as "occurred_at",
  case when isfinite(try_cast(nullif(trim(json_extract_string("r"."record", '$."cups"')), '') as double)) then try_cast(nullif(trim(json_extract_string("r"."record", '$."cups"')), '') as double) end as "value",
  case when isfinite(try_cast(nullif(trim(json_extract_string("r"."record", '$."stars"')), '') as double)) then try_cast(nullif(trim(json_extract_string("r"."record", '$."stars"')), '') as double) end as "significance",
  json_extract_string(json_extract("r"."record", '$."guests"'), '$') as "_list_guests",
  nullif(json_extract_string("r"."record", '$."user"."id"'), '') as "brewer__user_id",
  nullif(json_extract_string("r"."record", '$."user"."email"'), '') as "brewer__email",
  nullif(json_extract_string("r"."record", '$."device"'), '') as "brewer__device",
  json_extract_string("r"."record", '$."user"."name"') as "brewer__name",
  nullif(json_extract_string("r"."record", '$."team"."id"'), '') as "team__team_id",
  nullif(json_extract_string("r"."record", '$."team"."site"'), '') as "team__domain",
  json_extract_string("r"."record", '$."team"."name"') as "team__name",
  "r"."synced_at" as "_ingested_at",
  'evt_' || md5('5:steep' || coalesce(cast(length(nullif("r"."workspace", '')) as varchar) || ':' || nullif("r"."workspace", ''), '-') || '10:tea_brewed' || coalesce(cast(length(nullif(json_extract_string("r"."record", '$."id"'), '')) as varchar) || ':' || nullif(json_extract_string("r"."record", '$."id"'), ''), '-')) || ' ' || coalesce(cast(try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp) as varchar), '') as "_row",
  false as "_left_out",
  case when not (false) then coalesce(case when substr(cast("r"."record" as varchar), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif(json_extract_string("r"."record", '$."id"'), '') is null then 'the id is null' end, case when try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(trim(json_extract_string("r"."record", '$."started"')), '') is null then 'occurred_at is null' when try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp) is null or not isfinite(try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp)) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end, case when substr(cast("r"."record" as varchar), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif(trim(json_extract_string("r"."record", '$."cups"')), '') is not null and case when isfinite(try_cast(nullif(trim(json_extract_string("r"."record", '$."cups"')), '') as double)) then try_cast(nullif(trim(json_extract_string("r"."record", '$."cups"')), '') as double) end is null then 'value is not a number' end, case when nullif(trim(json_extract_string("r"."record", '$."stars"')), '') is not null and case when isfinite(try_cast(nullif(trim(json_extract_string("r"."record", '$."stars"')), '') as double)) then try_cast(nullif(trim(json_extract_string("r"."record", '$."stars"')), '') as double) end is null then 'significance is not a number' end, case when substr(trim(json_extract_string(json_extract("r"."record", '$."guests"'), '$')), 1, 1) <> '[' then 'guests is not a list' end) end as "_unusable",
  case when not (false) then coalesce(case when substr(cast("r"."record" as varchar), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif(trim(json_extract_string("r"."record", '$."cups"')), '') is not null and case when isfinite(try_cast(nullif(trim(json_extract_string("r"."record", '$."cups"')), '') as double)) then try_cast(nullif(trim(json_extract_string("r"."record", '$."cups"')), '') as double) end is null then 'value is not a number' end, case when nullif(trim(json_extract_string("r"."record", '$."stars"')), '') is not null and case when isfinite(try_cast(nullif(trim(json_extract_string("r"."record", '$."stars"')), '') as double)) then try_cast(nullif(trim(json_extract_string("r"."record", '$."stars"')), '') as double) end is null then 'significance is not a number' end, case when substr(trim(json_extract_string(json_extract("r"."record", '$."guests"'), '$')), 1, 1) <> '[' then 'guests is not a list' end) end as "_unreadable"
from "raw"."brews" as "r";

-- count unusable
select count(*) from "nexus_source"."steep__tea_brewed__next" where _unusable is not null;

-- count left out
select count(*) from "nexus_source"."steep__tea_brewed__next" where _left_out;

-- count unreadable
select count(*) from "nexus_source"."steep__tea_brewed__next" where _unreadable is not null and _unusable is null;

-- write set aside table
create table if not exists "nexus_source"."steep__tea_brewed__set_aside__next" ("source" varchar, "event" varchar, "reason" varchar, "row" varchar);

-- write set aside, when unusable
insert into "nexus_source"."steep__tea_brewed__set_aside__next" ("source", "event", "reason", "row")
select
  'steep' as "source",
  'tea_brewed' as "event",
  case when not (false) then coalesce(case when substr(cast("r"."record" as varchar), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif(json_extract_string("r"."record", '$."id"'), '') is null then 'the id is null' end, case when try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(trim(json_extract_string("r"."record", '$."started"')), '') is null then 'occurred_at is null' when try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp) is null or not isfinite(try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp)) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end, case when substr(cast("r"."record" as varchar), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif(trim(json_extract_string("r"."record", '$."cups"')), '') is not null and case when isfinite(try_cast(nullif(trim(json_extract_string("r"."record", '$."cups"')), '') as double)) then try_cast(nullif(trim(json_extract_string("r"."record", '$."cups"')), '') as double) end is null then 'value is not a number' end, case when nullif(trim(json_extract_string("r"."record", '$."stars"')), '') is not null and case when isfinite(try_cast(nullif(trim(json_extract_string("r"."record", '$."stars"')), '') as double)) then try_cast(nullif(trim(json_extract_string("r"."record", '$."stars"')), '') as double) end is null then 'significance is not a number' end, case when substr(trim(json_extract_string(json_extract("r"."record", '$."guests"'), '$')), 1, 1) <> '[' then 'guests is not a list' end) end as "reason",
  cast(to_json("r") as varchar) as "row"
from "raw"."brews" as "r"
where case when not (false) then coalesce(case when substr(cast("r"."record" as varchar), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif(json_extract_string("r"."record", '$."id"'), '') is null then 'the id is null' end, case when try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(trim(json_extract_string("r"."record", '$."started"')), '') is null then 'occurred_at is null' when try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp) is null or not isfinite(try_cast(make_timestamp(cast(cast(try_cast(json_extract_string("r"."record", '$."started"') as decimal(18, 3)) as decimal(28, 6)) * 1000 as bigint)) as timestamp)) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end, case when substr(cast("r"."record" as varchar), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif(trim(json_extract_string("r"."record", '$."cups"')), '') is not null and case when isfinite(try_cast(nullif(trim(json_extract_string("r"."record", '$."cups"')), '') as double)) then try_cast(nullif(trim(json_extract_string("r"."record", '$."cups"')), '') as double) end is null then 'value is not a number' end, case when nullif(trim(json_extract_string("r"."record", '$."stars"')), '') is not null and case when isfinite(try_cast(nullif(trim(json_extract_string("r"."record", '$."stars"')), '') as double)) then try_cast(nullif(trim(json_extract_string("r"."record", '$."stars"')), '') as double) end is null then 'significance is not a number' end, case when substr(trim(json_extract_string(json_extract("r"."record", '$."guests"'), '$')), 1, 1) <> '[' then 'guests is not a list' end) end is not null;

-- write leave out, when unusable
delete from "nexus_source"."steep__tea_brewed__next" where _unusable is not null;

-- write find keys twice
create table "nexus_source"."steep__tea_brewed__keys_twice__next" as
select "_row" from "nexus_source"."steep__tea_brewed__next" group by "_row" having count(*) > 1;

-- count duplicated
select count(*) from "nexus_source"."steep__tea_brewed__keys_twice__next";

-- write gather, when duplicated
create table "nexus_source"."steep__tea_brewed__twice__next" as
select *, md5(coalesce(cast(length(cast("event_id" as varchar)) as varchar) || ':' || cast("event_id" as varchar), '-') || coalesce(cast(length(cast("natural_id" as varchar)) as varchar) || ':' || cast("natural_id" as varchar), '-') || coalesce(cast(length(cast("account" as varchar)) as varchar) || ':' || cast("account" as varchar), '-') || coalesce(cast(length(cast("occurred_at" as varchar)) as varchar) || ':' || cast("occurred_at" as varchar), '-') || coalesce(cast(length(cast("value" as varchar)) as varchar) || ':' || cast("value" as varchar), '-') || coalesce(cast(length(cast("significance" as varchar)) as varchar) || ':' || cast("significance" as varchar), '-') || coalesce(cast(length(cast("_list_guests" as varchar)) as varchar) || ':' || cast("_list_guests" as varchar), '-') || coalesce(cast(length(cast("brewer__user_id" as varchar)) as varchar) || ':' || cast("brewer__user_id" as varchar), '-') || coalesce(cast(length(cast("brewer__email" as varchar)) as varchar) || ':' || cast("brewer__email" as varchar), '-') || coalesce(cast(length(cast("brewer__device" as varchar)) as varchar) || ':' || cast("brewer__device" as varchar), '-') || coalesce(cast(length(cast("brewer__name" as varchar)) as varchar) || ':' || cast("brewer__name" as varchar), '-') || coalesce(cast(length(cast("team__team_id" as varchar)) as varchar) || ':' || cast("team__team_id" as varchar), '-') || coalesce(cast(length(cast("team__domain" as varchar)) as varchar) || ':' || cast("team__domain" as varchar), '-') || coalesce(cast(length(cast("team__name" as varchar)) as varchar) || ':' || cast("team__name" as varchar), '-') || coalesce(cast(length(cast("_ingested_at" as varchar)) as varchar) || ':' || cast("_ingested_at" as varchar), '-') || coalesce(cast(length(cast("_row" as varchar)) as varchar) || ':' || cast("_row" as varchar), '-') || coalesce(cast(length(cast("_left_out" as varchar)) as varchar) || ':' || cast("_left_out" as varchar), '-') || coalesce(cast(length(cast("_unusable" as varchar)) as varchar) || ':' || cast("_unusable" as varchar), '-') || coalesce(cast(length(cast("_unreadable" as varchar)) as varchar) || ':' || cast("_unreadable" as varchar), '-')) as _content from "nexus_source"."steep__tea_brewed__next" where "_row" in (select "_row" from "nexus_source"."steep__tea_brewed__keys_twice__next");

-- write choose, when duplicated
create table "nexus_source"."steep__tea_brewed__winners__next" as
select "event_id", "natural_id", "account", "occurred_at", "value", "significance", "_list_guests", "brewer__user_id", "brewer__email", "brewer__device", "brewer__name", "team__team_id", "team__domain", "team__name", "_ingested_at", "_row", "_left_out", "_unusable", "_unreadable", _content from (select *, row_number() over (partition by "_row" order by _ingested_at desc nulls last, "_left_out" desc, _content) as _place from "nexus_source"."steep__tea_brewed__twice__next") as r where _place = 1;

-- count duplicates, when duplicated
select (select count(*) from "nexus_source"."steep__tea_brewed__twice__next") - (select count(*) from "nexus_source"."steep__tea_brewed__winners__next");

-- count conflicts, when duplicated
select count(*) from "nexus_source"."steep__tea_brewed__twice__next" as t join "nexus_source"."steep__tea_brewed__winners__next" as w on t."_row" = w."_row" where t._ingested_at is not distinct from w._ingested_at and t._content <> w._content;

-- write drop losers, when duplicated
delete from "nexus_source"."steep__tea_brewed__next" where "_row" in (select "_row" from "nexus_source"."steep__tea_brewed__winners__next");

-- write keep winners, when duplicated
insert into "nexus_source"."steep__tea_brewed__next" ("event_id", "natural_id", "account", "occurred_at", "value", "significance", "_list_guests", "brewer__user_id", "brewer__email", "brewer__device", "brewer__name", "team__team_id", "team__domain", "team__name", "_ingested_at", "_row", "_left_out", "_unusable", "_unreadable")
select "event_id", "natural_id", "account", "occurred_at", "value", "significance", "_list_guests", "brewer__user_id", "brewer__email", "brewer__device", "brewer__name", "team__team_id", "team__domain", "team__name", "_ingested_at", "_row", "_left_out", "_unusable", "_unreadable" from "nexus_source"."steep__tea_brewed__winners__next";

-- write drop winners, when duplicated
drop table if exists "nexus_source"."steep__tea_brewed__winners__next";

-- write drop gathered, when duplicated
drop table if exists "nexus_source"."steep__tea_brewed__twice__next";

-- write drop keys twice
drop table if exists "nexus_source"."steep__tea_brewed__keys_twice__next";

-- count known
select count(*) from "nexus_source"."steep__tea_brewed";

-- write find what is remembered, when known
create table "nexus_source"."steep__tea_brewed__remembered__next" as
select "_row" from "nexus_source"."steep__tea_brewed" as p where not exists (select 1 from "nexus_source"."steep__tea_brewed__next" as n where n."_row" = p."_row" and ("n"."_ingested_at" >= p._ingested_at or "n"."_ingested_at" is null or p._ingested_at is null));

-- count remembered, when known
select count(*) from "nexus_source"."steep__tea_brewed__remembered__next";

-- write give way, when remembered
delete from "nexus_source"."steep__tea_brewed__next" where "_row" in (select "_row" from "nexus_source"."steep__tea_brewed__remembered__next");

-- write remember, when remembered
insert into "nexus_source"."steep__tea_brewed__next" ("event_id", "natural_id", "account", "occurred_at", "value", "significance", "_list_guests", "brewer__user_id", "brewer__email", "brewer__device", "brewer__name", "team__team_id", "team__domain", "team__name", "_ingested_at", "_row", "_left_out", "_unusable", "_unreadable")
select "p"."event_id", "p"."natural_id", "p"."account", "p"."occurred_at", "p"."value", "p"."significance", "p"."_list_guests", "p"."brewer__user_id", "p"."brewer__email", "p"."brewer__device", "p"."brewer__name", "p"."team__team_id", "p"."team__domain", "p"."team__name", "p"."_ingested_at", "p"."_row", "p"."_left_out", "p"."_unusable", "p"."_unreadable" from "nexus_source"."steep__tea_brewed" as p where "_row" in (select "_row" from "nexus_source"."steep__tea_brewed__remembered__next");

-- write drop what is remembered, when known
drop table if exists "nexus_source"."steep__tea_brewed__remembered__next";

-- write deletions
create table "nexus_source"."steep__tea_brewed__deletions__next" as
select "_row", max(_ingested_at) as _ingested_at from (select "_row", _ingested_at from "nexus_source"."steep__tea_brewed__deletions" union all select "_row", _ingested_at from "nexus_source"."steep__tea_brewed__next" where "_left_out") as d group by "_row";

-- count gone
select count(*) from "nexus_source"."steep__tea_brewed__next" where "_left_out" or exists (select 1 from "nexus_source"."steep__tea_brewed__deletions__next" as d where d."_row" = "nexus_source"."steep__tea_brewed__next"."_row" and d._ingested_at >= "nexus_source"."steep__tea_brewed__next"._ingested_at);

-- write delete, when gone
delete from "nexus_source"."steep__tea_brewed__next" where "_left_out" or exists (select 1 from "nexus_source"."steep__tea_brewed__deletions__next" as d where d."_row" = "nexus_source"."steep__tea_brewed__next"."_row" and d._ingested_at >= "nexus_source"."steep__tea_brewed__next"._ingested_at);

-- count kept
select count(*) from "nexus_source"."steep__tea_brewed__next";
