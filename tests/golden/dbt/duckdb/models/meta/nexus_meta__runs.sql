{{ config(alias='runs') }}
{% do nexus_begin(['table']) %}

-- One row: this build.
select
  cast("q"."run" as bigint) as "run",
  cast("q"."status" as varchar) as "status",
  cast("q"."started_at" as timestamp) as "started_at",
  cast("q"."finished_at" as timestamp) as "finished_at",
  cast("q"."horizon" as timestamp) as "horizon",
  cast("q"."version" as varchar) as "version",
  cast("q"."lists" as varchar) as "lists",
  cast("q"."problem" as varchar) as "problem"
from (
select {{ var('nexus_run', 1) }} as "run", 'published' as "status", '{{ run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f') }}' as "started_at", '{{ run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f') }}' as "finished_at", cast('{{ nexus_horizon() }}' as timestamp) as "horizon", '0, by dbt' as "version", '[]' as "lists", null as "problem"
) as q
