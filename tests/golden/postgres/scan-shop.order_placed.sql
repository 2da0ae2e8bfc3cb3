-- scan shop.order_placed
-- reads raw.orders
-- writes source.kettle__order_placed, source.kettle__order_placed__set_aside, source.kettle__order_placed__deletions

-- write scan
create table "nexus_source"."kettle__order_placed__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."natural_id" as text) collate "C" as "natural_id", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."event_description" as text) collate "C" as "event_description", cast("q"."value" as double precision) as "value", cast("q"."value_unit" as text) collate "C" as "value_unit", cast("q"."sku" as text) collate "C" as "sku", cast("q"."maker" as text) collate "C" as "maker", cast("q"."shouted" as text) collate "C" as "shouted", cast("q"."buyer__email" as text) collate "C" as "buyer__email", cast("q"."buyer__phone" as text) collate "C" as "buyer__phone", cast("q"."buyer__customer_id" as text) collate "C" as "buyer__customer_id", cast("q"."buyer__device" as text) collate "C" as "buyer__device", cast("q"."buyer__card" as text) collate "C" as "buyer__card", cast("q"."buyer__name" as text) collate "C" as "buyer__name", cast("q"."recipient__email" as text) collate "C" as "recipient__email", cast("q"."order__order_id" as text) collate "C" as "order__order_id", cast("q"."order__sku" as text) collate "C" as "order__sku", cast("q"."_ingested_at" as timestamp) as "_ingested_at", cast("q"."_deleted" as boolean) as "_deleted", cast("q"."_unusable" as text) collate "C" as "_unusable", cast("q"."_unreadable" as text) collate "C" as "_unreadable" from (select
  'evt_' || md5('6:kettle' || coalesce("nexus_meta"."text_of"(length(cast(null as varchar))) || ':' || cast(null as varchar), '-') || '12:order_placed' || coalesce("nexus_meta"."text_of"(length(nullif("nexus_meta"."text_of"("r"."id"), ''))) || ':' || nullif("nexus_meta"."text_of"("r"."id"), ''), '-')) as "event_id",
  nullif("nexus_meta"."text_of"("r"."id"), '') as "natural_id",
  "nexus_meta"."timestamp_of"("r"."placed_at", 'Europe/Madrid') as "occurred_at",
  case when coalesce('ordered ', "lookup_1".nexus_value) is not null then coalesce('ordered ', '') || coalesce("lookup_1".nexus_value, '') end as "event_description",
  "nexus_meta"."finite"("nexus_meta"."try_number"("r"."total") / case when upper("r"."currency") in ('BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') then 1 when upper("r"."currency") in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000 else 100 end) as "value",
  "nexus_meta"."lower_of"("r"."currency") as "value_unit",
  "r"."sku" as "sku",
  "lookup_2".nexus_value as "maker",
  "nexus_meta"."text_of"(upper(channel)) as "shouted",
  nullif("r"."email", '') as "buyer__email",
  nullif("r"."phone", '') as "buyer__phone",
  nullif("nexus_meta"."text_of"("r"."customer_id"), '') as "buyer__customer_id",
  nullif("r"."device", '') as "buyer__device",
  nullif("r"."card", '') as "buyer__card",
  "r"."name" as "buyer__name",
  case when nullif(btrim("r"."gift_for", '                　'), '') is not null then nullif(nullif(regexp_substr("r"."gift_for", '[^ <>]+@[^ <>]+'), ''), '') end as "recipient__email",
  nullif("nexus_meta"."text_of"("r"."id"), '') as "order__order_id",
  "r"."sku" as "order__sku",
  "r"."loaded_at" as "_ingested_at",
  coalesce("nexus_meta"."at_zone"("r"."removed_at", 'Europe/Madrid') > cast('1970-01-01' as timestamp) and isfinite("nexus_meta"."at_zone"("r"."removed_at", 'Europe/Madrid')), false) as "_deleted",
  coalesce(case when nullif("nexus_meta"."text_of"("r"."id"), '') is null then 'the id is null' end, case when not (coalesce("nexus_meta"."at_zone"("r"."removed_at", 'Europe/Madrid') > cast('1970-01-01' as timestamp) and isfinite("nexus_meta"."at_zone"("r"."removed_at", 'Europe/Madrid')), false)) then case when "nexus_meta"."timestamp_of"("r"."placed_at", 'Europe/Madrid') between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim("r"."placed_at", '                　'), '') is null then 'occurred_at is null' when "nexus_meta"."timestamp_of"("r"."placed_at", 'Europe/Madrid') < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."timestamp_of"("r"."placed_at", 'Europe/Madrid') is null or not isfinite("nexus_meta"."timestamp_of"("r"."placed_at", 'Europe/Madrid')) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end end) as "_unusable",
  cast(null as varchar) as "_unreadable"
from "raw"."orders" as "r"
left join (select "l"."sku" as nexus_key, (array_agg("l"."title" order by "l"."title" desc) filter (where "l"."title" is not null and "l"."title" is not null))[1] as nexus_value from "raw"."products" as l where "l"."sku" is not null and "l"."title" is not null group by 1) as "lookup_1" on "lookup_1".nexus_key = "r"."sku"
left join (select "l"."sku" as nexus_key, (array_agg("l"."maker" order by "l"."maker" desc) filter (where "l"."maker" is not null and "l"."maker" is not null))[1] as nexus_value from "raw"."products" as l where "l"."sku" is not null and "l"."maker" is not null group by 1) as "lookup_2" on "lookup_2".nexus_key = "r"."sku"
where not (coalesce("r"."channel" in ('test', 'bogus'), false))) as q;

-- write gather statistics
analyze "nexus_source"."kettle__order_placed__next";

-- count unusable
select count(*) from "nexus_source"."kettle__order_placed__next" where _unusable is not null;

-- count unreadable
select count(*) from "nexus_source"."kettle__order_placed__next" where _unreadable is not null and _unusable is null;

-- write set aside table
create table if not exists "nexus_source"."kettle__order_placed__set_aside__next" ("source" text collate "C", "event" text collate "C", "reason" text collate "C", "row" text collate "C");

-- write set aside, when unusable
insert into "nexus_source"."kettle__order_placed__set_aside__next" ("source", "event", "reason", "row")
select
  'shop' as "source",
  'order_placed' as "event",
  coalesce(case when nullif("nexus_meta"."text_of"("r"."id"), '') is null then 'the id is null' end, case when not (coalesce("nexus_meta"."at_zone"("r"."removed_at", 'Europe/Madrid') > cast('1970-01-01' as timestamp) and isfinite("nexus_meta"."at_zone"("r"."removed_at", 'Europe/Madrid')), false)) then case when "nexus_meta"."timestamp_of"("r"."placed_at", 'Europe/Madrid') between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim("r"."placed_at", '                　'), '') is null then 'occurred_at is null' when "nexus_meta"."timestamp_of"("r"."placed_at", 'Europe/Madrid') < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."timestamp_of"("r"."placed_at", 'Europe/Madrid') is null or not isfinite("nexus_meta"."timestamp_of"("r"."placed_at", 'Europe/Madrid')) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end end) as "reason",
  "nexus_meta"."text_of"(row_to_json("r")) as "row"
from "raw"."orders" as "r"
left join (select "l"."sku" as nexus_key, (array_agg("l"."title" order by "l"."title" desc) filter (where "l"."title" is not null and "l"."title" is not null))[1] as nexus_value from "raw"."products" as l where "l"."sku" is not null and "l"."title" is not null group by 1) as "lookup_1" on "lookup_1".nexus_key = "r"."sku"
left join (select "l"."sku" as nexus_key, (array_agg("l"."maker" order by "l"."maker" desc) filter (where "l"."maker" is not null and "l"."maker" is not null))[1] as nexus_value from "raw"."products" as l where "l"."sku" is not null and "l"."maker" is not null group by 1) as "lookup_2" on "lookup_2".nexus_key = "r"."sku"
where not (coalesce("r"."channel" in ('test', 'bogus'), false)) and coalesce(case when nullif("nexus_meta"."text_of"("r"."id"), '') is null then 'the id is null' end, case when not (coalesce("nexus_meta"."at_zone"("r"."removed_at", 'Europe/Madrid') > cast('1970-01-01' as timestamp) and isfinite("nexus_meta"."at_zone"("r"."removed_at", 'Europe/Madrid')), false)) then case when "nexus_meta"."timestamp_of"("r"."placed_at", 'Europe/Madrid') between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim("r"."placed_at", '                　'), '') is null then 'occurred_at is null' when "nexus_meta"."timestamp_of"("r"."placed_at", 'Europe/Madrid') < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "nexus_meta"."timestamp_of"("r"."placed_at", 'Europe/Madrid') is null or not isfinite("nexus_meta"."timestamp_of"("r"."placed_at", 'Europe/Madrid')) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end end) is not null;

-- write leave out, when unusable
delete from "nexus_source"."kettle__order_placed__next" where _unusable is not null;

-- write find what is withdrawn
create table "nexus_source"."kettle__order_placed__withdrawn__next" as
select
  'evt_' || md5('6:kettle' || coalesce("nexus_meta"."text_of"(length(cast(null as varchar))) || ':' || cast(null as varchar), '-') || '12:order_placed' || coalesce("nexus_meta"."text_of"(length(nullif("nexus_meta"."text_of"("r"."id"), ''))) || ':' || nullif("nexus_meta"."text_of"("r"."id"), ''), '-')) as "event_id",
  "r"."loaded_at" as "_ingested_at"
from "raw"."orders" as "r"
left join (select "l"."sku" as nexus_key, (array_agg("l"."title" order by "l"."title" desc) filter (where "l"."title" is not null and "l"."title" is not null))[1] as nexus_value from "raw"."products" as l where "l"."sku" is not null and "l"."title" is not null group by 1) as "lookup_1" on "lookup_1".nexus_key = "r"."sku"
left join (select "l"."sku" as nexus_key, (array_agg("l"."maker" order by "l"."maker" desc) filter (where "l"."maker" is not null and "l"."maker" is not null))[1] as nexus_value from "raw"."products" as l where "l"."sku" is not null and "l"."maker" is not null group by 1) as "lookup_2" on "lookup_2".nexus_key = "r"."sku"
where not coalesce((not (coalesce("r"."channel" in ('test', 'bogus'), false))), false);

-- write withdraw
delete from "nexus_source"."kettle__order_placed__next" where exists (select 1 from "nexus_source"."kettle__order_placed__withdrawn__next" as w where w."event_id" = "nexus_source"."kettle__order_placed__next"."event_id" and w._ingested_at > "nexus_source"."kettle__order_placed__next"._ingested_at);

-- write find keys twice
create table "nexus_source"."kettle__order_placed__keys_twice__next" as
select "event_id" from "nexus_source"."kettle__order_placed__next" group by "event_id" having count(*) > 1;

-- count duplicated
select count(*) from "nexus_source"."kettle__order_placed__keys_twice__next";

-- write gather, when duplicated
create table "nexus_source"."kettle__order_placed__twice__next" as
select *, md5(coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("event_id"))) || ':' || "nexus_meta"."text_of"("event_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("natural_id"))) || ':' || "nexus_meta"."text_of"("natural_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("occurred_at"))) || ':' || "nexus_meta"."text_of"("occurred_at"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("event_description"))) || ':' || "nexus_meta"."text_of"("event_description"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("value"))) || ':' || "nexus_meta"."text_of"("value"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("value_unit"))) || ':' || "nexus_meta"."text_of"("value_unit"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("sku"))) || ':' || "nexus_meta"."text_of"("sku"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("maker"))) || ':' || "nexus_meta"."text_of"("maker"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("shouted"))) || ':' || "nexus_meta"."text_of"("shouted"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("buyer__email"))) || ':' || "nexus_meta"."text_of"("buyer__email"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("buyer__phone"))) || ':' || "nexus_meta"."text_of"("buyer__phone"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("buyer__customer_id"))) || ':' || "nexus_meta"."text_of"("buyer__customer_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("buyer__device"))) || ':' || "nexus_meta"."text_of"("buyer__device"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("buyer__card"))) || ':' || "nexus_meta"."text_of"("buyer__card"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("buyer__name"))) || ':' || "nexus_meta"."text_of"("buyer__name"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("recipient__email"))) || ':' || "nexus_meta"."text_of"("recipient__email"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("order__order_id"))) || ':' || "nexus_meta"."text_of"("order__order_id"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("order__sku"))) || ':' || "nexus_meta"."text_of"("order__sku"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_ingested_at"))) || ':' || "nexus_meta"."text_of"("_ingested_at"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_deleted"))) || ':' || "nexus_meta"."text_of"("_deleted"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_unusable"))) || ':' || "nexus_meta"."text_of"("_unusable"), '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("_unreadable"))) || ':' || "nexus_meta"."text_of"("_unreadable"), '-')) as _content from "nexus_source"."kettle__order_placed__next" where "event_id" in (select "event_id" from "nexus_source"."kettle__order_placed__keys_twice__next");

-- write choose, when duplicated
create table "nexus_source"."kettle__order_placed__winners__next" as
select "event_id", "natural_id", "occurred_at", "event_description", "value", "value_unit", "sku", "maker", "shouted", "buyer__email", "buyer__phone", "buyer__customer_id", "buyer__device", "buyer__card", "buyer__name", "recipient__email", "order__order_id", "order__sku", "_ingested_at", "_deleted", "_unusable", "_unreadable", _content from (select *, row_number() over (partition by "event_id" order by _ingested_at desc nulls last, "_deleted" desc, _content) as _place from "nexus_source"."kettle__order_placed__twice__next") as r where _place = 1;

-- count duplicates, when duplicated
select (select count(*) from "nexus_source"."kettle__order_placed__twice__next") - (select count(*) from "nexus_source"."kettle__order_placed__winners__next");

-- count conflicts, when duplicated
select count(*) from "nexus_source"."kettle__order_placed__twice__next" as t join "nexus_source"."kettle__order_placed__winners__next" as w on t."event_id" = w."event_id" where t._ingested_at is not distinct from w._ingested_at and t._content <> w._content;

-- write drop losers, when duplicated
delete from "nexus_source"."kettle__order_placed__next" where "event_id" in (select "event_id" from "nexus_source"."kettle__order_placed__winners__next");

-- write keep winners, when duplicated
insert into "nexus_source"."kettle__order_placed__next" ("event_id", "natural_id", "occurred_at", "event_description", "value", "value_unit", "sku", "maker", "shouted", "buyer__email", "buyer__phone", "buyer__customer_id", "buyer__device", "buyer__card", "buyer__name", "recipient__email", "order__order_id", "order__sku", "_ingested_at", "_deleted", "_unusable", "_unreadable")
select "event_id", "natural_id", "occurred_at", "event_description", "value", "value_unit", "sku", "maker", "shouted", "buyer__email", "buyer__phone", "buyer__customer_id", "buyer__device", "buyer__card", "buyer__name", "recipient__email", "order__order_id", "order__sku", "_ingested_at", "_deleted", "_unusable", "_unreadable" from "nexus_source"."kettle__order_placed__winners__next";

-- write drop winners, when duplicated
drop table if exists "nexus_source"."kettle__order_placed__winners__next";

-- write drop gathered, when duplicated
drop table if exists "nexus_source"."kettle__order_placed__twice__next";

-- write drop keys twice
drop table if exists "nexus_source"."kettle__order_placed__keys_twice__next";

-- count known
select count(*) from "nexus_source"."kettle__order_placed";

-- write find what is remembered, when known
create table "nexus_source"."kettle__order_placed__remembered__next" as
select "event_id" from "nexus_source"."kettle__order_placed" as p where not exists (select 1 from "nexus_source"."kettle__order_placed__next" as n where n."event_id" = p."event_id" and ("n"."_ingested_at" >= p._ingested_at or "n"."_ingested_at" is null or p._ingested_at is null)) and not exists (select 1 from "nexus_source"."kettle__order_placed__withdrawn__next" as w where w."event_id" = p."event_id" and ("w"."_ingested_at" >= p._ingested_at or "w"."_ingested_at" is null or p._ingested_at is null));

-- count remembered, when known
select count(*) from "nexus_source"."kettle__order_placed__remembered__next";

-- write give way, when remembered
delete from "nexus_source"."kettle__order_placed__next" where "event_id" in (select "event_id" from "nexus_source"."kettle__order_placed__remembered__next");

-- write remember, when remembered
insert into "nexus_source"."kettle__order_placed__next" ("event_id", "natural_id", "occurred_at", "event_description", "value", "value_unit", "sku", "maker", "shouted", "buyer__email", "buyer__phone", "buyer__customer_id", "buyer__device", "buyer__card", "buyer__name", "recipient__email", "order__order_id", "order__sku", "_ingested_at", "_deleted", "_unusable", "_unreadable")
select "p"."event_id", "p"."natural_id", "p"."occurred_at", "p"."event_description", "p"."value", "p"."value_unit", "p"."sku", "p"."maker", "p"."shouted", "p"."buyer__email", "p"."buyer__phone", "p"."buyer__customer_id", "p"."buyer__device", "p"."buyer__card", "p"."buyer__name", "p"."recipient__email", "p"."order__order_id", "p"."order__sku", "p"."_ingested_at", "p"."_deleted", "p"."_unusable", "p"."_unreadable" from "nexus_source"."kettle__order_placed" as p where "event_id" in (select "event_id" from "nexus_source"."kettle__order_placed__remembered__next");

-- write drop what is remembered, when known
drop table if exists "nexus_source"."kettle__order_placed__remembered__next";

-- write drop what is withdrawn
drop table if exists "nexus_source"."kettle__order_placed__withdrawn__next";

-- write deletions
create table "nexus_source"."kettle__order_placed__deletions__next" as
select "event_id", max(_ingested_at) as _ingested_at from (select "event_id", _ingested_at from "nexus_source"."kettle__order_placed__deletions" union all select "event_id", _ingested_at from "nexus_source"."kettle__order_placed__next" where "_deleted") as d group by "event_id";

-- count deleted
select count(*) from "nexus_source"."kettle__order_placed__next" where _deleted;

-- count gone
select count(*) from "nexus_source"."kettle__order_placed__next" where "_deleted" or exists (select 1 from "nexus_source"."kettle__order_placed__deletions__next" as d where d."event_id" = "nexus_source"."kettle__order_placed__next"."event_id" and d._ingested_at >= "nexus_source"."kettle__order_placed__next"._ingested_at);

-- write delete, when gone
delete from "nexus_source"."kettle__order_placed__next" where "_deleted" or exists (select 1 from "nexus_source"."kettle__order_placed__deletions__next" as d where d."event_id" = "nexus_source"."kettle__order_placed__next"."event_id" and d._ingested_at >= "nexus_source"."kettle__order_placed__next"._ingested_at);

-- count kept
select count(*) from "nexus_source"."kettle__order_placed__next";
