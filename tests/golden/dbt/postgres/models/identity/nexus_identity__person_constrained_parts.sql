{{ config(alias='person_constrained_parts', post_hook=['analyze {{ this }}']) }}

-- Always empty: dbt cannot do what makes it (only components that hold more than a limit allows are resolved one link at a time).
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
