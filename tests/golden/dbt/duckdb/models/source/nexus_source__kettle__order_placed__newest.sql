{{ config(alias='kettle__order_placed__newest') }}
{% do nexus_begin(['table']) %}

-- The newest versions for source.kettle__order_placed, with those that are gone.
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
select "event_id", "natural_id", "occurred_at", "event_description", "value", "value_unit", "sku", "maker", "shouted", "buyer__email", "buyer__phone", "buyer__customer_id", "buyer__device", "buyer__card", "buyer__name", "recipient__email", "order__order_id", "order__sku", "_ingested_at", "_deleted", "_unusable", "_unreadable" from (select t.*, row_number() over (partition by "event_id" order by _ingested_at desc nulls last, "_deleted" desc, _content) as _place from (select u.*, case when u._copies > 1 then md5(coalesce(cast(length(cast("event_id" as varchar)) as varchar) || ':' || cast("event_id" as varchar), '-') || coalesce(cast(length(cast("natural_id" as varchar)) as varchar) || ':' || cast("natural_id" as varchar), '-') || coalesce(cast(length(cast("occurred_at" as varchar)) as varchar) || ':' || cast("occurred_at" as varchar), '-') || coalesce(cast(length(cast("event_description" as varchar)) as varchar) || ':' || cast("event_description" as varchar), '-') || coalesce(cast(length(cast("value" as varchar)) as varchar) || ':' || cast("value" as varchar), '-') || coalesce(cast(length(cast("value_unit" as varchar)) as varchar) || ':' || cast("value_unit" as varchar), '-') || coalesce(cast(length(cast("sku" as varchar)) as varchar) || ':' || cast("sku" as varchar), '-') || coalesce(cast(length(cast("maker" as varchar)) as varchar) || ':' || cast("maker" as varchar), '-') || coalesce(cast(length(cast("shouted" as varchar)) as varchar) || ':' || cast("shouted" as varchar), '-') || coalesce(cast(length(cast("buyer__email" as varchar)) as varchar) || ':' || cast("buyer__email" as varchar), '-') || coalesce(cast(length(cast("buyer__phone" as varchar)) as varchar) || ':' || cast("buyer__phone" as varchar), '-') || coalesce(cast(length(cast("buyer__customer_id" as varchar)) as varchar) || ':' || cast("buyer__customer_id" as varchar), '-') || coalesce(cast(length(cast("buyer__device" as varchar)) as varchar) || ':' || cast("buyer__device" as varchar), '-') || coalesce(cast(length(cast("buyer__card" as varchar)) as varchar) || ':' || cast("buyer__card" as varchar), '-') || coalesce(cast(length(cast("buyer__name" as varchar)) as varchar) || ':' || cast("buyer__name" as varchar), '-') || coalesce(cast(length(cast("recipient__email" as varchar)) as varchar) || ':' || cast("recipient__email" as varchar), '-') || coalesce(cast(length(cast("order__order_id" as varchar)) as varchar) || ':' || cast("order__order_id" as varchar), '-') || coalesce(cast(length(cast("order__sku" as varchar)) as varchar) || ':' || cast("order__sku" as varchar), '-') || coalesce(cast(length(cast("_ingested_at" as varchar)) as varchar) || ':' || cast("_ingested_at" as varchar), '-') || coalesce(cast(length(cast("_deleted" as varchar)) as varchar) || ':' || cast("_deleted" as varchar), '-') || coalesce(cast(length(cast("_unusable" as varchar)) as varchar) || ':' || cast("_unusable" as varchar), '-') || coalesce(cast(length(cast("_unreadable" as varchar)) as varchar) || ':' || cast("_unreadable" as varchar), '-')) end as _content from (select n.*, count(*) over (partition by n."event_id") as _copies from {{ ref('nexus_source__kettle__order_placed__read') }} as n where n._unusable is null and not exists (select 1 from (select
  'evt_' || md5('6:kettle' || coalesce(cast(length(cast(null as varchar)) as varchar) || ':' || cast(null as varchar), '-') || '12:order_placed' || coalesce(cast(length(nullif(cast("r"."id" as varchar), '')) as varchar) || ':' || nullif(cast("r"."id" as varchar), ''), '-')) as "event_id",
  "r"."loaded_at" as "_ingested_at"
from {{ source('raw', 'orders') }} as "r"
left join (select "l"."sku" as nexus_key, arg_max("l"."title", "l"."title") as nexus_value from {{ source('raw', 'products') }} as l where "l"."sku" is not null and "l"."title" is not null group by 1) as "lookup_1" on "lookup_1".nexus_key = "r"."sku"
left join (select "l"."sku" as nexus_key, arg_max("l"."maker", "l"."maker") as nexus_value from {{ source('raw', 'products') }} as l where "l"."sku" is not null and "l"."maker" is not null group by 1) as "lookup_2" on "lookup_2".nexus_key = "r"."sku"
where not coalesce((not (coalesce("r"."channel" in ('test', 'bogus'), false))), false)) as w where w."event_id" = n."event_id" and w._ingested_at > n._ingested_at)) as u) as t) as r where _place = 1
) as q
