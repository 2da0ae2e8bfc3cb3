{{ config(severity='error') }}
-- A person holds more than a limit of an entity allows: dbt cannot resolve it again, nexus run can.
select
  "k"."_component" as "component",
  "n"."identifier_type" as "identifier_type",
  count(distinct "k"."_place") as "identifiers",
  case "n"."identifier_type" when 'email' then 1 when 'customer_id' then 1 when 'user_id' then 1 when 'card' then 1 end as "may_hold",
  min("n"."raw_value") as "first_value",
  max("n"."raw_value") as "last_value"
from {{ ref('nexus_identity__person_constrained') }} as "k"
left join {{ ref('nexus_identity__person_dictionary') }} as "n" on "n"."_value" = "k"."_value"
group by "k"."_component", "n"."identifier_type"
