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

{# What the engine lacks, as functions beside the records of builds; nothing for commands that take nothing of the package. #}
{% macro nexus_functions() %}
{% if execute and '.nexus.' in selected_resources | join(' ') %}
{% do nexus_guard() %}
set check_function_bodies = off;
create schema if not exists "{{ nexus_schema('nexus_meta') }}";
create or replace function "{{ nexus_schema('nexus_meta') }}".text_of(text) returns text language sql immutable parallel safe as $$ select $1 collate "C" $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".text_of(anyelement) returns text language sql stable parallel safe as $$ select $1::text collate "C" $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".text_of(bigint) returns text language sql immutable parallel safe as $$ select $1::text collate "C" $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".text_of(integer) returns text language sql immutable parallel safe as $$ select $1::text collate "C" $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".text_of(smallint) returns text language sql immutable parallel safe as $$ select $1::text collate "C" $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".text_of(numeric) returns text language sql immutable parallel safe as $$ select $1::text collate "C" $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".text_of(real) returns text language sql immutable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".text_of($1::text::double precision) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".text_of(double precision) returns text language plpgsql immutable strict parallel safe as $$
declare said text collate "C" := $1::text;
begin
  if said ~ '^-?[0-9]+$' then return said || '.0'; end if;
  if said ~ 'e[+]15$' then
    said := said::numeric::text;
    return case when strpos(said, '.') > 0 then said else said || '.0' end;
  end if;
  return case said when 'Infinity' then 'inf' when '-Infinity' then '-inf' when 'NaN' then 'nan' else said end;
end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".lower_of(text) returns text language plpgsql immutable strict parallel safe as $$
begin
  if octet_length($1) = length($1) then return lower($1 collate "C"); end if;
  return lower(translate($1, 'İΣ', 'iσ') collate "und-x-icu") collate "C";
end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".decimal_of(text) returns numeric language plpgsql immutable strict parallel safe as $$
declare said text collate "C" := btrim($1, E' \t\n\r\v\f');
begin
  if said ~ '^[+-]?[0-9]{1,18}([.][0-9]{1,18})?$' then return said::numeric; end if;
  if said !~ '^[+-]?([0-9]+(_[0-9]+)*([.]([0-9]+(_[0-9]+)*)?)?|[.][0-9]+(_[0-9]+)*)([eE][+-]?[0-9]+(_[0-9]+)*)?$' or length(said) > 400 then return null; end if;
  said := replace(said, '_', '');
  -- A power that no number of ours has: out of all bounds, or nothing.
  if said ~ '[eE][+]?0*[0-9]{4,}$' then return case when said ~ '^[+-]?[0.]+[eE]' then 0 when said ~ '^-' then '-1e400'::numeric else '1e400'::numeric end; end if;
  if said ~ '[eE]-0*[0-9]{4,}$' then return 0; end if;
  return said::numeric;
end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_number(double precision) returns double precision language sql immutable parallel safe as $$ select $1 $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_number(boolean) returns double precision language sql immutable parallel safe as $$ select $1::integer::double precision $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_number(json) returns double precision language plpgsql immutable strict parallel safe as $$
declare said text collate "C" := $1::text;
begin
  if said ~ '^[+-]?[0-9]{1,18}([.][0-9]{1,18})?$' then return said::double precision; end if;
  return case json_typeof($1) when 'boolean' then said::boolean::integer::double precision else "{{ nexus_schema('nexus_meta') }}".try_number("{{ nexus_schema('nexus_meta') }}".json_text($1, '{}')) end;
end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_number(jsonb) returns double precision language sql immutable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".try_number($1::text::json) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_number(anyelement) returns double precision language sql stable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".try_number($1::text) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_number(text) returns double precision language plpgsql immutable strict parallel safe as $$
declare said text collate "C" := btrim($1, E' \t\n\r\v\f'); found numeric;
begin
  if said ~ '^[+-]?[0-9]{1,18}([.][0-9]{1,18})?$' then return said::double precision; end if;
  found := "{{ nexus_schema('nexus_meta') }}".decimal_of(said);
  if found is null then
    return case when lower(said) ~ '^[+]?inf(inity)?$' then 'Infinity'::double precision
      when lower(said) ~ '^-inf(inity)?$' then '-Infinity'::double precision
      when lower(said) ~ '^[+-]?nan$' then 'NaN'::double precision end;
  end if;
  if abs(found) > 1.7976931348623157e308 then return case when found > 0 then 'Infinity' else '-Infinity' end::double precision; end if;
  if abs(found) < 5e-324 then return 0; end if;
  return found::double precision;
end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_integer(bigint) returns bigint language sql immutable parallel safe as $$ select $1 $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_integer(anyelement) returns bigint language sql stable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".try_integer($1::text) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_integer(text) returns bigint language plpgsql immutable strict parallel safe as $$
declare found numeric;
begin
  if $1 ~ '^[+-]?[0-9]{1,18}$' then return $1::bigint; end if;
  found := round("{{ nexus_schema('nexus_meta') }}".decimal_of($1));
  return case when found between -9223372036854775808 and 9223372036854775807 then found::bigint end;
end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_boolean(boolean) returns boolean language sql immutable parallel safe as $$ select $1 $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_boolean(anyelement) returns boolean language sql stable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".try_boolean($1::text) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_boolean(text) returns boolean language sql immutable parallel safe as $$
select case lower($1 collate "C") when 'true' then true when 't' then true when '1' then true when 'yes' then true when 'y' then true
  when 'false' then false when 'f' then false when '0' then false when 'no' then false when 'n' then false end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".finite(double precision) returns double precision language sql immutable parallel safe as $$
select nullif(nullif(nullif($1, 'NaN'::double precision), 'Infinity'::double precision), '-Infinity'::double precision) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".moment(bigint) returns timestamp language sql immutable parallel safe as $$
select timestamp '1970-01-01' + ($1 / 86400000000) * interval '1 day' + ($1 % 86400000000) * interval '1 microsecond' $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".micros(timestamp) returns bigint language sql immutable parallel safe as $$ select (extract(epoch from $1) * 1000000)::bigint $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".epoch_moment(text, decimals integer) returns timestamp language plpgsql immutable strict parallel safe as $$
declare found numeric := round("{{ nexus_schema('nexus_meta') }}".decimal_of($1), decimals);
begin
  if found is null or abs(found) >= power(10::numeric, 18 - decimals) then return null; end if;
  found := found * power(10::numeric, decimals);
  return case when found between -210000000000000000 and 9224318015999999999 then "{{ nexus_schema('nexus_meta') }}".moment(found::bigint) end;
end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".at_zone(timestamp, zone text) returns timestamp language plpgsql immutable strict parallel safe as $$
begin return case when zone = 'UTC' or not isfinite($1) then $1 else ($1 at time zone zone) at time zone 'UTC' end; end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".timestamp_of(text, zone text) returns timestamp language plpgsql immutable strict parallel safe as $$
begin
  if $1 ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])([ T]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?Z?)?$' then
    if zone = 'UTC' or right($1, 1) = 'Z' then return $1::timestamp; end if;
    return "{{ nexus_schema('nexus_meta') }}".at_zone($1::timestamp, zone);
  end if;
  return "{{ nexus_schema('nexus_meta') }}".spelt_timestamp($1, zone);
end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".spelt_timestamp(text, zone text) returns timestamp language plpgsql immutable strict parallel safe as $$
declare said text collate "C" := btrim($1, E' \t\n\r\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000');
  part text[]; at_day date; found timestamp; hours integer; years integer; days integer;
begin
  if lower(said) in ('infinity', '-infinity') then return lower(said)::timestamp; end if;
  if lower(said) = 'epoch' then return "{{ nexus_schema('nexus_meta') }}".at_zone(timestamp '1970-01-01', zone); end if;
  -- A year before the first: a time, and one that no event has.
  if said ~ '^(-[0-9]{1,6}|0{1,6})-[0-9]{1,2}-[0-9]{1,2}' or said ~ '^[0-9]{1,6}-[0-9]{1,2}-[0-9]{1,2} [(]BC[)]' then return timestamp '0001-01-01 BC'; end if;
  part := regexp_match(said, '^([0-9]{1,6})([-/ \\])([0-9]{1,2})([-/ \\])([0-9]{1,2})(?:(?:T|[ \t\n\r\v\f]+)([0-9]{1,3}):([0-9]{1,2})(?::([0-9]{1,2})(?:[.]([0-9]*))?)?(Z|[ ]+(?:UTC|utc))?(?:[ ]*([+-])([0-9]{2})(?::?([0-9]{2}))?)?)?$');
  if part is null or part[2] <> part[4] or (part[10] is not null and part[11] is not null) then return null; end if;
  years := part[1]::integer;
  if years < 1 or years > 294246 or part[3]::integer not between 1 and 12 or part[5]::integer < 1 then return null; end if;
  days := extract(day from make_date(years, part[3]::integer, 1) + interval '1 month' - interval '1 day')::integer;
  if part[5]::integer > days then return null; end if;
  hours := coalesce(part[6]::integer, 0);
  if hours > 24 or coalesce(part[7]::integer, 0) > 59 or coalesce(part[8]::integer, 0) > 59 then return null; end if;
  if hours = 24 and (coalesce(part[7]::integer, 0) > 0 or coalesce(part[8]::integer, 0) > 0 or coalesce(part[9], '') ~ '[1-9]') then return null; end if;
  found := make_date(years, part[3]::integer, part[5]::integer)::timestamp + make_interval(hours => hours, mins => coalesce(part[7]::integer, 0))
    + coalesce(part[8]::integer, 0) * interval '1 second' + coalesce(nullif(rpad(left(part[9], 6), 6, '0'), ''), '0')::integer * interval '1 microsecond';
  if part[11] is not null then
    return found - (case part[11] when '-' then -1 else 1 end) * make_interval(hours => part[12]::integer, mins => coalesce(part[13]::integer, 0));
  end if;
  return case when part[10] is not null and part[10] !~ 'utc' then found else "{{ nexus_schema('nexus_meta') }}".at_zone(found, zone) end;
end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_timestamp(timestamp) returns timestamp language sql immutable parallel safe as $$ select $1 $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_timestamp(timestamptz) returns timestamp language sql immutable parallel safe as $$ select $1 at time zone 'UTC' $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_timestamp(date) returns timestamp language sql immutable parallel safe as $$ select $1::timestamp $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".try_timestamp(text) returns timestamp language sql stable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".timestamp_of($1, 'UTC') $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".without_nul(text) returns text language plpgsql immutable strict parallel safe as $$
begin return case when strpos($1, '\u0000') = 0 then $1 else regexp_replace($1, '((?:^|[^\\])(?:\\\\)*)(?:\\u0000)+', '\1', 'g') end; end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".minified(text) returns text language plpgsql immutable strict parallel safe as $$
begin return case when $1 !~ '[ \t\n\r]' then $1 else regexp_replace($1, '("(?:[^"\\]|\\.)*")|[ \t\n\r]+', '\1', 'g') end collate "C"; end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".is_json(text) returns boolean language sql immutable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".json_of($1) is not null $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".json_of(json) returns text language sql immutable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".json_of($1::text) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".json_of(jsonb) returns text language sql immutable parallel safe as $$ select $1::text collate "C" $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".json_scalar(json) returns text language plpgsql immutable strict parallel safe as $$
declare said text collate "C" := $1::text;
begin
  case json_typeof($1)
    when 'string' then return $1 #>> '{}';
    when 'number' then
      if said ~ '^-?[0-9]+$' then return case said when '-0' then '0' else said end; end if;
      -- Other numbers are spelt anew.
      said := "{{ nexus_schema('nexus_meta') }}".text_of("{{ nexus_schema('nexus_meta') }}".try_number(said));
      return case when said ~ 'inf' then $1::text else regexp_replace(said, 'e([+]|(-))0?', 'e\2') end;
    when 'null' then return null;
    when 'boolean' then return btrim(said, E' \t\n\r');
    else return "{{ nexus_schema('nexus_meta') }}".minified(said);
  end case;
end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".json_text(text, path text[]) returns text language sql immutable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".json_scalar($1::json #> path) collate "C" $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".json_text(json, path text[]) returns text language sql immutable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".json_text("{{ nexus_schema('nexus_meta') }}".json_of($1::text), path) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".json_text(jsonb, path text[]) returns text language sql immutable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".json_text($1::text, path) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".json_part(text, path text[]) returns text language sql immutable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".minified(($1::json #> path)::text) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".json_part(json, path text[]) returns text language sql immutable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".json_part("{{ nexus_schema('nexus_meta') }}".json_of($1::text), path) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".json_part(jsonb, path text[]) returns text language sql immutable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".json_part($1::text, path) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".json_list(text) returns json language plpgsql immutable strict parallel safe as $$
begin return case when ltrim($1, E' \t\n\r') like '[%' then "{{ nexus_schema('nexus_meta') }}".json_of($1)::json end; end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".elements(text) returns table (item text, "position" bigint) language sql immutable parallel safe rows 10 as $$
select "{{ nexus_schema('nexus_meta') }}".minified(e.value::text), e.ordinality from json_array_elements("{{ nexus_schema('nexus_meta') }}".json_list($1)) with ordinality as e $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".elements(json) returns table (item text, "position" bigint) language sql immutable parallel safe rows 10 as $$ select * from "{{ nexus_schema('nexus_meta') }}".elements($1::text) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".elements(jsonb) returns table (item text, "position" bigint) language sql immutable parallel safe rows 10 as $$ select * from "{{ nexus_schema('nexus_meta') }}".elements($1::text) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".header_value(text, header text) returns text language plpgsql immutable strict parallel safe as $$
begin return (select nullif(string_agg(e.value ->> 'value', ', ' order by e.ordinality), '') collate "C" from json_array_elements("{{ nexus_schema('nexus_meta') }}".json_list($1)) with ordinality as e
where json_typeof(e.value) = 'object' and "{{ nexus_schema('nexus_meta') }}".lower_of(e.value ->> 'name') = header); end $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".header_value(json, header text) returns text language sql immutable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".header_value($1::text, header) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".header_value(jsonb, header text) returns text language sql immutable parallel safe as $$ select "{{ nexus_schema('nexus_meta') }}".header_value($1::text, header) $$;
create or replace function "{{ nexus_schema('nexus_meta') }}".json_of(text) returns text language plpgsql immutable strict as $$
declare plain text collate "C" := "{{ nexus_schema('nexus_meta') }}".without_nul($1);
begin
  if plain is null or plain !~ '^[ \t\n\r]*([[{"0-9-]|true|false|null)' then return null; end if;
  perform plain::jsonb;
  return plain;
exception when others then return null;
end $$;
set check_function_bodies = on;
{% endif %}
{% endmacro %}
