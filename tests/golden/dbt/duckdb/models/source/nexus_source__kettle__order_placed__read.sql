{{ config(alias='kettle__order_placed__read') }}
{% do nexus_begin(['table']) %}

-- What was read for source.kettle__order_placed, with what cannot be used.
select
  cast("q"."event_id" as varchar) as "event_id",
  cast("q"."natural_id" as varchar) as "natural_id",
  cast("q"."occurred_at" as timestamp) as "occurred_at",
  cast("q"."event_description" as varchar) as "event_description",
  cast("q"."value" as double) as "value",
  cast("q"."value_unit" as varchar) as "value_unit",
  cast("q"."sku" as varchar) as "sku",
  cast("q"."maker" as varchar) as "maker",
  cast("q"."shouted" as varchar) as "shouted",
  cast("q"."buyer__email" as varchar) as "buyer__email",
  cast("q"."buyer__phone" as varchar) as "buyer__phone",
  cast("q"."buyer__customer_id" as varchar) as "buyer__customer_id",
  cast("q"."buyer__device" as varchar) as "buyer__device",
  cast("q"."buyer__card" as varchar) as "buyer__card",
  cast("q"."buyer__name" as varchar) as "buyer__name",
  cast("q"."recipient__email" as varchar) as "recipient__email",
  cast("q"."order__order_id" as varchar) as "order__order_id",
  cast("q"."order__sku" as varchar) as "order__sku",
  cast("q"."_ingested_at" as timestamp) as "_ingested_at",
  cast("q"."_deleted" as boolean) as "_deleted",
  cast("q"."_unusable" as varchar) as "_unusable",
  cast("q"."_unreadable" as varchar) as "_unreadable"
from (
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
from {{ source('raw', 'orders') }} as "r"
left join (select "l"."sku" as nexus_key, arg_max("l"."title", "l"."title") as nexus_value from {{ source('raw', 'products') }} as l where "l"."sku" is not null and "l"."title" is not null group by 1) as "lookup_1" on "lookup_1".nexus_key = "r"."sku"
left join (select "l"."sku" as nexus_key, arg_max("l"."maker", "l"."maker") as nexus_value from {{ source('raw', 'products') }} as l where "l"."sku" is not null and "l"."maker" is not null group by 1) as "lookup_2" on "lookup_2".nexus_key = "r"."sku"
where not (coalesce("r"."channel" in ('test', 'bogus'), false))
) as q
