{{ config(alias='person_constrained_parts') }}
{% do nexus_begin(['table']) %}

-- Always empty: dbt cannot do what makes it (only components that hold more than a limit allows are resolved one link at a time).
{% set sql_text %}
select
  "n"."_rank" as "_rank"
from (select distinct
  "k"."_place" as "_place",
  "k"."_rank" as "_rank"
from {{ ref('nexus_identity__person_constrained') }} as "k") as "n"
order by "n"."_place"
{% endset %}
{% do nexus_no_rows(sql_text, 'A person holds more than a limit of an entity allows: dbt cannot resolve it again, nexus run can.') %}
select
  cast("q"."_place" as bigint) as "_place",
  cast("q"."_part" as bigint) as "_part",
  cast("q"."_contested" as bigint) as "_contested"
from (
select
  cast(null as bigint) as "_place",
  cast(null as bigint) as "_part",
  cast(null as bigint) as "_contested"
where false
) as q
