{{ config(alias='kettle__order_placed__set_aside', post_hook=['analyze {{ this }}']) }}
{% do nexus_begin(['table']) %}

-- Raw rows that could not become "order_placed" events of shop.
select
  cast("q"."source" as text) collate "C" as "source",
  cast("q"."event" as text) collate "C" as "event",
  cast("q"."reason" as text) collate "C" as "reason",
  cast("q"."row" as text) collate "C" as "row"
from (
select
  'shop' as "source",
  'order_placed' as "event",
  coalesce(case when nullif("{{ nexus_schema('nexus_meta') }}"."text_of"("r"."id"), '') is null then 'the id is null' end, case when not (coalesce("{{ nexus_schema('nexus_meta') }}"."at_zone"("r"."removed_at", 'Europe/Madrid') > cast('1970-01-01' as timestamp) and isfinite("{{ nexus_schema('nexus_meta') }}"."at_zone"("r"."removed_at", 'Europe/Madrid')), false)) then case when "{{ nexus_schema('nexus_meta') }}"."timestamp_of"("r"."placed_at", 'Europe/Madrid') between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim("r"."placed_at", '                　'), '') is null then 'occurred_at is null' when "{{ nexus_schema('nexus_meta') }}"."timestamp_of"("r"."placed_at", 'Europe/Madrid') < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "{{ nexus_schema('nexus_meta') }}"."timestamp_of"("r"."placed_at", 'Europe/Madrid') is null or not isfinite("{{ nexus_schema('nexus_meta') }}"."timestamp_of"("r"."placed_at", 'Europe/Madrid')) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end end) as "reason",
  "{{ nexus_schema('nexus_meta') }}"."text_of"(row_to_json("r")) as "row"
from {{ source('raw', 'orders') }} as "r"
left join (select "l"."sku" as nexus_key, (array_agg("l"."title" order by "l"."title" desc) filter (where "l"."title" is not null and "l"."title" is not null))[1] as nexus_value from {{ source('raw', 'products') }} as l where "l"."sku" is not null and "l"."title" is not null group by 1) as "lookup_1" on "lookup_1".nexus_key = "r"."sku"
left join (select "l"."sku" as nexus_key, (array_agg("l"."maker" order by "l"."maker" desc) filter (where "l"."maker" is not null and "l"."maker" is not null))[1] as nexus_value from {{ source('raw', 'products') }} as l where "l"."sku" is not null and "l"."maker" is not null group by 1) as "lookup_2" on "lookup_2".nexus_key = "r"."sku"
where not (coalesce("r"."channel" in ('test', 'bogus'), false)) and coalesce(case when nullif("{{ nexus_schema('nexus_meta') }}"."text_of"("r"."id"), '') is null then 'the id is null' end, case when not (coalesce("{{ nexus_schema('nexus_meta') }}"."at_zone"("r"."removed_at", 'Europe/Madrid') > cast('1970-01-01' as timestamp) and isfinite("{{ nexus_schema('nexus_meta') }}"."at_zone"("r"."removed_at", 'Europe/Madrid')), false)) then case when "{{ nexus_schema('nexus_meta') }}"."timestamp_of"("r"."placed_at", 'Europe/Madrid') between cast('1900-01-01 00:00:00' as timestamp) and cast('9999-12-31 23:59:59.999999' as timestamp) then null when nullif(btrim("r"."placed_at", '                　'), '') is null then 'occurred_at is null' when "{{ nexus_schema('nexus_meta') }}"."timestamp_of"("r"."placed_at", 'Europe/Madrid') < cast('1900-01-01 00:00:00' as timestamp) then 'occurred_at lies before 1900' when "{{ nexus_schema('nexus_meta') }}"."timestamp_of"("r"."placed_at", 'Europe/Madrid') is null or not isfinite("{{ nexus_schema('nexus_meta') }}"."timestamp_of"("r"."placed_at", 'Europe/Madrid')) then 'occurred_at is not a time' else 'occurred_at lies after 9999' end end) is not null
) as q
