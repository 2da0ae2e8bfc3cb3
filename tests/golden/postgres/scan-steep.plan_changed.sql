-- scan steep.plan_changed
-- reads raw.plans
-- writes source.steep__plan_changed, source.steep__plan_changed__set_aside

-- write scan
create table "nexus_source"."steep__plan_changed__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."natural_id" as text) collate "C" as "natural_id", cast("q"."account" as text) collate "C" as "account", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."plan" as text) collate "C" as "plan", cast("q"."seats" as text) collate "C" as "seats", cast("q"."payer__email" as text) collate "C" as "payer__email", cast("q"."subscriber__team_id" as text) collate "C" as "subscriber__team_id", cast("q"."subscriber__seats" as double precision) as "subscriber__seats", cast("q"."plan__order_id" as text) collate "C" as "plan__order_id", cast("q"."plan__sku" as text) collate "C" as "plan__sku", cast("q"."_ingested_at" as timestamp) as "_ingested_at", cast("q"."_unusable" as text) collate "C" as "_unusable", cast("q"."_unreadable" as text) collate "C" as "_unreadable" from (select
  'evt_' || md5('5:steep' || coalesce("nexus_meta"."text_of"(length(nullif("r"."workspace", ''))) || ':' || nullif("r"."workspace", ''), '-') || '12:plan_changed' || coalesce("nexus_meta"."text_of"(length(nullif("r"."id", ''))) || ':' || nullif("r"."id", ''), '-')) as "event_id",
  nullif("r"."id", '') as "natural_id",
  nullif("r"."workspace", '') as "account",
  "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, 6)) as "occurred_at",
  "r"."plan" as "plan",
  "r"."seats" as "seats",
  nullif("r"."payer", '') as "payer__email",
  nullif("r"."team_id", '') as "subscriber__team_id",
  "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("r"."seats", '                　'), ''))) as "subscriber__seats",
  nullif("r"."id", '') as "plan__order_id",
  "r"."plan" as "plan__sku",
  "r"."synced_at" as "_ingested_at",
  coalesce(case when nullif("r"."id", '') is null then 'the id is null' end, case when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, 6)) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, '                　'), '') is null then 'occurred_at is null' when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, 6)) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, 6)) is null or not isfinite("nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, 6))) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end, case when nullif(btrim("r"."seats", '                　'), '') is not null and "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("r"."seats", '                　'), ''))) is null then 'subscriber.seats is not a number' end) as "_unusable",
  case when nullif(btrim("r"."seats", '                　'), '') is not null and "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("r"."seats", '                　'), ''))) is null then 'subscriber.seats is not a number' end as "_unreadable"
from "raw"."plans" as "r") as q;

-- write gather statistics
analyze "nexus_source"."steep__plan_changed__next";

-- count unusable
select count(*) from "nexus_source"."steep__plan_changed__next" where _unusable is not null;

-- count unreadable
select count(*) from "nexus_source"."steep__plan_changed__next" where _unreadable is not null and _unusable is null;

-- write set aside table
create table if not exists "nexus_source"."steep__plan_changed__set_aside__next" ("source" text collate "C", "event" text collate "C", "reason" text collate "C", "row" text collate "C");

-- write set aside, when unusable
insert into "nexus_source"."steep__plan_changed__set_aside__next" ("source", "event", "reason", "row")
select
  'steep' as "source",
  'plan_changed' as "event",
  coalesce(case when nullif("r"."id", '') is null then 'the id is null' end, case when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, 6)) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, '                　'), '') is null then 'occurred_at is null' when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, 6)) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, 6)) is null or not isfinite("nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, 6))) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end, case when nullif(btrim("r"."seats", '                　'), '') is not null and "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("r"."seats", '                　'), ''))) is null then 'subscriber.seats is not a number' end) as "reason",
  "nexus_meta"."text_of"(row_to_json("r")) as "row"
from "raw"."plans" as "r"
where coalesce(case when nullif("r"."id", '') is null then 'the id is null' end, case when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, 6)) between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, '                　'), '') is null then 'occurred_at is null' when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, 6)) < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, 6)) is null or not isfinite("nexus_meta"."try_timestamp"("nexus_meta"."epoch_moment"(case when abs("r"."since") < 1e15 and "r"."since" = floor("r"."since") then "nexus_meta"."text_of"(cast("r"."since" as bigint)) else "nexus_meta"."text_of"("r"."since") end, 6))) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end, case when nullif(btrim("r"."seats", '                　'), '') is not null and "nexus_meta"."finite"("nexus_meta"."try_number"(nullif(btrim("r"."seats", '                　'), ''))) is null then 'subscriber.seats is not a number' end) is not null;

-- write leave out, when unusable
delete from "nexus_source"."steep__plan_changed__next" where _unusable is not null;

-- write find keys twice
create table "nexus_source"."steep__plan_changed__keys_twice__next" as
select "event_id" from "nexus_source"."steep__plan_changed__next" group by "event_id" having count(*) > 1;

-- count duplicated
select count(*) from "nexus_source"."steep__plan_changed__keys_twice__next";

-- write gather, when duplicated
create table "nexus_source"."steep__plan_changed__twice__next" as
select *, md5(coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("event_id"))) || ':' || "nexus_meta"."text_of"("event_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("natural_id"))) || ':' || "nexus_meta"."text_of"("natural_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("account"))) || ':' || "nexus_meta"."text_of"("account"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("occurred_at"))) || ':' || "nexus_meta"."text_of"("occurred_at"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("plan"))) || ':' || "nexus_meta"."text_of"("plan"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("seats"))) || ':' || "nexus_meta"."text_of"("seats"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("payer__email"))) || ':' || "nexus_meta"."text_of"("payer__email"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("subscriber__team_id"))) || ':' || "nexus_meta"."text_of"("subscriber__team_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("subscriber__seats"))) || ':' || "nexus_meta"."text_of"("subscriber__seats"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("plan__order_id"))) || ':' || "nexus_meta"."text_of"("plan__order_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("plan__sku"))) || ':' || "nexus_meta"."text_of"("plan__sku"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_ingested_at"))) || ':' || "nexus_meta"."text_of"("_ingested_at"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_unusable"))) || ':' || "nexus_meta"."text_of"("_unusable"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_unreadable"))) || ':' || "nexus_meta"."text_of"("_unreadable"), '-')) as _content from "nexus_source"."steep__plan_changed__next" where "event_id" in (select "event_id" from "nexus_source"."steep__plan_changed__keys_twice__next");

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
