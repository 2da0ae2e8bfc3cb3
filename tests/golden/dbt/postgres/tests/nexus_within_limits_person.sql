{{ config(severity='error') }}
-- A person holds more than a limit of an entity allows: dbt cannot resolve it again, nexus run can.
select
  "n"."_rank" as "_rank"
from (select distinct
  "k"."_place" as "_place",
  "k"."_rank" as "_rank"
from {{ ref('nexus_identity__person_constrained') }} as "k") as "n"
order by "n"."_place"
