-- scan steep.tea_brewed
-- reads raw.brews
-- writes source.steep__tea_brewed, source.steep__tea_brewed__set_aside, source.steep__tea_brewed__deletions

-- write scan
create table "nexus_source"."steep__tea_brewed__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."natural_id" as text) collate "C" as "natural_id", cast("q"."account" as text) collate "C" as "account", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."value" as double precision) as "value", cast("q"."significance" as double precision) as "significance", cast("q"."_list_guests" as text) collate "C" as "_list_guests", cast("q"."brewer__user_id" as text) collate "C" as "brewer__user_id", cast("q"."brewer__email" as text) collate "C" as "brewer__email", cast("q"."brewer__device" as text) collate "C" as "brewer__device", cast("q"."brewer__name" as text) collate "C" as "brewer__name", cast("q"."team__team_id" as text) collate "C" as "team__team_id", cast("q"."team__domain" as text) collate "C" as "team__domain", cast("q"."team__name" as text) collate "C" as "team__name", cast("q"."_ingested_at" as timestamp) as "_ingested_at", cast("q"."_row" as text) collate "C" as "_row", cast("q"."_left_out" as boolean) as "_left_out", cast("q"."_unusable" as text) collate "C" as "_unusable", cast("q"."_unreadable" as text) collate "C" as "_unreadable" from (select
  'evt_' || md5('5:steep' || coalesce("nexus_meta"."text_of"(length(nullif("r"."workspace", ''))) || ':' || nullif("r"."workspace", ''), '-') || '10:tea_brewed' || coalesce("nexus_meta"."text_of"(length(nullif("nexus_meta"."json_text"("r"."record", array['id']), ''))) || ':' || nullif("nexus_meta"."json_text"("r"."record", array['id']), ''), '-')) as "event_id",
  nullif("nexus_meta"."json_text"("r"."record", array['id']), '') as "natural_id",
  nullif("r"."workspace", '') as "account",
  "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3)) as "occurred_at",
  "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("nexus_meta"."json_text"("r"."record", array['cups']), '                　'), ''))) as "value",
  "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("nexus_meta"."json_text"("r"."record", array['stars']), '                　'), ''))) as "significance",
  "nexus_meta"."json_text"("nexus_meta"."json_part"("r"."record", array['guests']), '{}'::text[]) as "_list_guests",
  nullif("nexus_meta"."json_text"("r"."record", array['user', 'id']), '') as "brewer__user_id",
  nullif("nexus_meta"."json_text"("r"."record", array['user', 'email']), '') as "brewer__email",
  nullif("nexus_meta"."json_text"("r"."record", array['device']), '') as "brewer__device",
  "nexus_meta"."json_text"("r"."record", array['user', 'name']) as "brewer__name",
  nullif("nexus_meta"."json_text"("r"."record", array['team', 'id']), '') as "team__team_id",
  nullif("nexus_meta"."json_text"("r"."record", array['team', 'site']), '') as "team__domain",
  "nexus_meta"."json_text"("r"."record", array['team', 'name']) as "team__name",
  "r"."synced_at" as "_ingested_at",
  'evt_' || md5('5:steep' || coalesce("nexus_meta"."text_of"(length(nullif("r"."workspace", ''))) || ':' || nullif("r"."workspace", ''), '-') || '10:tea_brewed' || coalesce("nexus_meta"."text_of"(length(nullif("nexus_meta"."json_text"("r"."record", array['id']), ''))) || ':' || nullif("nexus_meta"."json_text"("r"."record", array['id']), ''), '-')) || ' ' || coalesce("nexus_meta"."text_of"("nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3))), '') as "_row",
  false as "_left_out",
  case when not (false) then coalesce(case when substr("nexus_meta"."text_of"("r"."record"), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif("nexus_meta"."json_text"("r"."record", array['id']), '') is null then 'the id is null' end, case when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3)) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim("nexus_meta"."json_text"("r"."record", array['started']), '                　'), '') is null then 'occurred_at is null' when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3)) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3)) is null or not isfinite("nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3))) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end, case when substr("nexus_meta"."text_of"("r"."record"), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif(btrim("nexus_meta"."json_text"("r"."record", array['cups']), '                　'), '') is not null and "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("nexus_meta"."json_text"("r"."record", array['cups']), '                　'), ''))) is null then 'value is not a number' end, case when nullif(btrim("nexus_meta"."json_text"("r"."record", array['stars']), '                　'), '') is not null and "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("nexus_meta"."json_text"("r"."record", array['stars']), '                　'), ''))) is null then 'significance is not a number' end, case when substr(btrim("nexus_meta"."json_text"("nexus_meta"."json_part"("r"."record", array['guests']), '{}'::text[]), '                　'), 1, 1) <> '[' then 'guests is not a list' end) end as "_unusable",
  case when not (false) then coalesce(case when substr("nexus_meta"."text_of"("r"."record"), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif(btrim("nexus_meta"."json_text"("r"."record", array['cups']), '                　'), '') is not null and "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("nexus_meta"."json_text"("r"."record", array['cups']), '                　'), ''))) is null then 'value is not a number' end, case when nullif(btrim("nexus_meta"."json_text"("r"."record", array['stars']), '                　'), '') is not null and "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("nexus_meta"."json_text"("r"."record", array['stars']), '                　'), ''))) is null then 'significance is not a number' end, case when substr(btrim("nexus_meta"."json_text"("nexus_meta"."json_part"("r"."record", array['guests']), '{}'::text[]), '                　'), 1, 1) <> '[' then 'guests is not a list' end) end as "_unreadable"
from "raw"."brews" as "r") as q;

-- write gather statistics
analyze "nexus_source"."steep__tea_brewed__next";

-- count unusable
select count(*) from "nexus_source"."steep__tea_brewed__next" where _unusable is not null;

-- count left out
select count(*) from "nexus_source"."steep__tea_brewed__next" where _left_out;

-- count unreadable
select count(*) from "nexus_source"."steep__tea_brewed__next" where _unreadable is not null and _unusable is null;

-- write set aside table
create table if not exists "nexus_source"."steep__tea_brewed__set_aside__next" ("source" text collate "C", "event" text collate "C", "reason" text collate "C", "row" text collate "C");

-- write set aside, when unusable
insert into "nexus_source"."steep__tea_brewed__set_aside__next" ("source", "event", "reason", "row")
select
  'steep' as "source",
  'tea_brewed' as "event",
  case when not (false) then coalesce(case when substr("nexus_meta"."text_of"("r"."record"), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif("nexus_meta"."json_text"("r"."record", array['id']), '') is null then 'the id is null' end, case when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3)) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim("nexus_meta"."json_text"("r"."record", array['started']), '                　'), '') is null then 'occurred_at is null' when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3)) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3)) is null or not isfinite("nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3))) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end, case when substr("nexus_meta"."text_of"("r"."record"), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif(btrim("nexus_meta"."json_text"("r"."record", array['cups']), '                　'), '') is not null and "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("nexus_meta"."json_text"("r"."record", array['cups']), '                　'), ''))) is null then 'value is not a number' end, case when nullif(btrim("nexus_meta"."json_text"("r"."record", array['stars']), '                　'), '') is not null and "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("nexus_meta"."json_text"("r"."record", array['stars']), '                　'), ''))) is null then 'significance is not a number' end, case when substr(btrim("nexus_meta"."json_text"("nexus_meta"."json_part"("r"."record", array['guests']), '{}'::text[]), '                　'), 1, 1) <> '[' then 'guests is not a list' end) end as "reason",
  "nexus_meta"."text_of"(row_to_json("r")) as "row"
from "raw"."brews" as "r"
where case when not (false) then coalesce(case when substr("nexus_meta"."text_of"("r"."record"), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif("nexus_meta"."json_text"("r"."record", array['id']), '') is null then 'the id is null' end, case when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3)) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim("nexus_meta"."json_text"("r"."record", array['started']), '                　'), '') is null then 'occurred_at is null' when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3)) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3)) is null or not isfinite("nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"("nexus_meta"."json_text"("r"."record", array['started']), 3))) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end, case when substr("nexus_meta"."text_of"("r"."record"), 1, 1) = '"' then 'record is a text, not a JSON document' end, case when nullif(btrim("nexus_meta"."json_text"("r"."record", array['cups']), '                　'), '') is not null and "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("nexus_meta"."json_text"("r"."record", array['cups']), '                　'), ''))) is null then 'value is not a number' end, case when nullif(btrim("nexus_meta"."json_text"("r"."record", array['stars']), '                　'), '') is not null and "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("nexus_meta"."json_text"("r"."record", array['stars']), '                　'), ''))) is null then 'significance is not a number' end, case when substr(btrim("nexus_meta"."json_text"("nexus_meta"."json_part"("r"."record", array['guests']), '{}'::text[]), '                　'), 1, 1) <> '[' then 'guests is not a list' end) end is not null;

-- write leave out, when unusable
delete from "nexus_source"."steep__tea_brewed__next" where _unusable is not null;

-- write find keys twice
create table "nexus_source"."steep__tea_brewed__keys_twice__next" as
select "_row" from "nexus_source"."steep__tea_brewed__next" group by "_row" having count(*) > 1;

-- count duplicated
select count(*) from "nexus_source"."steep__tea_brewed__keys_twice__next";

-- write gather, when duplicated
create table "nexus_source"."steep__tea_brewed__twice__next" as
select *, md5(coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("event_id"))) || ':' || "nexus_meta"."text_of"("event_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("natural_id"))) || ':' || "nexus_meta"."text_of"("natural_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("account"))) || ':' || "nexus_meta"."text_of"("account"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("occurred_at"))) || ':' || "nexus_meta"."text_of"("occurred_at"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("value"))) || ':' || "nexus_meta"."text_of"("value"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("significance"))) || ':' || "nexus_meta"."text_of"("significance"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_list_guests"))) || ':' || "nexus_meta"."text_of"("_list_guests"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("brewer__user_id"))) || ':' || "nexus_meta"."text_of"("brewer__user_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("brewer__email"))) || ':' || "nexus_meta"."text_of"("brewer__email"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("brewer__device"))) || ':' || "nexus_meta"."text_of"("brewer__device"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("brewer__name"))) || ':' || "nexus_meta"."text_of"("brewer__name"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("team__team_id"))) || ':' || "nexus_meta"."text_of"("team__team_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("team__domain"))) || ':' || "nexus_meta"."text_of"("team__domain"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("team__name"))) || ':' || "nexus_meta"."text_of"("team__name"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_ingested_at"))) || ':' || "nexus_meta"."text_of"("_ingested_at"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_row"))) || ':' || "nexus_meta"."text_of"("_row"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_left_out"))) || ':' || "nexus_meta"."text_of"("_left_out"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_unusable"))) || ':' || "nexus_meta"."text_of"("_unusable"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_unreadable"))) || ':' || "nexus_meta"."text_of"("_unreadable"), '-')) as _content from "nexus_source"."steep__tea_brewed__next" where "_row" in (select "_row" from "nexus_source"."steep__tea_brewed__keys_twice__next");

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
