import { numberOf } from "../base/number-of.ts";
import type { ComponentsStep } from "../model/step.ts";
import type { TableRef } from "../model/table.ts";
import type { Dialect } from "./dialect.ts";
import { workingSuffix } from "./locate.ts";
import { join, name, type Sql, sql, table } from "./sql.ts";
import type { Statement } from "./statements.ts";

/**
 * Connected components by SQL alone, for engines that do not hand numbers to our own process: randomised contraction
 * (Bögeholz, Brand, Todor: In-database connected component analysis, 2018). Every round orders the vertices anew by a
 * random affine hash; each vertex picks the first of itself and its neighbours, edges are relabelled by what was picked,
 * and those inside of one vertex are gone. Rounds go on until no edge is left: no depth is fixed. Then what was picked is
 * followed back, round by round, each smaller than the one before.
 *
 * Vertices are numbers below 2^31. The label of a component is the lowest number in it.
 */
export interface Contraction {
  /** Makes the vertices and the edges of the first round. */
  readonly begin: readonly Statement[];
  /** How many edges a round begins with: none are left when it is over. */
  edges(round: Round): Sql;
  /** Contracts the edges of a round to those of the next one. */
  contract(round: Round, next: Round): readonly Statement[];
  /** What the vertices of a round became, from what those of the next one became; from the last round back to the first. */
  follow(round: Round, next: Round | undefined): readonly Statement[];
  /** `v`, `component`, once the first round is followed. */
  readonly components: Sql;
  /** Writes the components. */
  readonly finish: readonly Statement[];
  /** Drops what the first round began with, but for its edges. */
  readonly dropBegun: readonly Statement[];
  /** Drops the edges that a round begins with. */
  dropEdges(round: Round): readonly Statement[];
  /** Drops what else was made in a round. */
  dropRound(round: Round): readonly Statement[];
}

/** A round: what its tables are called by, and its hash of vertices. */
export interface Round {
  readonly name: string;
  readonly factor: Sql;
  readonly summand: Sql;
}

/** A prime above all numbers of vertices: hashes by it are a new order of all of them. */
export const prime = 2_147_483_647;

/** What the numbers of a hash are multiplied by from round to round, modulo the prime: no round is like another. */
export const growth = { factor: 48_271, summand: 69_621 } as const;

/** The numbers of the hash before the first round; they are above zero and below the prime, and stay so. */
export function seedOf(step: Pick<ComponentsStep<Sql>, "id">): { readonly factor: number; readonly summand: number } {
  const number = (of: string): number => 1 + (numberOf(`${step.id} ${of}`) % (prime - 1));
  return { factor: number("factor"), summand: number("summand") };
}

/** The rounds of a step, one after another. */
export function* roundsOf(step: Pick<ComponentsStep<Sql>, "id">): Generator<Round, never> {
  let { factor, summand } = seedOf(step);
  for (let round = 0; ; round++) {
    factor = (factor * growth.factor) % prime;
    summand = (summand * growth.summand) % prime;
    yield { name: String(round), factor: sql`${factor}`, summand: sql`${summand}` };
  }
}

/** What a hash is moved up by, to stand before its vertex in one number of 64 bits. */
const shift = 2_147_483_648;

/** The statements that find the components of a step; the same step gets the same ones. */
export function contractionOf(step: ComponentsStep<Sql>, dialect: Dialect): Contraction {
  const { statements } = dialect;
  const ref = (what: string): TableRef => ({
    layer: step.table.layer,
    name: `${step.table.name}__${what}${workingSuffix}`,
  });
  const at = (what: string): Sql => table(ref(what), "prior");
  const [blocked, evidence, vertices] = [at("blocked"), at("evidence"), at("vertices")];
  const [edges, picked, became] = (["edges", "picked", "became"] as const).map(
    (what) =>
      (round: Round): Sql =>
        at(`${what}_${round.name}`),
  ) as [(round: Round) => Sql, (round: Round) => Sql, (round: Round) => Sql];
  const first = firstRound(step);

  const write = (label: string, fragment: Sql): Statement => ({ does: "write", label, sql: fragment });
  const make = (of: Sql, label: string, query: Sql): readonly Statement[] => {
    const told = statements.gatherStatistics?.(of);
    return [
      write(`find ${label}`, statements.createTableAs(of, query)),
      ...(told === undefined ? [] : [write("gather statistics", told)]),
    ];
  };
  const dropped = (...made: readonly Sql[]): readonly Statement[] =>
    made.map((of) => write("drop what was made on the way", statements.dropTable(of)));
  const dropEdges = (round: Round): readonly Statement[] => [
    write(`drop the edges of round ${round.name}`, statements.dropTable(edges(round))),
  ];
  const components = labelled(step, vertices, became(first));

  // What a value is good for: junk never counts, shared ones are there and link nobody.
  const sides = step.values.map((column, index) => ({
    value: name("e", column),
    b: `b${index}`,
    isTie: index >= step.values.length - step.ties,
  }));
  const joins = join(
    sides.map(({ value, b }) => sql`left join ${blocked} as ${name(b)} on ${name(b, "_value")} = ${value}`),
    sql`\n`,
  );
  const links = sides.map(({ value, b }) => sql`case when ${name(b, "_value")} is null then ${value} end`);
  const seen = sides.map(
    ({ value, b, isTie }) =>
      sql`select distinct ${value} as v, ${isTie ? 1 : 0} as is_tie from ${evidence} as e left join ${blocked} as ${name(b)} on ${name(b, "_value")} = ${value} where ${value} is not null and (${name(b, "_value")} is null or ${name(b, "is_shared")} = 1)`,
  );
  // A star from the first of a row, not all pairs.
  const center = links.length === 1 ? links[0] : sql`coalesce(${join(links)})`;
  const stars = links
    .slice(1)
    .map((link) => sql`select ${center ?? sql`null`} as a, ${link} as b from ${evidence} as e\n${joins}`);
  const pairs = join([sql`select s._value as a, s._node as b from (${step.same}) as s`, ...stars], sql`\nunion all\n`);

  return {
    begin: [
      ...make(blocked, "what is blocked", step.blocked),
      ...make(evidence, "the evidence", step.evidence),
      ...make(
        vertices,
        "the vertices",
        sql`select v, max(is_tie) as is_tie from (${join([...seen, sql`select s._node as v, 0 as is_tie from (${step.same}) as s`], sql`\nunion all\n`)}) as u group by v`,
      ),
      ...make(
        edges(first),
        "the edges",
        sql`select distinct d.a, d.b from (select p.a, p.b from (${pairs}) as p union all select q.b, q.a from (${pairs}) as q) as d where d.a <> d.b`,
      ),
    ],
    edges: (round) => sql`select count(*) from ${edges(round)}`,
    contract: (round, next) => {
      const key = (vertex: Sql): Sql => keyOf(vertex, round);
      const least = sql`case when min(${key(sql`e.b`)}) < ${key(sql`e.a`)} then min(${key(sql`e.b`)}) else ${key(sql`e.a`)} end`;
      return [
        ...make(
          picked(round),
          `what is picked in round ${round.name}`,
          sql`select e.a as v, ${least} % ${shift} as rep from ${edges(round)} as e group by e.a`,
        ),
        ...make(
          edges(next),
          `the edges of round ${next.name}`,
          sql`select distinct x.rep as a, y.rep as b from ${edges(round)} as e join ${picked(round)} as x on x.v = e.a join ${picked(round)} as y on y.v = e.b where x.rep <> y.rep`,
        ),
        ...dropEdges(round),
      ];
    },
    follow: (round, next) =>
      make(
        became(round),
        `what became of the vertices of round ${round.name}`,
        next === undefined
          ? sql`select p.v, p.rep from ${picked(round)} as p`
          : sql`select p.v, coalesce(n.rep, p.rep) as rep from ${picked(round)} as p left join ${became(next)} as n on n.v = p.rep`,
      ),
    components,
    finish: [
      write(
        "components",
        statements.insertInto(
          table(step.table),
          step.columns.map((column) => column.name),
          components,
        ),
      ),
    ],
    dropBegun: dropped(blocked, evidence, vertices),
    dropEdges,
    dropRound: (round) => dropped(picked(round), became(round)),
  };
}

function firstRound(step: ComponentsStep<Sql>): Round {
  return roundsOf(step).next().value;
}

function labelled(step: ComponentsStep<Sql>, vertices: Sql, became: Sql): Sql {
  const lowest = sql`select b.rep, min(b.v) as low from ${became} as b group by b.rep`;
  const all = sql`select n.v, n.is_tie, coalesce(l.low, n.v) as component from ${vertices} as n left join ${became} as b on b.v = n.v left join (${lowest}) as l on l.rep = b.rep`;
  // What holds nothing but ties is nobody.
  const named =
    step.ties === 0 ? sql`` : sql` where c.component in (select d.component from (${all}) as d where d.is_tie = 0)`;
  return sql`select c.v, c.component from (${all}) as c${named}`;
}

/** A vertex behind its hash of a round, so that the least of them names it. */
function keyOf(vertex: Sql, { factor, summand }: Round): Sql {
  return sql`((${vertex} * ${factor} + ${summand}) % ${prime}) * ${shift} + ${vertex}`;
}
