import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseAst } from "vitest/node";

/**
 * The house as rules: who may import whom, what stays pure, who knows an engine by name. A failing rule says where the
 * code belongs; a rule changes only together with the drawing of the house.
 */
const root = fileURLToPath(new URL("../src", import.meta.url));

/** Which rooms a room may use. `→ x` never includes what x stands on: every arrow is written out. */
const mayUse: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ["base"],
  sql: ["model", "base"],
  kernels: ["base"],
  config: ["sql", "model", "base"],
  sources: ["config", "sql (types)"],
  layers: ["sql", "config", "kernels/lists", "model", "base"],
  questions: ["sql", "layers/tables", "config (types)", "model", "base"],
  compile: ["layers", "config", "sql", "model", "base"],
  engines: ["sql", "config", "model", "base"],
  runner: ["model", "sql", "kernels", "base", "engines/engine.ts"],
  dbt: ["sql", "model", "base"],
  project: ["base", "model", "sql", "kernels", "config", "layers", "questions", "compile", "engines", "runner", "dbt"],
  docs: ["project", "base"],
  cli: ["project", "docs", "base"],
};

/** No disk, no network, no clock, no driver, no chance. */
const pureRooms = ["base", "model", "sql", "kernels", "config", "sources", "layers", "questions", "compile", "dbt"];

/** The one way out of a pure room: a packaged list's version and data are read through Node's resolver, at load. */
const nodeModulesAllowed: readonly (readonly [file: RegExp, module: string])[] = [
  [/^kernels\/lists[\w-]*\.ts$/, "node:module"],
];

/** Packages by the rooms that may use them; a new dependency is a decision, so it is written here. */
const packagesOf: Readonly<Record<string, readonly string[]>> = {
  kernels: ["email-providers", "libmime", "libphonenumber-js", "nodemailer", "tldts"],
  config: ["zod"],
  project: ["jiti"],
  cli: ["@clack/prompts", "commander", "picocolors", "string-width"],
};

/** Clients of warehouses: each is imported in its engine's `driver.ts`, and there only when it is first needed. */
const drivers = ["@duckdb/node-api", "pg", "pg-copy-streams", "pg-cursor"];

/** Where an engine may be named: its constructor for configs, the front door that hands this on, and the opener. */
const engineNamed: readonly RegExp[] = [
  /^sql\/dialects\//,
  /^engines\//,
  /^config\/config\.ts$/,
  /^index\.ts$/,
  /^project\/project\.ts$/,
  // The shape of what its constructor gives, and `nexus init`, which writes a config and so must choose one.
  /^config\/shape\.ts$/,
  /^project\/init/,
];

const longest = 400;

interface Import {
  /** A file of ours as `room/…`, or a module's name. */
  readonly to: string;
  readonly isOurs: boolean;
  /** Leaves nothing behind when types are stripped. */
  readonly isType: boolean;
  readonly isLazy: boolean;
}

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  /** What the code reaches for: `Math.random`, `new Date()`, `process`. */
  readonly reaches: readonly string[];
  /** Names and texts of the code, without comments and without the modules that it imports. */
  readonly words: readonly string[];
}

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

function children(node: Node): readonly Node[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

const textOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === "Literal" && typeof node["value"] === "string" ? node["value"] : undefined;

const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === "Identifier" ? String(node["name"]) : undefined;

const outside = new Set(["process", "performance", "fetch", "setTimeout", "setInterval", "setImmediate"]);

function read(path: string): SourceFile {
  const text = readFileSync(join(root, path), "utf8");
  const imports: Import[] = [];
  const reaches: string[] = [];
  const words: string[] = [];
  const add = (module: string | undefined, isType: boolean, isLazy = false): void => {
    if (module === undefined) return;
    const isOurs = module.startsWith(".");
    imports.push({
      to: isOurs ? relative(root, resolve(root, dirname(path), module)) : module,
      isOurs,
      isType,
      isLazy,
    });
  };
  const visit = (node: Node, parent?: Node): void => {
    const specifiers = Array.isArray(node["specifiers"]) ? node["specifiers"].filter(isNode) : [];
    const kind = node["importKind"] ?? node["exportKind"];
    const onlyTypes =
      kind === "type" ||
      (specifiers.length > 0 && specifiers.every((one) => (one["importKind"] ?? one["exportKind"]) === "type"));
    switch (node.type) {
      case "ImportDeclaration":
      case "ExportNamedDeclaration":
      case "ExportAllDeclaration":
        add(textOf(node["source"]), onlyTypes);
        break;
      case "ImportExpression":
        add(textOf(node["source"]), false, true);
        break;
      case "TSImportType":
        add(textOf(node["source"]) ?? textOf(node["argument"]), true);
        break;
      case "CallExpression": {
        const [first] = Array.isArray(node["arguments"]) ? node["arguments"] : [];
        if (nameOf(node["callee"])?.startsWith("require")) add(textOf(first), false, true);
        if (nameOf(node["callee"]) === "Date") reaches.push("Date()");
        break;
      }
      case "NewExpression":
        if (nameOf(node["callee"]) === "Date" && (node["arguments"] as readonly unknown[]).length === 0)
          reaches.push("new Date()");
        break;
      case "MemberExpression": {
        const member = `${nameOf(node["object"])}.${nameOf(node["property"])}`;
        if (member === "Date.now" || member === "Math.random") reaches.push(member);
        break;
      }
      case "Identifier": {
        const name = String(node["name"]);
        const isMember =
          parent?.type === "MemberExpression" && parent["property"] === node && parent["computed"] !== true;
        const isKey = parent?.["key"] === node;
        if (outside.has(name) && !isMember && !isKey) reaches.push(name);
        words.push(name);
        break;
      }
      case "Literal":
        if (textOf(node) !== undefined && textOf(parent?.["source"]) !== textOf(node)) words.push(String(textOf(node)));
        break;
      case "TemplateElement":
        words.push(JSON.stringify(node["value"]));
        break;
    }
    for (const child of children(node)) visit(child, node);
  };
  visit(parseAst(text, { lang: "ts" }) as unknown as Node);
  return { path, text, imports, reaches, words };
}

const files: readonly SourceFile[] = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\.[cm]?tsx?$/.test(path))
  .sort()
  .map(read);
/** What is shipped; tests beside the sources may import what they like. */
const shipped = files.filter(({ path }) => !path.endsWith(".test.ts"));
const arrows = shipped.flatMap(({ path, imports }) => imports.map((one) => ({ from: path, ...one })));

const roomOf = (path: string): string => (path.includes("/") ? path.slice(0, path.indexOf("/")) : path);
const isWithin = (path: string, place: string): boolean =>
  path === place || path.startsWith(place.endsWith(".ts") ? place : `${place}/`);
const packageOf = (module: string): string => module.split("/", module.startsWith("@") ? 2 : 1).join("/");

function isAllowed(from: string, { to, isType }: Import): boolean {
  return (mayUse[roomOf(from)] ?? []).some((rule) => {
    const place = rule.replace(" (types)", "");
    if (rule.endsWith("(types)") && !isType) return false;
    // `kernels/lists`: the file and its siblings `lists-….ts`.
    return place === "kernels/lists" ? /^kernels\/lists[\w-]*\.ts$/.test(to) : isWithin(to, place);
  });
}

describe("the house", () => {
  test("is read: files, arrows and packages are found", () => {
    expect(shipped.length).toBeGreaterThan(50);
    expect(arrows.filter(({ isOurs }) => isOurs).length).toBeGreaterThan(200);
    expect(arrows.filter(({ isOurs }) => !isOurs).length).toBeGreaterThan(10);
    const known = new Set(files.map(({ path }) => path));
    expect(arrows.filter(({ isOurs, to }) => isOurs && !known.has(to) && to !== "../package.json")).toEqual([]);
  });

  test("has no room without a rule", () => {
    const rooms = [...new Set(files.map(({ path }) => roomOf(path)))];
    expect(rooms.filter((room) => room !== "index.ts" && mayUse[room] === undefined)).toEqual([]);
  });

  test("lets rooms import only those below them", () => {
    const wrong = arrows.filter(
      (arrow) =>
        arrow.isOurs &&
        arrow.from !== "index.ts" &&
        roomOf(arrow.from) !== roomOf(arrow.to) &&
        !isAllowed(arrow.from, arrow),
    );
    expect(wrong.map(({ from, to, isType }) => `${from} → ${to}${isType ? " (types)" : ""}`)).toEqual([]);
  });

  test("has a front door that nobody inside uses", () => {
    expect(arrows.filter(({ isOurs, to }) => isOurs && to === "index.ts").map(({ from }) => from)).toEqual([]);
  });

  test("keeps layers apart: they meet in layers/tables", () => {
    const layerOf = (path: string): string => path.split("/")[1] ?? "";
    const wrong = arrows.filter(
      ({ from, to, isOurs }) =>
        isOurs &&
        roomOf(from) === "layers" &&
        roomOf(to) === "layers" &&
        from !== "layers/index.ts" &&
        layerOf(from) !== layerOf(to) &&
        layerOf(to) !== "tables",
    );
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test("has no circle of files, types included", () => {
    const next = new Map(
      shipped.map(({ path, imports }) => [path, imports.filter(({ isOurs }) => isOurs).map(({ to }) => to)]),
    );
    const circles = new Set<string>();
    const done = new Set<string>();
    const walk = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        circles.add([...trail.slice(trail.indexOf(path)), path].join(" → "));
        return;
      }
      if (done.has(path)) return;
      for (const to of next.get(path) ?? []) walk(to, [...trail, path]);
      done.add(path);
    };
    for (const { path } of shipped) walk(path, []);
    expect([...circles]).toEqual([]);
  });

  test("uses packages only in their rooms", () => {
    const wrong = arrows.filter(
      ({ from, to, isOurs }) =>
        !isOurs &&
        !to.startsWith("node:") &&
        !drivers.includes(packageOf(to)) &&
        !(packagesOf[roomOf(from)] ?? []).includes(packageOf(to)),
    );
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test("imports a driver in driver.ts only, and only when it is needed", () => {
    const found = arrows.filter(({ to, isOurs }) => !isOurs && drivers.includes(packageOf(to)));
    expect(found.length).toBeGreaterThan(0);
    const wrong = found.filter(({ from, isType, isLazy }) => !from.endsWith("/driver.ts") || !(isType || isLazy));
    expect(wrong.map(({ from, to, isType }) => `${from} → ${to}${isType ? " (types)" : ""}`)).toEqual([]);
  });

  test("is pure from base to compile: no module of Node", () => {
    const wrong = arrows.filter(
      ({ from, to }) =>
        pureRooms.includes(roomOf(from)) &&
        to.startsWith("node:") &&
        !nodeModulesAllowed.some(([file, module]) => file.test(from) && module === to),
    );
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test("is pure from base to compile: no clock, no chance, no process, no network", () => {
    const wrong = shipped.filter(({ path }) => pureRooms.includes(roomOf(path)));
    expect(wrong.length).toBeGreaterThan(40);
    expect(wrong.flatMap(({ path, reaches }) => reaches.map((what) => `${path}: ${what}`))).toEqual([]);
  });

  test("asks nowhere which engine it is", () => {
    const engines = readdirSync(join(root, "engines"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(engines).toContain("duckdb");
    const wrong = shipped
      .filter(({ path }) => !engineNamed.some((place) => place.test(path)))
      .flatMap(({ path, words }) =>
        words
          .filter((word) => engines.some((engine) => word.toLowerCase().includes(engine)))
          .map((word) => `${path}: ${word}`),
      );
    expect(wrong).toEqual([]);
  });

  test(`has files of at most ${longest} lines`, () => {
    const lines = shipped.map(({ path, text }) => ({ path, lines: text.replace(/\n$/, "").split("\n").length }));
    expect(lines.filter((file) => file.lines > longest)).toEqual([]);
  });
});
