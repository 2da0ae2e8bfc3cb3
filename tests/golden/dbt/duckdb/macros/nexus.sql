{# The schemas of the package are called as they are with `nexus run`; `nexus_schema_prefix` is put before them. #}
{% macro generate_schema_name(custom_schema_name, node) %}{{ nexus_schema(custom_schema_name or target.schema) }}{% endmacro %}

{% macro nexus_schema(name) %}{{ return(var('nexus_schema_prefix', '') ~ name) }}{% endmacro %}

{# What `nexus run` remembers (ids that last, rows that raw forgot) is not replaced by a build from nothing. #}
{% macro nexus_guard() %}
{% set schema = nexus_schema('nexus_meta') %}
{% if execute and adapter.get_relation(database=target.database, schema=schema, identifier='steps') is not none %}
{{ exceptions.raise_compiler_error('The schema ' ~ schema ~ ' is of nexus run. Build in another database, or set the variable nexus_schema_prefix.') }}
{% endif %}
{% endmacro %}

{# The first thing that a model does, before its hooks: settings of the project that takes the package are stronger than its own. #}
{% macro nexus_begin(allowed) %}
{% if execute and flags.WHICH in ['run', 'build', 'retry'] %}
{% do nexus_guard() %}
{% if config.get('materialized') not in allowed %}
{{ exceptions.raise_compiler_error('It would be made as ' ~ config.get('materialized') ~ ', by a setting of your project, and hold wrong rows. Add below "models:" in your dbt_project.yml: ' ~ '{nexus: {+materialized: table}}') }}
{% endif %}
{% endif %}
{% endmacro %}

{# Stops where a query has rows: what makes something of them is no SQL, and without it the build would be wrong. #}
{% macro nexus_no_rows(query, message) %}
{% if execute and flags.WHICH in ['run', 'build', 'retry'] %}
{% set counted = run_query('select count(*) from (' ~ query ~ ') as q').rows[0][0] | int %}
{% if counted > 0 %}{{ exceptions.raise_compiler_error(message ~ ' Rows: ' ~ counted) }}{% endif %}
{% endif %}
{% endmacro %}

{# The time that the build takes for now: the variable `nexus_horizon`, an ISO date or time in UTC, or else its start. #}
{% macro nexus_horizon() %}
{% set said = var('nexus_horizon', run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f')) | string %}
{% if not modules.re.match('[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+]00:00)?)?$', said) %}
{{ exceptions.raise_compiler_error('nexus_horizon is not an ISO date, or time in UTC: ' ~ said) }}
{% endif %}
{{ return(said | replace('T', ' ') | replace('Z', '') | replace('+00:00', '')) }}
{% endmacro %}
