-- scan steep.letter_sent
-- reads raw.letters
-- writes source.steep__letter_sent, source.steep__letter_sent__set_aside, source.steep__letter_sent__deletions

-- write scan
create table "nexus_source"."steep__letter_sent__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."natural_id" as text) collate "C" as "natural_id", cast("q"."account" as text) collate "C" as "account", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."event_name" as text) collate "C" as "event_name", cast("q"."heading" as text) collate "C" as "heading", cast("q"."_list_to" as text) collate "C" as "_list_to", cast("q"."_list_from" as text) collate "C" as "_list_from", cast("q"."_ingested_at" as timestamp) as "_ingested_at", cast("q"."_row" as text) collate "C" as "_row", cast("q"."_left_out" as boolean) as "_left_out", cast("q"."_unusable" as text) collate "C" as "_unusable", cast("q"."_unreadable" as text) collate "C" as "_unreadable" from (select
  'evt_' || md5('5:steep' || coalesce("nexus_meta"."text_of"(length(nullif("r"."workspace", ''))) || ':' || nullif("r"."workspace", ''), '-') || '11:letter_sent' || coalesce("nexus_meta"."text_of"(length(nullif("r"."id", ''))) || ':' || nullif("r"."id", ''), '-')) as "event_id",
  nullif("r"."id", '') as "natural_id",
  nullif("r"."workspace", '') as "account",
  "nexus_meta"."timestamp_of"("r"."sent_at", 'UTC') as "occurred_at",
  "r"."subject" as "event_name",
  "r"."subject" as "heading",
  "nexus_meta"."header_value"("r"."headers", 'to') as "_list_to",
  "nexus_meta"."header_value"("r"."headers", 'from') as "_list_from",
  "r"."synced_at" as "_ingested_at",
  coalesce(coalesce("r"."workspace", '') || ' ' || nullif("r"."id", ''), 'evt_' || md5('5:steep' || coalesce("nexus_meta"."text_of"(length(nullif("r"."workspace", ''))) || ':' || nullif("r"."workspace", ''), '-') || '11:letter_sent' || coalesce("nexus_meta"."text_of"(length(nullif("r"."id", ''))) || ':' || nullif("r"."id", ''), '-'))) as "_row",
  false as "_left_out",
  case when not (false) then coalesce(case when nullif("r"."id", '') is null then 'the id is null' end, case when "nexus_meta"."timestamp_of"("r"."sent_at", 'UTC') between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim("r"."sent_at", '                　'), '') is null then 'occurred_at is null' when "nexus_meta"."timestamp_of"("r"."sent_at", 'UTC') < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."timestamp_of"("r"."sent_at", 'UTC') is null or not isfinite("nexus_meta"."timestamp_of"("r"."sent_at", 'UTC')) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end) end as "_unusable",
  cast(null as varchar) as "_unreadable"
from "raw"."letters" as "r") as q;

-- write gather statistics
analyze "nexus_source"."steep__letter_sent__next";

-- count unusable
select count(*) from "nexus_source"."steep__letter_sent__next" where _unusable is not null;

-- count left out
select count(*) from "nexus_source"."steep__letter_sent__next" where _left_out;

-- count unreadable
select count(*) from "nexus_source"."steep__letter_sent__next" where _unreadable is not null and _unusable is null;

-- write set aside table
create table if not exists "nexus_source"."steep__letter_sent__set_aside__next" ("source" text collate "C", "event" text collate "C", "reason" text collate "C", "row" text collate "C");

-- write set aside, when unusable
insert into "nexus_source"."steep__letter_sent__set_aside__next" ("source", "event", "reason", "row")
select
  'steep' as "source",
  'letter_sent' as "event",
  case when not (false) then coalesce(case when nullif("r"."id", '') is null then 'the id is null' end, case when "nexus_meta"."timestamp_of"("r"."sent_at", 'UTC') between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim("r"."sent_at", '                　'), '') is null then 'occurred_at is null' when "nexus_meta"."timestamp_of"("r"."sent_at", 'UTC') < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."timestamp_of"("r"."sent_at", 'UTC') is null or not isfinite("nexus_meta"."timestamp_of"("r"."sent_at", 'UTC')) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end) end as "reason",
  "nexus_meta"."text_of"(row_to_json("r")) as "row"
from "raw"."letters" as "r"
where case when not (false) then coalesce(case when nullif("r"."id", '') is null then 'the id is null' end, case when "nexus_meta"."timestamp_of"("r"."sent_at", 'UTC') between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim("r"."sent_at", '                　'), '') is null then 'occurred_at is null' when "nexus_meta"."timestamp_of"("r"."sent_at", 'UTC') < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."timestamp_of"("r"."sent_at", 'UTC') is null or not isfinite("nexus_meta"."timestamp_of"("r"."sent_at", 'UTC')) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end) end is not null;

-- write leave out, when unusable
delete from "nexus_source"."steep__letter_sent__next" where _unusable is not null;

-- write find keys twice
create table "nexus_source"."steep__letter_sent__keys_twice__next" as
select "_row" from "nexus_source"."steep__letter_sent__next" group by "_row" having count(*) > 1;

-- count duplicated
select count(*) from "nexus_source"."steep__letter_sent__keys_twice__next";

-- write gather, when duplicated
create table "nexus_source"."steep__letter_sent__twice__next" as
select *, md5(coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("event_id"))) || ':' || "nexus_meta"."text_of"("event_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("natural_id"))) || ':' || "nexus_meta"."text_of"("natural_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("account"))) || ':' || "nexus_meta"."text_of"("account"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("occurred_at"))) || ':' || "nexus_meta"."text_of"("occurred_at"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("event_name"))) || ':' || "nexus_meta"."text_of"("event_name"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("heading"))) || ':' || "nexus_meta"."text_of"("heading"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_list_to"))) || ':' || "nexus_meta"."text_of"("_list_to"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_list_from"))) || ':' || "nexus_meta"."text_of"("_list_from"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_ingested_at"))) || ':' || "nexus_meta"."text_of"("_ingested_at"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_row"))) || ':' || "nexus_meta"."text_of"("_row"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_left_out"))) || ':' || "nexus_meta"."text_of"("_left_out"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_unusable"))) || ':' || "nexus_meta"."text_of"("_unusable"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_unreadable"))) || ':' || "nexus_meta"."text_of"("_unreadable"), '-')) as _content from "nexus_source"."steep__letter_sent__next" where "_row" in (select "_row" from "nexus_source"."steep__letter_sent__keys_twice__next");

-- write choose, when duplicated
create table "nexus_source"."steep__letter_sent__winners__next" as
select "event_id", "natural_id", "account", "occurred_at", "event_name", "heading", "_list_to", "_list_from", "_ingested_at", "_row", "_left_out", "_unusable", "_unreadable", _content from (select *, row_number() over (partition by "_row" order by _ingested_at desc nulls last, "_left_out" desc, _content) as _place from "nexus_source"."steep__letter_sent__twice__next") as r where _place = 1;

-- count duplicates, when duplicated
select (select count(*) from "nexus_source"."steep__letter_sent__twice__next") - (select count(*) from "nexus_source"."steep__letter_sent__winners__next");

-- count conflicts, when duplicated
select count(*) from "nexus_source"."steep__letter_sent__twice__next" as t join "nexus_source"."steep__letter_sent__winners__next" as w on t."_row" = w."_row" where t._ingested_at is not distinct from w._ingested_at and t._content <> w._content;

-- write drop losers, when duplicated
delete from "nexus_source"."steep__letter_sent__next" where "_row" in (select "_row" from "nexus_source"."steep__letter_sent__winners__next");

-- write keep winners, when duplicated
insert into "nexus_source"."steep__letter_sent__next" ("event_id", "natural_id", "account", "occurred_at", "event_name", "heading", "_list_to", "_list_from", "_ingested_at", "_row", "_left_out", "_unusable", "_unreadable")
select "event_id", "natural_id", "account", "occurred_at", "event_name", "heading", "_list_to", "_list_from", "_ingested_at", "_row", "_left_out", "_unusable", "_unreadable" from "nexus_source"."steep__letter_sent__winners__next";

-- write drop winners, when duplicated
drop table if exists "nexus_source"."steep__letter_sent__winners__next";

-- write drop gathered, when duplicated
drop table if exists "nexus_source"."steep__letter_sent__twice__next";

-- write drop keys twice
drop table if exists "nexus_source"."steep__letter_sent__keys_twice__next";

-- count known
select count(*) from "nexus_source"."steep__letter_sent";

-- write find what is remembered, when known
create table "nexus_source"."steep__letter_sent__remembered__next" as
select "_row" from "nexus_source"."steep__letter_sent" as p where not exists (select 1 from "nexus_source"."steep__letter_sent__next" as n where n."_row" = p."_row" and ("n"."_ingested_at" >= p._ingested_at or "n"."_ingested_at" is null or p._ingested_at is null));

-- count remembered, when known
select count(*) from "nexus_source"."steep__letter_sent__remembered__next";

-- write give way, when remembered
delete from "nexus_source"."steep__letter_sent__next" where "_row" in (select "_row" from "nexus_source"."steep__letter_sent__remembered__next");

-- write remember, when remembered
insert into "nexus_source"."steep__letter_sent__next" ("event_id", "natural_id", "account", "occurred_at", "event_name", "heading", "_list_to", "_list_from", "_ingested_at", "_row", "_left_out", "_unusable", "_unreadable")
select "p"."event_id", "p"."natural_id", "p"."account", "p"."occurred_at", "p"."event_name", "p"."heading", "p"."_list_to", "p"."_list_from", "p"."_ingested_at", "p"."_row", "p"."_left_out", "p"."_unusable", "p"."_unreadable" from "nexus_source"."steep__letter_sent" as p where "_row" in (select "_row" from "nexus_source"."steep__letter_sent__remembered__next");

-- write drop what is remembered, when known
drop table if exists "nexus_source"."steep__letter_sent__remembered__next";

-- write deletions
create table "nexus_source"."steep__letter_sent__deletions__next" as
select "_row", max(_ingested_at) as _ingested_at from (select "_row", _ingested_at from "nexus_source"."steep__letter_sent__deletions" union all select "_row", _ingested_at from "nexus_source"."steep__letter_sent__next" where "_left_out") as d group by "_row";

-- count gone
select count(*) from "nexus_source"."steep__letter_sent__next" where "_left_out" or exists (select 1 from "nexus_source"."steep__letter_sent__deletions__next" as d where d."_row" = "nexus_source"."steep__letter_sent__next"."_row" and d._ingested_at >= "nexus_source"."steep__letter_sent__next"._ingested_at);

-- write delete, when gone
delete from "nexus_source"."steep__letter_sent__next" where "_left_out" or exists (select 1 from "nexus_source"."steep__letter_sent__deletions__next" as d where d."_row" = "nexus_source"."steep__letter_sent__next"."_row" and d._ingested_at >= "nexus_source"."steep__letter_sent__next"._ingested_at);

-- count kept
select count(*) from "nexus_source"."steep__letter_sent__next";
