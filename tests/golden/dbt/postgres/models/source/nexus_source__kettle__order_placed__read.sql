{{ config(alias='kettle__order_placed__read', post_hook=['analyze {{ this }}']) }}
{% do nexus_begin(['table']) %}

-- What was read for source.kettle__order_placed, with what cannot be used.
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
select
  'evt_' || md5('6:kettle' || coalesce("{{ nexus_schema('nexus_meta') }}"."text_of"(length(cast(null as varchar))) || ':' || cast(null as varchar), '-') || '12:order_placed' || coalesce("{{ nexus_schema('nexus_meta') }}"."text_of"(length(nullif("{{ nexus_schema('nexus_meta') }}"."text_of"("r"."id"), ''))) || ':' || nullif("{{ nexus_schema('nexus_meta') }}"."text_of"("r"."id"), ''), '-')) as "event_id",
  nullif("{{ nexus_schema('nexus_meta') }}"."text_of"("r"."id"), '') as "natural_id",
  "{{ nexus_schema('nexus_meta') }}"."timestamp_of"("r"."placed_at", 'Europe/Madrid') as "occurred_at",
  case when coalesce('ordered ', "lookup_1".nexus_value) is not null then coalesce('ordered ', '') || coalesce("lookup_1".nexus_value, '') end as "event_description",
  "{{ nexus_schema('nexus_meta') }}"."finite"("{{ nexus_schema('nexus_meta') }}"."try_number"("r"."total") / case when upper("r"."currency") in ('BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') then 1 when upper("r"."currency") in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000 else 100 end) as "value",
  "{{ nexus_schema('nexus_meta') }}"."lower_of"("r"."currency") as "value_unit",
  "r"."sku" as "sku",
  "lookup_2".nexus_value as "maker",
  "{{ nexus_schema('nexus_meta') }}"."text_of"(upper(channel)) as "shouted",
  nullif("r"."email", '') as "buyer__email",
  nullif("r"."phone", '') as "buyer__phone",
  nullif("{{ nexus_schema('nexus_meta') }}"."text_of"("r"."customer_id"), '') as "buyer__customer_id",
  nullif("r"."device", '') as "buyer__device",
  nullif("r"."card", '') as "buyer__card",
  "r"."name" as "buyer__name",
  case when nullif(btrim("r"."gift_for", '                　'), '') is not null then nullif(nullif(regexp_substr("r"."gift_for", '[^ <>]+@[^ <>]+'), ''), '') end as "recipient__email",
  nullif("{{ nexus_schema('nexus_meta') }}"."text_of"("r"."id"), '') as "order__order_id",
  "r"."sku" as "order__sku",
  "r"."loaded_at" as "_ingested_at",
  coalesce("{{ nexus_schema('nexus_meta') }}"."at_zone"("r"."removed_at", 'Europe/Madrid') > cast('1970-01-01' as timestamp) and isfinite("{{ nexus_schema('nexus_meta') }}"."at_zone"("r"."removed_at", 'Europe/Madrid')), false) as "_deleted",
  coalesce(case when nullif("{{ nexus_schema('nexus_meta') }}"."text_of"("r"."id"), '') is null then 'the id is null' end, case when not (coalesce("{{ nexus_schema('nexus_meta') }}"."at_zone"("r"."removed_at", 'Europe/Madrid') > cast('1970-01-01' as timestamp) and isfinite("{{ nexus_schema('nexus_meta') }}"."at_zone"("r"."removed_at", 'Europe/Madrid')), false)) then case when "{{ nexus_schema('nexus_meta') }}"."timestamp_of"("r"."placed_at", 'Europe/Madrid') between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim("r"."placed_at", '                　'), '') is null then 'occurred_at is null' when "{{ nexus_schema('nexus_meta') }}"."timestamp_of"("r"."placed_at", 'Europe/Madrid') < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "{{ nexus_schema('nexus_meta') }}"."timestamp_of"("r"."placed_at", 'Europe/Madrid') is null or not isfinite("{{ nexus_schema('nexus_meta') }}"."timestamp_of"("r"."placed_at", 'Europe/Madrid')) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end end) as "_unusable",
  cast(null as varchar) as "_unreadable"
from {{ source('raw', 'orders') }} as "r"
left join (select "l"."sku" as nexus_key, (array_agg("l"."title" order by "l"."title" desc) filter (where "l"."title" is not null and "l"."title" is not null))[1] as nexus_value from {{ source('raw', 'products') }} as l where "l"."sku" is not null and "l"."title" is not null group by 1) as "lookup_1" on "lookup_1".nexus_key = "r"."sku"
left join (select "l"."sku" as nexus_key, (array_agg("l"."maker" order by "l"."maker" desc) filter (where "l"."maker" is not null and "l"."maker" is not null))[1] as nexus_value from {{ source('raw', 'products') }} as l where "l"."sku" is not null and "l"."maker" is not null group by 1) as "lookup_2" on "lookup_2".nexus_key = "r"."sku"
where not (coalesce("r"."channel" in ('test', 'bogus'), false))
) as q
