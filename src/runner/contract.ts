import { Bug } from "../base/problem.ts";
import type { Engine } from "../engines/engine.ts";
import type { ComponentsStep } from "../model/step.ts";
import { contractionOf } from "../sql/contraction.ts";
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
  let rounds = 0;
  for (let left = 1; left > 0; rounds++) {
    if (rounds === tooMany) throw new Bug(`${step.id}: ${left} edges are left after ${rounds} rounds.`);
    await walk(contraction.contract(rounds));
    const { rows } = await engine.ask(text(contraction.edges(rounds + 1)), 1);
    left = Number(rows[0]?.[0] ?? 0);
  }
  for (let round = rounds - 1; round >= 0; round--) await walk(contraction.follow(round, round === rounds - 1));
  const written = await walk(contraction.finish);
  await walk(contraction.cleanUp(rounds));
  return written;
}
