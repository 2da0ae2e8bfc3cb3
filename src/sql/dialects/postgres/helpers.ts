import { numberOf } from "../../../base/number-of.ts";
import { publishing } from "./publishing.ts";

/**
 * What PostgreSQL lacks, as functions of ours in the schema of the records about runs: values of any text that never
 * fail, JSON read as DuckDB reads it, a publish that lets readers go on reading. `$S` stands for that schema.
 *
 * Answers are those of DuckDB, down to the spelling of a number: ids are made from texts.
 */
const helpers: readonly string[] = [
  // Texts order by their bytes on every engine, so that whatever becomes a text has the collation "C".
  `function $S.text_of(text) returns text language sql immutable parallel safe as $$ select $1 collate "C" $$`,
  `function $S.text_of(anyelement) returns text language sql stable parallel safe as $$ select $1::text collate "C" $$`,
  `function $S.text_of(bigint) returns text language sql immutable parallel safe as $$ select $1::text collate "C" $$`,
  `function $S.text_of(integer) returns text language sql immutable parallel safe as $$ select $1::text collate "C" $$`,
  `function $S.text_of(smallint) returns text language sql immutable parallel safe as $$ select $1::text collate "C" $$`,
  `function $S.text_of(numeric) returns text language sql immutable parallel safe as $$ select $1::text collate "C" $$`,
  `function $S.text_of(real) returns text language sql immutable parallel safe as $$ select $S.text_of($1::text::double precision) $$`,
  // 12 is '12.0', and a number is written out up to sixteen digits.
  `function $S.text_of(double precision) returns text language plpgsql immutable strict parallel safe as $$
declare said text collate "C" := $1::text;
begin
  if said ~ '^-?[0-9]+$' then return said || '.0'; end if;
  if said ~ 'e[+]15$' then
    said := said::numeric::text;
    return case when strpos(said, '.') > 0 then said else said || '.0' end;
  end if;
  return case said when 'Infinity' then 'inf' when '-Infinity' then '-inf' when 'NaN' then 'nan' else said end;
end $$`,

  // Lower case by Unicode, letter by letter: ICU alone would look at the letters around a sigma.
  `function $S.lower_of(text) returns text language plpgsql immutable strict parallel safe as $$
begin
  if octet_length($1) = length($1) then return lower($1 collate "C"); end if;
  return lower(translate($1, 'İΣ', 'iσ') collate "und-x-icu") collate "C";
end $$`,

  `function $S.decimal_of(text) returns numeric language plpgsql immutable strict parallel safe as $$
declare said text collate "C" := btrim($1, E' \\t\\n\\r\\v\\f');
begin
  if said ~ '^[+-]?[0-9]{1,18}([.][0-9]{1,18})?$' then return said::numeric; end if;
  if said !~ '^[+-]?([0-9]+(_[0-9]+)*([.]([0-9]+(_[0-9]+)*)?)?|[.][0-9]+(_[0-9]+)*)([eE][+-]?[0-9]+(_[0-9]+)*)?$' or length(said) > 400 then return null; end if;
  said := replace(said, '_', '');
  -- A power that no number of ours has: out of all bounds, or nothing.
  if said ~ '[eE][+]?0*[0-9]{4,}$' then return case when said ~ '^[+-]?[0.]+[eE]' then 0 when said ~ '^-' then '-1e400'::numeric else '1e400'::numeric end; end if;
  if said ~ '[eE]-0*[0-9]{4,}$' then return 0; end if;
  return said::numeric;
end $$`,
  `function $S.try_number(double precision) returns double precision language sql immutable parallel safe as $$ select $1 $$`,
  `function $S.try_number(boolean) returns double precision language sql immutable parallel safe as $$ select $1::integer::double precision $$`,
  `function $S.try_number(json) returns double precision language plpgsql immutable strict parallel safe as $$
declare said text collate "C" := $1::text;
begin
  if said ~ '^[+-]?[0-9]{1,18}([.][0-9]{1,18})?$' then return said::double precision; end if;
  return case json_typeof($1) when 'boolean' then said::boolean::integer::double precision else $S.try_number($S.json_text($1, '{}')) end;
end $$`,
  `function $S.try_number(jsonb) returns double precision language sql immutable parallel safe as $$ select $S.try_number($1::text::json) $$`,
  `function $S.try_number(anyelement) returns double precision language sql stable parallel safe as $$ select $S.try_number($1::text) $$`,
  `function $S.try_number(text) returns double precision language plpgsql immutable strict parallel safe as $$
declare said text collate "C" := btrim($1, E' \\t\\n\\r\\v\\f'); found numeric;
begin
  if said ~ '^[+-]?[0-9]{1,18}([.][0-9]{1,18})?$' then return said::double precision; end if;
  found := $S.decimal_of(said);
  if found is null then
    return case when lower(said) ~ '^[+]?inf(inity)?$' then 'Infinity'::double precision
      when lower(said) ~ '^-inf(inity)?$' then '-Infinity'::double precision
      when lower(said) ~ '^[+-]?nan$' then 'NaN'::double precision end;
  end if;
  if abs(found) > 1.7976931348623157e308 then return case when found > 0 then 'Infinity' else '-Infinity' end::double precision; end if;
  if abs(found) < 5e-324 then return 0; end if;
  return found::double precision;
end $$`,
  `function $S.try_integer(bigint) returns bigint language sql immutable parallel safe as $$ select $1 $$`,
  `function $S.try_integer(anyelement) returns bigint language sql stable parallel safe as $$ select $S.try_integer($1::text) $$`,
  `function $S.try_integer(text) returns bigint language plpgsql immutable strict parallel safe as $$
declare found numeric;
begin
  if $1 ~ '^[+-]?[0-9]{1,18}$' then return $1::bigint; end if;
  found := round($S.decimal_of($1));
  return case when found between -9223372036854775808 and 9223372036854775807 then found::bigint end;
end $$`,
  `function $S.try_boolean(boolean) returns boolean language sql immutable parallel safe as $$ select $1 $$`,
  `function $S.try_boolean(anyelement) returns boolean language sql stable parallel safe as $$ select $S.try_boolean($1::text) $$`,
  `function $S.try_boolean(text) returns boolean language sql immutable parallel safe as $$
select case lower($1 collate "C") when 'true' then true when 't' then true when '1' then true when 'yes' then true when 'y' then true
  when 'false' then false when 'f' then false when '0' then false when 'no' then false when 'n' then false end $$`,
  `function $S.finite(double precision) returns double precision language sql immutable parallel safe as $$
select nullif(nullif(nullif($1, 'NaN'::double precision), 'Infinity'::double precision), '-Infinity'::double precision) $$`,

  `function $S.moment(bigint) returns timestamp language sql immutable parallel safe as $$
select timestamp '1970-01-01' + ($1 / 86400000000) * interval '1 day' + ($1 % 86400000000) * interval '1 microsecond' $$`,
  `function $S.micros(timestamp) returns bigint language sql immutable parallel safe as $$ select (extract(epoch from $1) * 1000000)::bigint $$`,
  // A number of seconds and so on with its decimals; more than 64 bits of microseconds is no time.
  `function $S.epoch_moment(text, decimals integer) returns timestamp language plpgsql immutable strict parallel safe as $$
declare found numeric := round($S.decimal_of($1), decimals);
begin
  if found is null or abs(found) >= power(10::numeric, 18 - decimals) then return null; end if;
  found := found * power(10::numeric, decimals);
  return case when found between -210000000000000000 and 9224318015999999999 then $S.moment(found::bigint) end;
end $$`,
  `function $S.at_zone(timestamp, zone text) returns timestamp language plpgsql immutable strict parallel safe as $$
begin return case when zone = 'UTC' or not isfinite($1) then $1 else ($1 at time zone zone) at time zone 'UTC' end; end $$`,
  // What most times look like is read by the engine itself; a 29th or later may not be there.
  `function $S.timestamp_of(text, zone text) returns timestamp language plpgsql immutable strict parallel safe as $$
begin
  if $1 ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])([ T]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?Z?)?$' then
    if zone = 'UTC' or right($1, 1) = 'Z' then return $1::timestamp; end if;
    return $S.at_zone($1::timestamp, zone);
  end if;
  return $S.spelt_timestamp($1, zone);
end $$`,
  `function $S.spelt_timestamp(text, zone text) returns timestamp language plpgsql immutable strict parallel safe as $$
declare said text collate "C" := btrim($1, E' \\t\\n\\r\\v\\f\\u00a0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006\\u2007\\u2008\\u2009\\u200a\\u202f\\u205f\\u3000');
  part text[]; at_day date; found timestamp; hours integer; years integer; days integer;
begin
  if lower(said) in ('infinity', '-infinity') then return lower(said)::timestamp; end if;
  if lower(said) = 'epoch' then return $S.at_zone(timestamp '1970-01-01', zone); end if;
  -- A year before the first: a time, and one that no event has.
  if said ~ '^(-[0-9]{1,6}|0{1,6})-[0-9]{1,2}-[0-9]{1,2}' or said ~ '^[0-9]{1,6}-[0-9]{1,2}-[0-9]{1,2} [(]BC[)]' then return timestamp '0001-01-01 BC'; end if;
  part := regexp_match(said, '^([0-9]{1,6})([-/ \\\\])([0-9]{1,2})([-/ \\\\])([0-9]{1,2})(?:(?:T|[ \\t\\n\\r\\v\\f]+)([0-9]{1,3}):([0-9]{1,2})(?::([0-9]{1,2})(?:[.]([0-9]*))?)?(Z|[ ]+(?:UTC|utc))?(?:[ ]*([+-])([0-9]{2})(?::?([0-9]{2}))?)?)?$');
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
  return case when part[10] is not null and part[10] !~ 'utc' then found else $S.at_zone(found, zone) end;
end $$`,
  `function $S.try_timestamp(timestamp) returns timestamp language sql immutable parallel safe as $$ select $1 $$`,
  `function $S.try_timestamp(timestamptz) returns timestamp language sql immutable parallel safe as $$ select $1 at time zone 'UTC' $$`,
  `function $S.try_timestamp(date) returns timestamp language sql immutable parallel safe as $$ select $1::timestamp $$`,
  `function $S.try_timestamp(text) returns timestamp language sql stable parallel safe as $$ select $S.timestamp_of($1, 'UTC') $$`,

  // The sign NUL cannot be in a text here: JSON that spells it is read without it.
  `function $S.without_nul(text) returns text language plpgsql immutable strict parallel safe as $$
begin return case when strpos($1, '\\u0000') = 0 then $1 else regexp_replace($1, '((?:^|[^\\\\])(?:\\\\\\\\)*)(?:\\\\u0000)+', '\\1', 'g') end; end $$`,
  `function $S.minified(text) returns text language plpgsql immutable strict parallel safe as $$
begin return case when $1 !~ '[ \\t\\n\\r]' then $1 else regexp_replace($1, '("(?:[^"\\\\]|\\\\.)*")|[ \\t\\n\\r]+', '\\1', 'g') end collate "C"; end $$`,
  `function $S.is_json(text) returns boolean language sql immutable parallel safe as $$ select $S.json_of($1) is not null $$`,
  `function $S.json_of(json) returns text language sql immutable parallel safe as $$ select $S.json_of($1::text) $$`,
  `function $S.json_of(jsonb) returns text language sql immutable parallel safe as $$ select $1::text collate "C" $$`,
  `function $S.json_scalar(json) returns text language plpgsql immutable strict parallel safe as $$
declare said text collate "C" := $1::text;
begin
  case json_typeof($1)
    when 'string' then return $1 #>> '{}';
    when 'number' then
      if said ~ '^-?[0-9]+$' then return case said when '-0' then '0' else said end; end if;
      -- Other numbers are spelt anew.
      said := $S.text_of($S.try_number(said));
      return case when said ~ 'inf' then $1::text else regexp_replace(said, 'e([+]|(-))0?', 'e\\2') end;
    when 'null' then return null;
    when 'boolean' then return btrim(said, E' \\t\\n\\r');
    else return $S.minified(said);
  end case;
end $$`,
  `function $S.json_text(text, path text[]) returns text language sql immutable parallel safe as $$ select $S.json_scalar($1::json #> path) collate "C" $$`,
  `function $S.json_text(json, path text[]) returns text language sql immutable parallel safe as $$ select $S.json_text($S.json_of($1::text), path) $$`,
  `function $S.json_text(jsonb, path text[]) returns text language sql immutable parallel safe as $$ select $S.json_text($1::text, path) $$`,
  `function $S.json_part(text, path text[]) returns text language sql immutable parallel safe as $$ select $S.minified(($1::json #> path)::text) $$`,
  `function $S.json_part(json, path text[]) returns text language sql immutable parallel safe as $$ select $S.json_part($S.json_of($1::text), path) $$`,
  `function $S.json_part(jsonb, path text[]) returns text language sql immutable parallel safe as $$ select $S.json_part($1::text, path) $$`,
  `function $S.json_list(text) returns json language plpgsql immutable strict parallel safe as $$
begin return case when ltrim($1, E' \\t\\n\\r') like '[%' then $S.json_of($1)::json end; end $$`,
  `function $S.elements(text) returns table (item text, "position" bigint) language sql immutable parallel safe rows 10 as $$
select $S.minified(e.value::text), e.ordinality from json_array_elements($S.json_list($1)) with ordinality as e $$`,
  `function $S.elements(json) returns table (item text, "position" bigint) language sql immutable parallel safe rows 10 as $$ select * from $S.elements($1::text) $$`,
  `function $S.elements(jsonb) returns table (item text, "position" bigint) language sql immutable parallel safe rows 10 as $$ select * from $S.elements($1::text) $$`,
  `function $S.header_value(text, header text) returns text language plpgsql immutable strict parallel safe as $$
begin return (select nullif(string_agg(e.value ->> 'value', ', ' order by e.ordinality), '') collate "C" from json_array_elements($S.json_list($1)) with ordinality as e
where json_typeof(e.value) = 'object' and $S.lower_of(e.value ->> 'name') = header); end $$`,
  `function $S.header_value(json, header text) returns text language sql immutable parallel safe as $$ select $S.header_value($1::text, header) $$`,
  `function $S.header_value(jsonb, header text) returns text language sql immutable parallel safe as $$ select $S.header_value($1::text, header) $$`,
];

/** JSON is asked for with what the server's version can: until 16 only an error tells that a text is none. */
const jsonOf = {
  asking: `function $S.json_of(text) returns text language plpgsql immutable strict parallel safe as $$
declare plain text collate "C" := $S.without_nul($1);
begin return case when plain is json and pg_input_is_valid(plain, 'jsonb') then plain end; end $$`,
  trying: `function $S.json_of(text) returns text language plpgsql immutable strict as $$
declare plain text collate "C" := $S.without_nul($1);
begin
  if plain is null or plain !~ '^[ \\t\\n\\r]*([[{"0-9-]|true|false|null)' then return null; end if;
  perform plain::jsonb;
  return plain;
exception when others then return null;
end $$`,
} as const;

/** Says which functions they are: a database that has others is told them anew. */
export function helpersVersion(server: number): string {
  return `nexus functions ${numberOf(helperStatements("", server).join("\n")).toString(16)}`;
}

/** The statements that make the functions; `schema` is quoted already, `server` the server's major version. */
export function helperStatements(schema: string, server: number): readonly string[] {
  return [...functionStatements(schema, server), ...made(publishing, schema)];
}

/** Only those that queries call. */
export function functionStatements(schema: string, server: number): readonly string[] {
  return made([...helpers, server >= 16 ? jsonOf.asking : jsonOf.trying], schema);
}

function made(functions: readonly string[], schema: string): readonly string[] {
  return functions.map((one) => `create or replace ${one.replaceAll("$S", () => schema)}`);
}
