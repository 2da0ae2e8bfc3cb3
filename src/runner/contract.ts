import { Bug } from "../base/problem.ts";
import type { Engine } from "../engines/engine.ts";
import type { ComponentsStep } from "../model/step.ts";
import { contractionOf, type Round, roundsOf } from "../sql/contraction.ts";
import type { Sql } from "../sql/sql.ts";
import type { Statement } from "../sql/statements.ts";

/** Each round leaves at most three quarters of the vertices, by expectation: so many rounds never come. */
const tooMany = 1000;

/** Finds the components of an entity type's evidence by SQL alone, until no edge is left. */
export async function contractComponents(
  step: ComponentsStep<Sql>,
  engine: Engine,
  text: (query: Sql) => string,
): Promise<number> {
  const contraction = contractionOf(step, engine.dialect);
  const walk = async (statements: readonly Statement[]): Promise<number> => {
    let written = 0;
    for (const { sql } of statements) written = (await engine.run(text(sql))).rows;
    return written;
  };
  await walk(contraction.begin);
  const all = roundsOf(step);
  const rounds: Round[] = [];
  let next = all.next().value;
  for (let left = 1; left > 0; ) {
    if (rounds.length === tooMany) throw new Bug(`${step.id}: ${left} edges are left after ${tooMany} rounds.`);
    const round = next;
    next = all.next().value;
    await walk(contraction.contract(round, next));
    const { rows } = await engine.ask(text(contraction.edges(next)), 1);
    left = Number(rows[0]?.[0] ?? 0);
    rounds.push(round);
  }
  await walk(contraction.dropEdges(next));
  for (const [back, one] of rounds.toReversed().entries())
    await walk(contraction.follow(one, rounds[rounds.length - back]));
  const written = await walk(contraction.finish);
  await walk(contraction.dropBegun);
  for (const one of rounds) await walk(contraction.dropRound(one));
  return written;
}
