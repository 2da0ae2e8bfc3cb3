{{ config(alias='kettle__order_placed__deletions') }}
{% do nexus_begin(['table']) %}

-- What shop says to be gone of order_placed.
select
  cast("q"."event_id" as varchar) as "event_id",
  cast("q"."_ingested_at" as timestamp) as "_ingested_at"
from (
select "event_id", max(_ingested_at) as _ingested_at from (select "event_id", _ingested_at from {{ ref('nexus_source__kettle__order_placed__newest') }} where "_deleted") as d group by "event_id"
) as q
