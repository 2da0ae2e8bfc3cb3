{{ config(alias='kettle__order_placed') }}
{% do nexus_begin(['table']) %}

-- One row an event "order_placed" of shop: what the raw row says, typed and keyed.
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
select n.* from {{ ref('nexus_source__kettle__order_placed__newest') }} as n where not coalesce(("_deleted" or exists (select 1 from {{ ref('nexus_source__kettle__order_placed__deletions') }} as d where d."event_id" = n."event_id" and d._ingested_at >= n._ingested_at)), false)
) as q
