import type { ComponentsStep } from "../model/step.ts";
import { contractionOf, growth, prime, type Round, roundsOf, seedOf } from "../sql/contraction.ts";
import { name, type Sql, sql } from "../sql/sql.ts";
import type { Statement } from "../sql/statements.ts";
import { captured, expression, inserted, literal } from "./jinja.ts";
import type { Model } from "./model.ts";
import type { Writing } from "./writing.ts";

/** The longest that is put behind a name for tables on the way: what it is, the round, the sign of unfinished work. */
const room = "__evidence_999__next".length;

/** So many rounds never come: each leaves at most three quarters of the vertices, by expectation. */
const tooMany = 1000;

/** A step whose tables on the way are called by another name. */
function called(step: ComponentsStep<Sql>, by: string): ComponentsStep<Sql> {
  return { ...step, table: { ...step.table, name: by } };
}

const texts = (statements: readonly Statement[], writing: Writing): readonly string[] =>
  statements.map(({ sql: fragment }) => writing.text(fragment));

/**
 * The components of an entity type. What the rounds begin with is made by statements of its own; then a macro that knows
 * no entity type goes on until no edge is left, and the model reads what came of it.
 */
export function componentsModel(step: ComponentsStep<Sql>, writing: Writing): Model {
  const by = writing.fitting(step.table.name, room);
  const contraction = contractionOf(called(step, by), writing.input.dialect);
  const { factor, summand } = seedOf(step);
  const begin = texts(contraction.begin, writing).map((text) => captured(text, "begin.append(sql_text)"));
  const [value = "", component = ""] = step.columns.map((column) => column.name);
  const found = sql`select c.v as ${name(value)}, c.component as ${name(component)} from (${contraction.components}) as c`;
  const first = roundsOf(step).next().value;
  return {
    ref: step.table,
    sentence: `One row a value of ${step.entity}s, with its component: ${step.reason}.`,
    columns: step.columns,
    isView: false,
    after: texts([...contraction.dropBegun, ...contraction.dropRound(first)], writing),
    body: [
      "{% set begin = [] %}",
      ...begin,
      `{% do nexus_resolve(${literal(by)}, begin, ${factor}, ${summand}) %}`,
      writing.text(writing.declared(step.columns, found)),
    ].join("\n"),
  };
}

/** The loop as a macro, for whatever entity type: the statements of one round, whose number and hash are Jinja's. */
export function resolveMacro(step: ComponentsStep<Sql>, writing: Writing): string {
  const contraction = contractionOf(called(step, expression("of")), writing.input.dialect);
  const round = (number: string): Round => ({
    name: expression(number),
    factor: inserted("state.factor"),
    summand: inserted("state.summand"),
  });
  const [own, next] = [round("round"), round("round + 1")];
  const first = roundsOf(step).next().value;
  const run = (indent: string, ...statements: readonly Statement[]): string =>
    texts(statements, writing)
      .map((statement) => `${indent}{% call nexus_do() %}\n${statement}\n${indent}{% endcall %}`)
      .join("\n");
  return `{#
  Connected components by SQL alone: randomised contraction (Bögeholz, Brand, Todor: In-database connected component
  analysis, 2018). Every round orders the vertices anew by a hash of its own; each vertex picks the first of itself and its
  neighbours, and edges are relabelled by what was picked, until no edge is left. Then what was picked is followed back.

  of: what the tables on the way are called by; begin: statements that make the vertices and the edges of the first round;
  factor, summand: the numbers of the hash before it.
#}
{% macro nexus_resolve(of, begin, factor, summand) %}
{% if execute and flags.WHICH in ['run', 'build', 'retry'] %}
  {# what a build that was killed left #}
${run("  ", ...contraction.dropBegun, ...contraction.dropEdges(first), ...contraction.dropRound(first))}
  {% for statement in begin %}{% do run_query(statement) %}{% endfor %}
  {% set state = namespace(left=1, last=0, factor=factor, summand=summand) %}
  {% for round in range(${tooMany}) %}{% if state.left > 0 %}
    {% set state.factor = state.factor * ${growth.factor} % ${prime} %}
    {% set state.summand = state.summand * ${growth.summand} % ${prime} %}
${run("    ", ...contraction.dropEdges(next), ...contraction.dropRound(next), ...contraction.contract(own, next))}
    {% set edges %}
${writing.text(contraction.edges(next))}
    {% endset %}
    {% set state.left = run_query(edges).rows[0][0] | int %}
    {% set state.last = round %}
  {% endif %}{% endfor %}
  {% if state.left > 0 %}{{ exceptions.raise_compiler_error(of ~ ': edges are left after ${tooMany} rounds') }}{% endif %}
  {% for back in range(state.last + 1) %}
    {% set round = state.last - back %}
    {% if back == 0 %}
${run("      ", ...contraction.dropEdges(next), ...contraction.follow(own, undefined))}
    {% else %}
${run("      ", ...contraction.follow(own, next), ...contraction.dropRound(next))}
    {% endif %}
  {% endfor %}
{% endif %}
{% endmacro %}

{# Runs the statement that it is called with. #}
{% macro nexus_do() %}{% do run_query(caller()) %}{% endmacro %}
`;
}
