import { describe, expect, test } from "vitest";
import type { Engine } from "../src/engines/engine.ts";
import { openEngine } from "../src/engines/open.ts";
import { duckdb, postgres } from "../src/index.ts";
import type { ComponentsStep } from "../src/model/step.ts";
import { contractComponents } from "../src/runner/contract.ts";
import { writeComponents } from "../src/runner/rows.ts";
import { render } from "../src/sql/render.ts";
import { name, type Sql, sql } from "../src/sql/sql.ts";
import { asked, server } from "./postgres/server.ts";

/**
 * Components by SQL alone are those of the union-find in our own process: on the same seeded graphs, on every engine,
 * with all that a step may say: values that never link, spellings of one, columns that only tie.
 */
interface Graph {
  readonly size: number;
  /** A number, or null, per column; numbers of a column stand in no other. */
  readonly evidence: readonly (readonly (number | null)[])[];
  readonly blocked?: readonly (readonly [value: number, shared: boolean])[];
  readonly same?: readonly (readonly [value: number, node: number])[];
  readonly ties?: number;
}

function randoms(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Pairs of two columns: the left ones are even, the right ones odd. */
const path = (length: number): Graph => ({
  size: length + 1,
  evidence: Array.from({ length }, (_, at) => (at % 2 === 0 ? [at, at + 1] : [at + 1, at])),
});

function shuffledPath(length: number, seed: number): Graph {
  const random = randoms(seed);
  const halves = [0, 1].map((odd) => {
    const numbers = Array.from({ length: length / 2 + 1 }, (_, at) => at * 2 + odd);
    for (let at = numbers.length - 1; at > 0; at--) {
      const other = random(at + 1);
      [numbers[at], numbers[other]] = [numbers[other] as number, numbers[at] as number];
    }
    return numbers;
  });
  const vertex = (at: number): number => halves[at % 2]?.[Math.floor(at / 2)] as number;
  return {
    size: length + 3,
    evidence: Array.from({ length }, (_, at) => [vertex(at), vertex(at + 1)].sort((a, b) => (a % 2) - (b % 2))),
  };
}

function random(size: number, rows: number, seed: number): Graph {
  const next = randoms(seed);
  const cell = (column: number): number | null => (next(4) === 0 ? null : next(Math.floor(size / 3)) * 3 + column);
  const spelt = Array.from({ length: Math.floor(size / 20) }, () => next(Math.floor(size / 3)) * 3 + 1).map(
    (value) => [value, (next(Math.floor(value / 3) + 1) * 3 + 1) % (value + 1)] as const,
  );
  const sames = new Map(spelt.filter(([value, node]) => node < value && node % 3 === 1));
  const blocked = new Map(
    Array.from({ length: Math.floor(size / 15) }, () => [next(size), next(2) === 0] as const).filter(
      ([value]) => !sames.has(value) && ![...sames.values()].includes(value),
    ),
  );
  return {
    size,
    evidence: Array.from({ length: rows }, () => [cell(0), cell(1), cell(2)]),
    blocked: [...blocked],
    same: [...sames],
    ties: seed % 2,
  };
}

const graphs: Readonly<Record<string, Graph>> = {
  nothing: { size: 0, evidence: [] },
  singletons: { size: 50, evidence: Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? [at, null] : [null, at])) },
  "one pair": { size: 2, evidence: [[0, 1]] },
  "a star": { size: 801, evidence: Array.from({ length: 400 }, (_, at) => [0, at * 2 + 1]) },
  "a clique": {
    size: 60,
    evidence: Array.from({ length: 900 }, (_, at) => [Math.floor(at / 30) * 2, (at % 30) * 2 + 1]),
  },
  "a chain in order": path(300),
  "chains of all lengths": {
    size: 2000,
    evidence: Array.from({ length: 40 }, (_, chain) =>
      path(chain).evidence.map((row) => row.map((one) => (one ?? 0) + chain * 42)),
    ).flat(),
  },
  "a long path out of order": shuffledPath(20_000, 7),
  "only ties": {
    size: 6,
    evidence: [
      [null, 1],
      [null, 3],
      [0, 5],
    ],
    ties: 1,
  },
  "shared and junk": {
    size: 8,
    evidence: [
      [0, 1],
      [2, 1],
      [4, 3],
      [6, 3],
      [0, 5],
      [4, 5],
    ],
    blocked: [
      [1, true],
      [3, false],
    ],
  },
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, seed) => [`random ${seed + 1}`, random(60 + seed * 90, 40 + seed * 70, seed + 1)]),
  ),
};

const columns = (graph: Graph): readonly string[] => ["_a", "_b", "_c"].slice(0, graph.evidence[0]?.length ?? 2);

const ref = (what: string) => ({ layer: "identity", name: what }) as const;

async function lay(engine: Engine, what: string, names: readonly string[], rows: Iterable<readonly unknown[]>) {
  await engine.run(`drop table if exists nexus_identity.${what}`);
  await engine.run(`create table nexus_identity.${what} (${names.map((one) => `${one} bigint`).join(", ")})`);
  const types = names.map((one) => ({ name: one, type: "integer", description: "" }) as const);
  await engine.load(["nexus_identity", what], types, [[...rows]]);
}

async function bothWays(engine: Engine, graph: Graph): Promise<readonly (readonly unknown[])[]> {
  const values = columns(graph);
  await lay(engine, "evidence", values, graph.evidence);
  await lay(
    engine,
    "blocked",
    ["_value", "is_shared"],
    (graph.blocked ?? []).map(([value, shared]) => [value, shared ? 1 : 0]),
  );
  await lay(engine, "same", ["_value", "_node"], graph.same ?? []);
  const answers: unknown[] = [];
  for (const way of ["kernel", "contraction"] as const) {
    await lay(engine, `by_${way}`, ["_value", "_component"], []);
    const from = (what: string, names: readonly string[]): Sql =>
      sql`select ${names.map((one) => name(one)).reduce((all, one) => sql`${all}, ${one}`)} from ${name("nexus_identity", what)}`;
    const step: ComponentsStep<Sql> = {
      kind: "components",
      id: "components person",
      layer: "identity",
      reason: "",
      reads: [],
      writes: [],
      entity: "person",
      table: ref(`by_${way}`),
      columns: ["_value", "_component"].map((one) => ({ name: one, type: "integer", description: "" })),
      size: sql`select ${graph.size - 1}`,
      blocked: from("blocked", ["_value", "is_shared"]),
      same: from("same", ["_value", "_node"]),
      evidence: from("evidence", values),
      values,
      ties: graph.ties ?? 0,
    };
    const text = (query: Sql): string =>
      render(query, engine.dialect, { locate: (of) => [`nexus_${of.layer}`, of.name], runValue: () => "null" });
    const written =
      way === "kernel"
        ? await writeComponents(step, engine, text, ["nexus_identity", `by_${way}`])
        : await contractComponents(step, engine, text);
    const { rows } = await engine.ask(`select _value, _component from nexus_identity.by_${way} order by 1`);
    expect(written, way).toBe(rows.length);
    answers.push(rows);
  }
  const left = await engine.tablesIn("nexus_identity");
  expect([...left.keys()].filter((one) => one.endsWith("__next"))).toEqual([]);
  expect(answers[1]).toEqual(answers[0]);
  return answers[0] as readonly (readonly unknown[])[];
}

async function everyGraph(engine: Engine): Promise<void> {
  await engine.run("create schema if not exists nexus_identity");
  const found: Record<string, number> = {};
  for (const [title, graph] of Object.entries(graphs)) {
    const rows = await bothWays(engine, graph);
    found[title] = new Set(rows.map(([, component]) => component)).size;
  }
  expect(found).toMatchObject({
    nothing: 0,
    singletons: 50,
    "one pair": 1,
    "a star": 1,
    "a clique": 1,
    "a chain in order": 1,
    "chains of all lengths": 39,
    "a long path out of order": 1,
    "only ties": 1,
    "shared and junk": 4,
  });
}

describe("components by SQL alone are those of the kernel", () => {
  test("on DuckDB", async () => {
    const engine = await openEngine({ warehouse: duckdb(":memory:"), folder: ".", prefix: "nexus", mode: "write" });
    await everyGraph(engine).finally(() => engine.close());
  });

  test("on PostgreSQL", async ({ skip }) => {
    const running = await server();
    if ("absent" in running) return skip(running.absent);
    await asked(`${running.url}/postgres`, "create database contraction");
    const warehouse = postgres({ url: `${running.url}/contraction` });
    const engine = await openEngine({ warehouse, folder: ".", prefix: "nexus", mode: "write" });
    await everyGraph(engine).finally(() => engine.close());
  });
});
