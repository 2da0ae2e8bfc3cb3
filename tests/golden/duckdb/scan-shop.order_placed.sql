-- scan shop.order_placed
-- reads raw.orders
-- writes source.kettle__order_placed, source.kettle__order_placed__set_aside, source.kettle__order_placed__deletions

-- write create
create table if not exists "nexus_source"."kettle__order_placed__next" ("event_id" varchar using compression uncompressed, "natural_id" varchar using compression uncompressed, "occurred_at" timestamp, "event_description" varchar, "value" double, "value_unit" varchar, "sku" varchar, "maker" varchar, "shouted" varchar, "buyer__email" varchar using compression uncompressed, "buyer__phone" varchar using compression uncompressed, "buyer__customer_id" varchar using compression uncompressed, "buyer__device" varchar using compression uncompressed, "buyer__card" varchar using compression uncompressed, "buyer__name" varchar, "recipient__email" varchar using compression uncompressed, "order__order_id" varchar using compression uncompressed, "order__sku" varchar, "_ingested_at" timestamp, "_deleted" boolean, "_unusable" varchar, "_unreadable" varchar);

-- write scan
insert into "nexus_source"."kettle__order_placed__next" ("event_id", "natural_id", "occurred_at", "event_description", "value", "value_unit", "sku", "maker", "shouted", "buyer__email", "buyer__phone", "buyer__customer_id", "buyer__device", "buyer__card", "buyer__name", "recipient__email", "order__order_id", "order__sku", "_ingested_at", "_deleted", "_unusable", "_unreadable")
select
  'evt_' || md5('6:kettle' || coalesce(cast(length(cast(null as varchar)) as varchar) || ':' || cast(null as varchar), '-') || '12:order_placed' || coalesce(cast(length(nullif(cast("r"."id" as varchar), '')) as varchar) || ':' || nullif(cast("r"."id" as varchar), ''), '-')) as "event_id",
  nullif(cast("r"."id" as varchar), '') as "natural_id",
  case when length(trim("r"."placed_at")) > 10 and regexp_matches(trim("r"."placed_at"), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim("r"."placed_at"), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) when regexp_matches(trim("r"."placed_at"), '(Z|z|UTC)$') then try_cast(trim("r"."placed_at") as timestamp) else timezone('UTC', timezone('Europe/Madrid', try_cast(trim("r"."placed_at") as timestamp))) end as "occurred_at",
  case when coalesce('ordered ', "lookup_1".nexus_value) is not null then coalesce('ordered ', '') || coalesce("lookup_1".nexus_value, '') end as "event_description",
  case when isfinite(try_cast("r"."total" as double) / case when upper("r"."currency") in ('BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') then 1 when upper("r"."currency") in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000 else 100 end) then try_cast("r"."total" as double) / case when upper("r"."currency") in ('BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') then 1 when upper("r"."currency") in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000 else 100 end end as "value",
  lower("r"."currency") as "value_unit",
  "r"."sku" as "sku",
  "lookup_2".nexus_value as "maker",
  cast(upper(channel) as varchar) as "shouted",
  nullif("r"."email", '') as "buyer__email",
  nullif("r"."phone", '') as "buyer__phone",
  nullif(cast("r"."customer_id" as varchar), '') as "buyer__customer_id",
  nullif("r"."device", '') as "buyer__device",
  nullif("r"."card", '') as "buyer__card",
  "r"."name" as "buyer__name",
  case when nullif(trim("r"."gift_for"), '') is not null then nullif(nullif(regexp_extract("r"."gift_for", '[^ <>]+@[^ <>]+'), ''), '') end as "recipient__email",
  nullif(cast("r"."id" as varchar), '') as "order__order_id",
  "r"."sku" as "order__sku",
  "r"."loaded_at" as "_ingested_at",
  coalesce(timezone('UTC', timezone('Europe/Madrid', "r"."removed_at")) > cast('1970-01-01' as timestamp) and isfinite(timezone('UTC', timezone('Europe/Madrid', "r"."removed_at"))), false) as "_deleted",
  coalesce(case when nullif(cast("r"."id" as varchar), '') is null then 'the id is null' end, case when not (coalesce(timezone('UTC', timezone('Europe/Madrid', "r"."removed_at")) > cast('1970-01-01' as timestamp) and isfinite(timezone('UTC', timezone('Europe/Madrid', "r"."removed_at"))), false)) then case when case when length(trim("r"."placed_at")) > 10 and regexp_matches(trim("r"."placed_at"), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim("r"."placed_at"), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) when regexp_matches(trim("r"."placed_at"), '(Z|z|UTC)$') then try_cast(trim("r"."placed_at") as timestamp) else timezone('UTC', timezone('Europe/Madrid', try_cast(trim("r"."placed_at") as timestamp))) end between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(trim("r"."placed_at"), '') is null then 'occurred_at is null' when case when length(trim("r"."placed_at")) > 10 and regexp_matches(trim("r"."placed_at"), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim("r"."placed_at"), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) when regexp_matches(trim("r"."placed_at"), '(Z|z|UTC)$') then try_cast(trim("r"."placed_at") as timestamp) else timezone('UTC', timezone('Europe/Madrid', try_cast(trim("r"."placed_at") as timestamp))) end < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when case when length(trim("r"."placed_at")) > 10 and regexp_matches(trim("r"."placed_at"), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim("r"."placed_at"), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) when regexp_matches(trim("r"."placed_at"), '(Z|z|UTC)$') then try_cast(trim("r"."placed_at") as timestamp) else timezone('UTC', timezone('Europe/Madrid', try_cast(trim("r"."placed_at") as timestamp))) end is null or not isfinite(case when length(trim("r"."placed_at")) > 10 and regexp_matches(trim("r"."placed_at"), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim("r"."placed_at"), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) when regexp_matches(trim("r"."placed_at"), '(Z|z|UTC)$') then try_cast(trim("r"."placed_at") as timestamp) else timezone('UTC', timezone('Europe/Madrid', try_cast(trim("r"."placed_at") as timestamp))) end) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end end) as "_unusable",
  cast(null as varchar) as "_unreadable"
from "raw"."orders" as "r"
left join (select "l"."sku" as nexus_key, arg_max("l"."title", "l"."title") as nexus_value from "raw"."products" as l where "l"."sku" is not null and "l"."title" is not null group by 1) as "lookup_1" on "lookup_1".nexus_key = "r"."sku"
left join (select "l"."sku" as nexus_key, arg_max("l"."maker", "l"."maker") as nexus_value from "raw"."products" as l where "l"."sku" is not null and "l"."maker" is not null group by 1) as "lookup_2" on "lookup_2".nexus_key = "r"."sku"
where not (coalesce("r"."channel" in ('test', 'bogus'), false));

-- count unusable
select count(*) from "nexus_source"."kettle__order_placed__next" where _unusable is not null;

-- count unreadable
select count(*) from "nexus_source"."kettle__order_placed__next" where _unreadable is not null and _unusable is null;

-- write set aside table
create table if not exists "nexus_source"."kettle__order_placed__set_aside__next" ("source" varchar, "event" varchar, "reason" varchar, "row" varchar);

-- write set aside, when unusable
insert into "nexus_source"."kettle__order_placed__set_aside__next" ("source", "event", "reason", "row")
select
  'shop' as "source",
  'order_placed' as "event",
  coalesce(case when nullif(cast("r"."id" as varchar), '') is null then 'the id is null' end, case when not (coalesce(timezone('UTC', timezone('Europe/Madrid', "r"."removed_at")) > cast('1970-01-01' as timestamp) and isfinite(timezone('UTC', timezone('Europe/Madrid', "r"."removed_at"))), false)) then case when case when length(trim("r"."placed_at")) > 10 and regexp_matches(trim("r"."placed_at"), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim("r"."placed_at"), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) when regexp_matches(trim("r"."placed_at"), '(Z|z|UTC)$') then try_cast(trim("r"."placed_at") as timestamp) else timezone('UTC', timezone('Europe/Madrid', try_cast(trim("r"."placed_at") as timestamp))) end between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(trim("r"."placed_at"), '') is null then 'occurred_at is null' when case when length(trim("r"."placed_at")) > 10 and regexp_matches(trim("r"."placed_at"), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim("r"."placed_at"), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) when regexp_matches(trim("r"."placed_at"), '(Z|z|UTC)$') then try_cast(trim("r"."placed_at") as timestamp) else timezone('UTC', timezone('Europe/Madrid', try_cast(trim("r"."placed_at") as timestamp))) end < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when case when length(trim("r"."placed_at")) > 10 and regexp_matches(trim("r"."placed_at"), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim("r"."placed_at"), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) when regexp_matches(trim("r"."placed_at"), '(Z|z|UTC)$') then try_cast(trim("r"."placed_at") as timestamp) else timezone('UTC', timezone('Europe/Madrid', try_cast(trim("r"."placed_at") as timestamp))) end is null or not isfinite(case when length(trim("r"."placed_at")) > 10 and regexp_matches(trim("r"."placed_at"), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim("r"."placed_at"), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) when regexp_matches(trim("r"."placed_at"), '(Z|z|UTC)$') then try_cast(trim("r"."placed_at") as timestamp) else timezone('UTC', timezone('Europe/Madrid', try_cast(trim("r"."placed_at") as timestamp))) end) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end end) as "reason",
  cast(to_json("r") as varchar) as "row"
from "raw"."orders" as "r"
left join (select "l"."sku" as nexus_key, arg_max("l"."title", "l"."title") as nexus_value from "raw"."products" as l where "l"."sku" is not null and "l"."title" is not null group by 1) as "lookup_1" on "lookup_1".nexus_key = "r"."sku"
left join (select "l"."sku" as nexus_key, arg_max("l"."maker", "l"."maker") as nexus_value from "raw"."products" as l where "l"."sku" is not null and "l"."maker" is not null group by 1) as "lookup_2" on "lookup_2".nexus_key = "r"."sku"
where not (coalesce("r"."channel" in ('test', 'bogus'), false)) and coalesce(case when nullif(cast("r"."id" as varchar), '') is null then 'the id is null' end, case when not (coalesce(timezone('UTC', timezone('Europe/Madrid', "r"."removed_at")) > cast('1970-01-01' as timestamp) and isfinite(timezone('UTC', timezone('Europe/Madrid', "r"."removed_at"))), false)) then case when case when length(trim("r"."placed_at")) > 10 and regexp_matches(trim("r"."placed_at"), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim("r"."placed_at"), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) when regexp_matches(trim("r"."placed_at"), '(Z|z|UTC)$') then try_cast(trim("r"."placed_at") as timestamp) else timezone('UTC', timezone('Europe/Madrid', try_cast(trim("r"."placed_at") as timestamp))) end between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(trim("r"."placed_at"), '') is null then 'occurred_at is null' when case when length(trim("r"."placed_at")) > 10 and regexp_matches(trim("r"."placed_at"), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim("r"."placed_at"), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) when regexp_matches(trim("r"."placed_at"), '(Z|z|UTC)$') then try_cast(trim("r"."placed_at") as timestamp) else timezone('UTC', timezone('Europe/Madrid', try_cast(trim("r"."placed_at") as timestamp))) end < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when case when length(trim("r"."placed_at")) > 10 and regexp_matches(trim("r"."placed_at"), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim("r"."placed_at"), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) when regexp_matches(trim("r"."placed_at"), '(Z|z|UTC)$') then try_cast(trim("r"."placed_at") as timestamp) else timezone('UTC', timezone('Europe/Madrid', try_cast(trim("r"."placed_at") as timestamp))) end is null or not isfinite(case when length(trim("r"."placed_at")) > 10 and regexp_matches(trim("r"."placed_at"), '[+-][0-9]{2}(:?[0-9]{2})?$') then timezone('UTC', try_cast(regexp_replace(regexp_replace(trim("r"."placed_at"), ' +([+-][0-9:]+)$', '\1'), '([T ][0-9]{2}:[0-9]{2})([+-])', '\1:00\2') as timestamptz)) when regexp_matches(trim("r"."placed_at"), '(Z|z|UTC)$') then try_cast(trim("r"."placed_at") as timestamp) else timezone('UTC', timezone('Europe/Madrid', try_cast(trim("r"."placed_at") as timestamp))) end) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end end) is not null;

-- write leave out, when unusable
delete from "nexus_source"."kettle__order_placed__next" where _unusable is not null;

-- write find what is withdrawn
create table "nexus_source"."kettle__order_placed__withdrawn__next" as
select
  'evt_' || md5('6:kettle' || coalesce(cast(length(cast(null as varchar)) as varchar) || ':' || cast(null as varchar), '-') || '12:order_placed' || coalesce(cast(length(nullif(cast("r"."id" as varchar), '')) as varchar) || ':' || nullif(cast("r"."id" as varchar), ''), '-')) as "event_id",
  "r"."loaded_at" as "_ingested_at"
from "raw"."orders" as "r"
left join (select "l"."sku" as nexus_key, arg_max("l"."title", "l"."title") as nexus_value from "raw"."products" as l where "l"."sku" is not null and "l"."title" is not null group by 1) as "lookup_1" on "lookup_1".nexus_key = "r"."sku"
left join (select "l"."sku" as nexus_key, arg_max("l"."maker", "l"."maker") as nexus_value from "raw"."products" as l where "l"."sku" is not null and "l"."maker" is not null group by 1) as "lookup_2" on "lookup_2".nexus_key = "r"."sku"
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
select *, md5(coalesce(cast(length(cast("event_id" as varchar)) as varchar) || ':' || cast("event_id" as varchar), '-') || coalesce(cast(length(cast("natural_id" as varchar)) as varchar) || ':' || cast("natural_id" as varchar), '-') || coalesce(cast(length(cast("occurred_at" as varchar)) as varchar) || ':' || cast("occurred_at" as varchar), '-') || coalesce(cast(length(cast("event_description" as varchar)) as varchar) || ':' || cast("event_description" as varchar), '-') || coalesce(cast(length(cast("value" as varchar)) as varchar) || ':' || cast("value" as varchar), '-') || coalesce(cast(length(cast("value_unit" as varchar)) as varchar) || ':' || cast("value_unit" as varchar), '-') || coalesce(cast(length(cast("sku" as varchar)) as varchar) || ':' || cast("sku" as varchar), '-') || coalesce(cast(length(cast("maker" as varchar)) as varchar) || ':' || cast("maker" as varchar), '-') || coalesce(cast(length(cast("shouted" as varchar)) as varchar) || ':' || cast("shouted" as varchar), '-') || coalesce(cast(length(cast("buyer__email" as varchar)) as varchar) || ':' || cast("buyer__email" as varchar), '-') || coalesce(cast(length(cast("buyer__phone" as varchar)) as varchar) || ':' || cast("buyer__phone" as varchar), '-') || coalesce(cast(length(cast("buyer__customer_id" as varchar)) as varchar) || ':' || cast("buyer__customer_id" as varchar), '-') || coalesce(cast(length(cast("buyer__device" as varchar)) as varchar) || ':' || cast("buyer__device" as varchar), '-') || coalesce(cast(length(cast("buyer__card" as varchar)) as varchar) || ':' || cast("buyer__card" as varchar), '-') || coalesce(cast(length(cast("buyer__name" as varchar)) as varchar) || ':' || cast("buyer__name" as varchar), '-') || coalesce(cast(length(cast("recipient__email" as varchar)) as varchar) || ':' || cast("recipient__email" as varchar), '-') || coalesce(cast(length(cast("order__order_id" as varchar)) as varchar) || ':' || cast("order__order_id" as varchar), '-') || coalesce(cast(length(cast("order__sku" as varchar)) as varchar) || ':' || cast("order__sku" as varchar), '-') || coalesce(cast(length(cast("_ingested_at" as varchar)) as varchar) || ':' || cast("_ingested_at" as varchar), '-') || coalesce(cast(length(cast("_deleted" as varchar)) as varchar) || ':' || cast("_deleted" as varchar), '-') || coalesce(cast(length(cast("_unusable" as varchar)) as varchar) || ':' || cast("_unusable" as varchar), '-') || coalesce(cast(length(cast("_unreadable" as varchar)) as varchar) || ':' || cast("_unreadable" as varchar), '-')) as _content from "nexus_source"."kettle__order_placed__next" where "event_id" in (select "event_id" from "nexus_source"."kettle__order_placed__keys_twice__next");

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
