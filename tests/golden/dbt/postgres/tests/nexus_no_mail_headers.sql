{{ config(severity='error') }}
-- There are mail headers: dbt cannot read them, nexus run can.
select distinct
  "a"."said" as "said"
from ((select
  "k"."_list_to" as "said"
from {{ ref('nexus_source__steep__letter_sent__events') }} as "k"
where "k"."_list_to" is not null)
union all
(select
  "k"."_list_from" as "said"
from {{ ref('nexus_source__steep__letter_sent__events') }} as "k"
where "k"."_list_from" is not null)) as "a"
