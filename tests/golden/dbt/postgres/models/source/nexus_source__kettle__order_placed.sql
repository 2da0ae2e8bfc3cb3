{{ config(alias='kettle__order_placed', post_hook=['analyze {{ this }}']) }}
{% do nexus_begin(['table']) %}

-- One row an event "order_placed" of shop: what the raw row says, typed and keyed.
select
  cast("q"."event_id" as text) collate "C" as "event_id",
  cast("q"."natural_id" as text) collate "C" as "natural_id",
  cast("q"."occurred_at" as timestamp) as "occurred_at",
  cast("q"."event_description" as text) collate "C" as "event_description",
  cast("q"."value" as double precision) as "value",
  cast("q"."value_unit" as text) collate "C" as "value_unit",
  cast("q"."sku" as text) collate "C" as "sku",
  cast("q"."maker" as text) collate "C" as "maker",
  cast("q"."shouted" as text) collate "C" as "shouted",
  cast("q"."buyer__email" as text) collate "C" as "buyer__email",
  cast("q"."buyer__phone" as text) collate "C" as "buyer__phone",
  cast("q"."buyer__customer_id" as text) collate "C" as "buyer__customer_id",
  cast("q"."buyer__device" as text) collate "C" as "buyer__device",
  cast("q"."buyer__card" as text) collate "C" as "buyer__card",
  cast("q"."buyer__name" as text) collate "C" as "buyer__name",
  cast("q"."recipient__email" as text) collate "C" as "recipient__email",
  cast("q"."order__order_id" as text) collate "C" as "order__order_id",
  cast("q"."order__sku" as text) collate "C" as "order__sku",
  cast("q"."_ingested_at" as timestamp) as "_ingested_at",
  cast("q"."_deleted" as boolean) as "_deleted",
  cast("q"."_unusable" as text) collate "C" as "_unusable",
  cast("q"."_unreadable" as text) collate "C" as "_unreadable"
from (
select n.* from {{ ref('nexus_source__kettle__order_placed__newest') }} as n where not coalesce(("_deleted" or exists (select 1 from {{ ref('nexus_source__kettle__order_placed__deletions') }} as d where d."event_id" = n."event_id" and d._ingested_at >= n._ingested_at)), false)
) as q
