import { Bug } from "../base/problem.ts";
import type { Column } from "../model/column.ts";
import { stepsTable } from "../model/run-records.ts";
import { type Layer, tableName } from "../model/table.ts";
import { rawTablesOf } from "../sql/sql.ts";
import { expression, literal, said, template } from "./jinja.ts";
import type { Model } from "./model.ts";
import type { PackageInput } from "./package.ts";
import type { Writing } from "./writing.ts";

/** Where raw tables of this name are: a variable, so that they may lie in another database. */
const rawDatabase = "{{ var('nexus_raw_database', target.database) }}";

/** PostgreSQL says where it found a table; DuckDB looks here for one whose name has no schema. */
const rawSchema = "main";

/** A name that YAML takes for a text. */
function plainName(name: string): string {
  return /^(y|n|yes|no|on|off|true|false|null)$/.test(name) ? JSON.stringify(name) : name;
}

/** The tests of one column: what dbt has words for. */
function columnTests(model: Model, column: string, { tables, references }: PackageInput, writing: Writing) {
  const table = tables.get(tableName(model.ref));
  const isKey = table?.published === true && table.key.length === 1 && table.key[0] === column;
  const to = references.filter((one) => tableName(one.table) === tableName(model.ref) && one.column === column);
  return [
    ...(isKey ? ["- unique", "- not_null"] : []),
    ...to.flatMap((one) => [
      "- relationships:",
      "    arguments:",
      `      to: ${writing.ref(one.to.table)}`,
      `      field: ${plainName(one.to.column)}`,
    ]),
  ];
}

/** `schema.yml` of a layer: what its tables and columns are, what is personal, and the tests of single columns. */
export function schemaFile(layer: Layer, models: readonly Model[], input: PackageInput, writing: Writing): Written {
  let tests = 0;
  const columnLines = (model: Model, column: Column): readonly string[] => {
    const own = columnTests(model, column.name, input, writing);
    tests += own.filter((line) => line.startsWith("- ")).length;
    return [
      `      - name: ${plainName(column.name)}`,
      `        description: ${said(column.description)}`,
      `        data_type: ${JSON.stringify(input.dialect.type(column.type))}`,
      ...(column.pii === true ? ["        config:", "          meta:", "            pii: true"] : []),
      ...(own.length === 0 ? [] : ["        data_tests:", ...own.map((line) => `          ${line}`)]),
    ];
  };
  const lines = models
    .filter(({ ref }) => ref.layer === layer)
    .flatMap((model) => [
      `  - name: ${writing.model(model.ref)}`,
      `    description: ${said(model.sentence)}`,
      "    columns:",
      ...model.columns.flatMap((column) => columnLines(model, column)),
    ]);
  return { text: `version: 2\n\nmodels:\n${lines.join("\n")}\n`, tests };
}

/** A file, and how many tests it holds. */
export interface Written {
  readonly text: string;
  readonly tests: number;
}

/** The raw tables of one schema. */
interface Source {
  /** The database and the schema, as far as they are said. */
  readonly place: readonly string[];
  /** By table: the events that are made of it. */
  readonly readers: Map<string, Set<string>>;
}

/** The raw tables of the warehouse that a plan reads, each time with the event that is made of it. */
export function rawReads(
  plan: PackageInput["plan"],
): readonly { readonly parts: readonly string[]; readonly by: string }[] {
  return plan.steps.flatMap((step) => {
    if (step.kind !== "scan") return [];
    const queries = [step.query, step.setAside.query, ...(step.withdrawn === undefined ? [] : [step.withdrawn])];
    return queries.flatMap(rawTablesOf).map((parts) => ({ parts, by: `${step.source}.${step.event}` }));
  });
}

/** `sources.yml`: the raw tables of the warehouse that are read; undefined where there are none. */
export function sourcesFile({ plan }: PackageInput, writing: Writing): string | undefined {
  const found = new Map<string, Source>();
  for (const { parts, by } of rawReads(plan)) {
    const [name, place] = [writing.sourceOf(parts), parts.slice(0, -1)];
    const source = found.get(name) ?? { place, readers: new Map<string, Set<string>>() };
    if (source.place.join("\0") !== place.join("\0"))
      throw new Bug(`The source ${name} is both ${source.place.join(".")} and ${place.join(".")}.`);
    found.set(name, source);
    const table = parts.at(-1) ?? "";
    source.readers.set(table, (source.readers.get(table) ?? new Set()).add(by));
  }
  if (found.size === 0) return undefined;
  const lines = [...found].flatMap(([name, { place, readers }]) => [
    `  - name: ${JSON.stringify(name)}`,
    `    database: ${JSON.stringify(place.at(-2) ?? rawDatabase)}`,
    `    schema: ${JSON.stringify(place.at(-1) ?? rawSchema)}`,
    "    tables:",
    ...[...readers].flatMap(([table, by]) => [
      `      - name: ${JSON.stringify(table)}`,
      `        description: ${said(`Raw: read by ${[...by].join(", ")}.`)}`,
    ]),
  ]);
  return `version: 2\n\nsources:\n${lines.join("\n")}\n`;
}

/** `dbt_project.yml`. */
export function projectFile(input: PackageInput, layers: readonly Layer[], writing: Writing): string {
  const hasFunctions = input.dialect.ownFunctions !== undefined;
  return `# Written by nexus dbt: the package ${writing.package}.
name: ${writing.package}
version: ${JSON.stringify(input.version)}
config-version: 2
require-dbt-version: [">=1.10.23", "<1.11.0"]

model-paths: ["models"]
macro-paths: ["macros"]
test-paths: ["tests"]
${hasFunctions ? `\non-run-start: "{{ ${writing.package}.nexus_functions() }}"\n` : ""}
models:
  ${writing.package}:
    +materialized: table
    +pre-hook:
${input.dialect.session.map((one) => `      - ${JSON.stringify(one)}`).join("\n")}
${layers.map((layer) => `    ${layer}:\n      +schema: ${writing.schema(layer)}`).join("\n")}
`;
}

/** The macros that know of no model: schemas, the time that a build takes for now, functions of ours. */
export function commonMacros({ dialect }: PackageInput, writing: Writing): string {
  const schema = `"${expression(`nexus_schema(${literal(writing.schema("meta"))})`)}"`;
  const functions = dialect.ownFunctions?.(schema);
  return `{# The schemas of the package are called as they are with \`nexus run\`; \`nexus_schema_prefix\` is put before them. #}
{% macro generate_schema_name(custom_schema_name, node) %}{{ nexus_schema(custom_schema_name or target.schema) }}{% endmacro %}

{% macro nexus_schema(name) %}{{ return(var('nexus_schema_prefix', '') ~ name) }}{% endmacro %}

{# What \`nexus run\` remembers (ids that last, rows that raw forgot) is not replaced by a build from nothing. #}
{% macro nexus_guard() %}
{% set schema = nexus_schema(${literal(writing.schema("meta"))}) %}
{% if execute and adapter.get_relation(database=target.database, schema=schema, identifier=${literal(stepsTable.ref.name)}) is not none %}
{{ exceptions.raise_compiler_error('The schema ' ~ schema ~ ' is of nexus run. Build in another database, or set the variable nexus_schema_prefix.') }}
{% endif %}
{% endmacro %}

{# The first thing that a model does, before its hooks: settings of the project that takes the package are stronger than its own. #}
{% macro nexus_begin(allowed) %}
{% if execute and flags.WHICH in ['run', 'build', 'retry'] %}
{% do nexus_guard() %}
{% if config.get('materialized') not in allowed %}
{{ exceptions.raise_compiler_error('It would be made as ' ~ config.get('materialized') ~ ', by a setting of your project, and hold wrong rows. Add below "models:" in your dbt_project.yml: ' ~ ${literal(`{${writing.package}: {+materialized: table}}`)}) }}
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

{# The time that the build takes for now: the variable \`nexus_horizon\`, an ISO date or time in UTC, or else its start. #}
{% macro nexus_horizon() %}
{% set said = var('nexus_horizon', run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f')) | string %}
{% if not modules.re.match('[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+]00:00)?)?$', said) %}
{{ exceptions.raise_compiler_error('nexus_horizon is not an ISO date, or time in UTC: ' ~ said) }}
{% endif %}
{{ return(said | replace('T', ' ') | replace('Z', '') | replace('+00:00', '')) }}
{% endmacro %}
${
  functions === undefined
    ? ""
    : `
{# What the engine lacks, as functions beside the records of builds; nothing for commands that take nothing of the package. #}
{% macro nexus_functions() %}
{% if execute and ${literal(`.${writing.package}.`)} in selected_resources | join(' ') %}
{% do nexus_guard() %}
${template(functions.join(";\n"))};
{% endif %}
{% endmacro %}
`
}`;
}
