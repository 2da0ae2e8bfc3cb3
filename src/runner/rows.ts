import type { Engine } from "../engines/engine.ts";
import { decodeWords, parseAddresses } from "../kernels/addresses.ts";
import { constrained, type NodeRows } from "../kernels/constrained.ts";
import { UnionFind } from "../kernels/union-find.ts";
import type { Step } from "../model/step.ts";
import type { TableRef } from "../model/table.ts";
import type { Sql } from "../sql/sql.ts";

/** Renders a query of a step. */
type Text = (query: Sql) => string;

const batch = 65_536;

/** Finds the components of an entity type's evidence, and writes them back in bulk. */
export async function writeComponents(
  step: Extract<Step<Sql>, { kind: "components" }>,
  engine: Engine,
  text: Text,
  target: readonly string[],
): Promise<number> {
  const { rows } = await engine.ask(text(step.size), 1);
  const size = Number(rows[0]?.[0] ?? -1) + 1;
  const found = new UnionFind(size);
  // 0: links · 1: junk · 2: shared
  const blocked = new Uint8Array(size);
  const seen = new Uint8Array(size);
  const ties = new Uint8Array(size);
  for await (const { rowCount, columns } of engine.numbers(text(step.blocked))) {
    const [values, shared] = columns as [Int32Array, Int32Array];
    for (let row = 0; row < rowCount; row++) blocked[values[row] as number] = shared[row] === 1 ? 2 : 1;
  }
  for await (const { rowCount, columns } of engine.numbers(text(step.same))) {
    const [values, nodes] = columns as [Int32Array, Int32Array];
    for (let row = 0; row < rowCount; row++) {
      found.union(values[row] as number, nodes[row] as number);
      // The lowest spelling stands for the identifier, even when only another one is seen now.
      seen[nodes[row] as number] = 1;
    }
  }
  for await (const { rowCount, columns } of engine.numbers(text(step.evidence))) {
    const names = columns.length - step.ties;
    for (let row = 0; row < rowCount; row++) {
      let first = -1;
      for (let at = 0; at < columns.length; at++) {
        const node = (columns[at] as Int32Array)[row] as number;
        if (node < 0 || blocked[node] === 1) continue;
        seen[node] = 1;
        if (at >= names) ties[node] = 1;
        if (blocked[node] === 2) continue;
        if (first < 0) first = node;
        else found.union(first, node);
      }
    }
  }
  const named = new Uint8Array(step.ties === 0 ? 0 : size);
  if (step.ties > 0)
    for (let node = 0; node < size; node++) if (seen[node] === 1 && ties[node] === 0) named[found.find(node)] = 1;
  function* labels(): Generator<readonly Int32Array[]> {
    let values = new Int32Array(batch);
    let components = new Int32Array(batch);
    let filled = 0;
    for (let node = 0; node < size; node++) {
      if (seen[node] === 0 || blocked[node] === 1) continue;
      const component = found.find(node);
      if (step.ties > 0 && named[component] === 0) continue;
      values[filled] = node;
      components[filled] = component;
      filled += 1;
      if (filled === batch) {
        yield [values, components];
        values = new Int32Array(batch);
        components = new Int32Array(batch);
        filled = 0;
      }
    }
    if (filled > 0) yield [values.subarray(0, filled), components.subarray(0, filled)];
  }
  return engine.loadNumbers(target, labels());
}

/** Resolves again what holds more than a limit allows, and writes its parts and the refused links back. */
export async function writeConstrained(
  step: Extract<Step<Sql>, { kind: "constrained" }>,
  engine: Engine,
  text: Text,
  locate: (table: TableRef) => readonly string[],
): Promise<number> {
  const ranks: number[] = [];
  for await (const { columns } of engine.numbers(text(step.nodes)))
    for (const rank of columns[0] ?? []) ranks.push(rank);
  const rows: NodeRows[] = [];
  if (ranks.length > 0) for await (const batch of engine.numbers(text(step.evidence))) rows.push(batch);
  const { parts, isContested, refusals } = constrained({
    ranks: Uint8Array.from(ranks),
    rows,
    limits: step.limits,
    contested: step.contested,
  });
  const places = Int32Array.from(parts, (_, place) => place);
  const settled = await engine.loadNumbers(locate(step.parts.table), [[places, parts, Int32Array.from(isContested)]]);
  const links = [refusals.nodes, refusals.others, refusals.limits].map((numbers) => Int32Array.from(numbers));
  return settled + (await engine.loadNumbers(locate(step.refused.table), [links]));
}

/** Parses distinct texts of mails, and writes what is found in them. */
export async function writeParsed(
  step: Extract<Step<Sql>, { kind: "parse" }>,
  engine: Engine,
  text: Text,
  target: readonly string[],
): Promise<number> {
  const rowsOf =
    step.finds === "mailboxes"
      ? (header: string) =>
          parseAddresses(header).map(({ name, address }, index) => [header, index + 1, name, address] as const)
      : (said: string) => [[said, decodeWords(said)] as const].filter(([before, after]) => before !== after);
  async function* found(): AsyncGenerator<readonly (readonly unknown[])[]> {
    for await (const texts of engine.texts(text(step.query))) yield texts.flatMap<readonly unknown[]>(rowsOf);
  }
  return engine.load(target, step.columns, found());
}
