import { z } from "zod";
import { nearest } from "../base/nearest.ts";
import type { Problem } from "../base/problem.ts";
import { either, fragment, node } from "./shape-parts.ts";
import { state } from "./shape-states.ts";

/** The shape of a config as it is at run time: for users without types, and for mistakes that types let through. */
const field = either("the name of a column, a field such as json(…), or sql`…`", [z.string(), node, fragment]);
const said = either("a text, a field such as column(…), or sql`…`", [z.string(), node, fragment]);
const condition = either("a condition such as equals(…), or sql`…`", [node, fragment]);
const fields = z.record(z.string(), field.optional());

const most = either("a whole number above 0, or Infinity for no limit", [
  z.int().positive(),
  z.custom((given) => given === Number.POSITIVE_INFINITY),
]);
const sightingLimit = either("a whole number above 0, Infinity, or { most: 3, within: { days: 30 } }", [
  most,
  z.strictObject({ most, within: z.strictObject({ days: z.int().positive() }) }),
]);
const entityLimit = either('a whole number above 0, Infinity, or { most: 1, against: ["phone"] }', [
  most,
  z.strictObject({ most, against: z.array(z.string()) }),
]);

const survivorRule = either('"most recent", "first", "most frequent", "longest", or { sources: ["crm", "shop"] }', [
  z.enum(["most recent", "first", "most frequent", "longest"]),
  z.strictObject({ sources: z.array(z.string()).min(1) }),
]);
const survives = either(
  '"most recent", "first", "most frequent", "longest", { sources: ["crm", "shop"] }, or a list of such rules',
  [survivorRule, z.array(survivorRule)],
);

const identifier = z.strictObject({
  kind: z.enum(["email", "phone", "domain", "id"]),
  strong: z.boolean(),
  pii: z.boolean(),
  region: z.string().optional(),
  junk: z.array(z.string()),
  shared: z.array(z.string()),
  normalize: z.custom((given) => typeof given === "function").optional(),
  seenWith: z.record(z.string(), sightingLimit),
  perEntity: entityLimit.optional(),
  contested: z.enum(["apart", "first", "preceding"]),
  survives: survives.optional(),
});
const traitType = z.enum(["text", "number", "boolean", "timestamp", "json"]);
const traits = z.record(
  z.string(),
  either('"text", "number", "boolean", "timestamp" or "json"; { type: "text", pii: true } for personal data', [
    traitType,
    z.strictObject({ type: traitType, pii: z.boolean().optional(), survives: survives.optional() }),
  ]),
);
const entity = z.strictObject({
  identifiers: z.record(z.string(), identifier),
  priority: z.array(z.string()).optional(),
  traits: traits.optional(),
});
/** What goes together in it is looked at when it is validated. */
const ownEntity = z.strictObject({
  identifiers: z.record(z.string(), identifier).optional(),
  priority: z.array(z.string()).optional(),
  key: z.string().optional(),
  traits: traits.optional(),
  plural: z.string().optional(),
  prefix: z.string().optional(),
});
const side = z.enum(["from", "to"]);
const relationship = z.strictObject({
  from: z.string(),
  to: z.string(),
  description: z.string().optional(),
  single: side.optional(),
  above: side.optional(),
});

const mention = z.strictObject({
  role: said,
  key: z.string().optional(),
  each: z.string().optional(),
  where: condition.optional(),
  identifiers: fields,
  traits: fields.optional(),
});

const after = z.strictObject({ hours: z.number().positive() });
const freshness = z.strictObject({ warnAfter: after.optional(), errorAfter: after.optional() });

const event = z.strictObject({
  from: z.string(),
  name: said.optional(),
  type: said.optional(),
  id: field,
  row: field.optional(),
  occurredAt: field,
  timezone: z.string().optional(),
  ingestedAt: field.optional(),
  deletedAt: field.optional(),
  where: condition.optional(),
  description: field.optional(),
  value: field.optional(),
  unit: field.optional(),
  significance: either("a number from 1 to 5, or a field", [z.number(), field]).optional(),
  columns: z.record(z.string(), field).optional(),
  lists: z.record(z.string(), node).optional(),
  persons: z.array(mention).optional(),
  groups: z.array(mention).optional(),
  memberships: z
    .array(
      z.strictObject({
        person: z.string(),
        group: z.string(),
        role: z.string().optional(),
        ends: z.boolean().optional(),
      }),
    )
    .optional(),
  mentions: z.record(z.string(), z.array(mention).optional()).optional(),
  relationships: z
    .array(
      z.strictObject({
        kind: z.string(),
        from: z.string().optional(),
        to: z.string().optional(),
        role: z.string().optional(),
        roleOf: side.optional(),
        ends: z.boolean().optional(),
      }),
    )
    .optional(),
  keep: z.enum(["newest", "earliest"]).optional(),
  changesOf: z.array(field).optional(),
  optional: z.boolean().optional(),
  freshness: freshness.optional(),
});

const brought = z.strictObject({
  identifiers: z.string(),
  shape: z.enum(["wide", "long"]).optional(),
  traits: z.string().optional(),
});

const source = z.strictObject({
  name: z.string(),
  model: z.strictObject({ definition: z.unknown() }),
  definition: z.strictObject({
    key: z.string().optional(),
    timezone: z.string().optional(),
    account: field.optional(),
    ingestedAt: field.optional(),
    badValues: z.enum(["fail", "null", "set-aside"]).optional(),
    freshness: freshness.optional(),
    tables: z.record(
      z.string(),
      either('a table of the warehouse, a file, { table: "…" }, { file: "…" }, or sql`…`', [
        z.string(),
        fragment,
        z.strictObject({ table: z.string(), optional: z.boolean().optional() }),
        z.strictObject({
          file: z.string(),
          format: z.enum(["csv", "json", "parquet"]).optional(),
          delimiter: z.string().optional(),
          optional: z.boolean().optional(),
        }),
      ]),
    ),
    events: z.record(z.string(), event).optional(),
    brings: z
      .strictObject({
        events: z.string(),
        persons: brought.optional(),
        groups: brought.optional(),
        memberships: z.string().optional(),
        mentions: z.record(z.string(), brought).optional(),
        relationships: z.string().optional(),
      })
      .optional(),
  }),
});

const ofCheck = {
  description: z.string().optional(),
  severity: z.enum(["error", "warn"]).optional(),
  threshold: z.number().int().nonnegative().optional(),
};
const ofTableCheck = { ...ofCheck, where: fragment.optional() };
const columns = z.array(z.string()).min(1);
const check = either("{ sql: sql`…` }, or unique(…), notNull(…), acceptedValues(…), relationship(…), sqlCheck(…)", [
  z.strictObject({ ...ofCheck, kind: z.literal("sql").optional(), sql: fragment }),
  z.strictObject({ ...ofTableCheck, kind: z.literal("unique"), table: z.string(), columns }),
  z.strictObject({ ...ofTableCheck, kind: z.literal("notNull"), table: z.string(), columns }),
  z.strictObject({
    ...ofTableCheck,
    kind: z.literal("acceptedValues"),
    table: z.string(),
    column: z.string(),
    values: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
  }),
  z.strictObject({ ...ofTableCheck, kind: z.literal("relationship"), from: z.string(), to: z.string() }),
]);

const duckDbWarehouse = z.strictObject({
  engine: z.literal("duckdb"),
  path: z.string(),
  attach: z.record(z.string(), z.string()),
  memoryLimit: z.string().optional(),
  threads: z.number().int().positive().optional(),
});

const postgresWarehouse = z.strictObject({
  engine: z.literal("postgres"),
  url: z.string().optional(),
  host: z.string().optional(),
  port: z.number().int().positive().max(65_535).optional(),
  database: z.string().optional(),
  user: z.string().optional(),
  password: z.string().optional(),
  ssl: either("true, false, or { ca: … }", [
    z.boolean(),
    z.strictObject({ ca: z.string().optional(), rejectUnauthorized: z.boolean().optional() }),
  ]).optional(),
  statementTimeout: z.number().positive().max(2_000_000).optional(),
  workMemory: z
    .string()
    .regex(/^\d+ ?(kB|MB|GB|TB)$/, 'A size is a number with its unit, such as "256MB"')
    .optional(),
});

const warehouse = z.discriminatedUnion("engine", [duckDbWarehouse, postgresWarehouse]);

/** What `defineConfig` takes. */
export const configShape = z.strictObject({
  model: z.strictObject({
    definition: z.strictObject({
      entities: z.object({ person: entity, group: entity.optional() }).catchall(ownEntity),
      relationships: z.record(z.string(), relationship).optional(),
    }),
  }),
  warehouse,
  schemaPrefix: z.string().optional(),
  targets: z
    .record(z.string(), z.strictObject({ warehouse: warehouse.optional(), schemaPrefix: z.string().optional() }))
    .optional(),
  target: z.string().optional(),
  sources: z.array(source),
  states: z.record(z.string(), state).optional(),
  checks: z.record(z.string(), check).optional(),
});

/** Every place where a value has not the shape, with what was found and what would be accepted. */
export function shapeProblems(shape: z.ZodType, value: unknown): readonly Problem[] {
  const parsed = shape.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => problemsOf(issue, value, shape));
}

function problemsOf(issue: z.core.$ZodIssue, root: unknown, shape: z.ZodType): readonly Problem[] {
  const path = issue.path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "")
    .replace(/^(sources\[\d+\]|model)\.definition/, "$1");
  const where = { path: path === "" ? "the config" : path };
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(shape, issue.path);
    return issue.keys.map((key) => {
      const near = nearest(key, known);
      return {
        code: "name-unknown",
        message: `Unknown setting "${key}".`,
        where: { path: [path, key].filter((part) => part !== "").join(".") },
        found: `"${key}"`,
        ...(known.length === 0 ? {} : { accepted: known.join(", ") }),
        ...(near === undefined ? {} : { hint: `did you mean "${near}"?` }),
      } as const;
    });
  }
  if (issue.code === "invalid_union") {
    // Where one of the shapes fits but for what stands inside of it, that is the mistake.
    const [nearest, next] = issue.errors
      .filter((issues) => issues.every((one) => isInside(one, at(root, issue.path))))
      .sort((one, other) => one.length - other.length);
    if (nearest !== undefined && nearest.length < (next?.length ?? Number.POSITIVE_INFINITY))
      return nearest.flatMap((one) => problemsOf({ ...one, path: [...issue.path, ...one.path] }, root, shape));
  }
  const given = at(root, issue.path);
  const found = shown(given);
  if (issue.code === "invalid_union") {
    const message = given === undefined ? "A setting is missing." : "A setting has another kind of value.";
    return [{ code: "config-invalid", message, where, found, accepted: issue.message }];
  }
  const accepted = acceptedBy(issue);
  // The message itself says what a missing setting would be.
  const more = accepted === undefined || given === undefined ? {} : { accepted };
  return [{ code: "config-invalid", message: `${issue.message}.`, where, found, ...more }];
}

/** Whether a value is of the kind of a shape, and something that is in it is not: what is missing may be meant otherwise. */
function isInside(issue: z.core.$ZodIssue, value: unknown): boolean {
  if (issue.code === "unrecognized_keys") return true;
  return issue.path.length > 0 && issue.path[0] !== "kind" && at(value, issue.path) !== undefined;
}

function acceptedBy(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected;
    case "invalid_value":
      return issue.values.map((one) => JSON.stringify(one)).join(", ");
    case "too_small":
      return `${issue.inclusive === true ? "at least" : "more than"} ${issue.minimum}`;
    default:
      return undefined;
  }
}

function at(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
}

/** The settings that are known at a path of the shape. */
function keysAt(shape: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let here: unknown = shape;
  for (const key of path) {
    here = inner(here);
    if (here instanceof z.ZodObject) here = here.shape[String(key)] ?? here.def.catchall;
    else if (here instanceof z.ZodRecord) here = here.valueType;
    else if (here instanceof z.ZodArray) here = here.element;
    else return [];
  }
  here = inner(here);
  if (here instanceof z.ZodUnion) {
    return here.options.flatMap((one) => (one instanceof z.ZodObject ? Object.keys(one.shape) : []));
  }
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

function inner(shape: unknown): unknown {
  return shape instanceof z.ZodOptional ? shape.unwrap() : shape;
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
