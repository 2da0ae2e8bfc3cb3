/**
 * Is the floor right? Everything is computed again the slow way, in plain JavaScript over the raw rows with Maps, and
 * compared: the partition, and what follows from it.
 *
 *   npx jiti bench/verify-floor.ts 100000 [seed]
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describeFloor, runFloor } from "./floor.ts";
import { makeWorld, workFolder } from "./world.ts";

type Row = Record<string, string | null>;
interface Mention {
  readonly eventId: string;
  readonly at: string;
  /** Normalized identifiers as `type:value`, with whether each may link. */
  readonly identifiers: readonly { readonly key: string; readonly raw: string; readonly shared: boolean }[];
  readonly traits: Readonly<Record<string, string | null>>;
}

const roleAccounts = new Set(["info", "support", "sales", "billing", "admin", "noreply"]);
const trimmed = (text: string) => text.replace(/^ +| +$/g, "");

function email(raw: string): string | undefined {
  const value = trimmed(raw).toLowerCase();
  if (value === "test@test.com" || !/^.+@.+\..{2,}$/s.test(value)) return undefined;
  const [local = "", domain = ""] = value.split("@");
  return domain === "gmail.com" ? `${local.split("+")[0]?.replaceAll(".", "")}@gmail.com` : value;
}

function phone(raw: string): string | undefined {
  const digits = raw.replaceAll(/[^0-9]/g, "");
  if (/^0*$/.test(digits)) return undefined;
  if (digits.startsWith("00") && digits.length >= 10) return `+${digits.slice(2)}`;
  if (raw.includes("+") && digits.length >= 8) return `+${digits}`;
  if (digits.length === 11 && digits.startsWith("1")) return `+${digits}`;
  return digits.length === 10 ? `+1${digits}` : undefined;
}

const same = (raw: string) => raw;
const normalizers: Record<string, (raw: string) => string | undefined> = {
  email,
  phone,
  user_id: same,
  anonymous_id: same,
  customer_id: same,
};

const eventId = (...parts: string[]) =>
  `evt_${createHash("md5")
    .update(parts.map((part) => `${part.length}:${part}`).join(""))
    .digest("hex")}`;

function mentionOf(id: string, at: string, raw: Row, traits: Row): Mention {
  const identifiers = Object.entries(raw).flatMap(([type, value]) => {
    const normalized = value === null ? undefined : normalizers[type]?.(value);
    if (value === null || normalized === undefined) return [];
    return [
      {
        key: `${type}:${normalized}`,
        raw: value,
        shared: type === "email" && roleAccounts.has(normalized.split("@")[0] ?? ""),
      },
    ];
  });
  return { eventId: id, at, identifiers, traits };
}

const [rows, seed] = [Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 1)];
const world = await makeWorld(rows, seed);
const file = join(workFolder, `floor-${rows}-${seed}.duckdb`);
await runFloor(world, file);

const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
const db = await instance.connect();
const read = async (sql: string) => (await db.runAndReadAll(sql)).getRowObjectsJson() as Row[];

// raw rows → mentions: the newest of each key
const newest = new Map<string, { row: Row; mention: Mention }>();
const keep = (row: Row, mention: Mention) => {
  const rival = newest.get(mention.eventId);
  if (rival === undefined || (row["loaded"] ?? "") > (rival.row["loaded"] ?? ""))
    newest.set(mention.eventId, { row, mention });
};
for (const row of await read(
  `SELECT message_id AS id, occurred_at::VARCHAR AS at, loaded_at::VARCHAR AS loaded, * FROM '${world.product}'`,
)) {
  if (row["id"] == null || row["at"] == null) continue;
  const { email = null, phone = null, user_id = null, anonymous_id = null, full_name = null, plan = null } = row;
  keep(
    row,
    mentionOf(
      eventId("product", "event", row["id"]),
      row["at"],
      { email, phone, user_id, anonymous_id },
      { name: full_name, plan },
    ),
  );
}
for (const row of await read(
  `SELECT order_id::VARCHAR AS id, created_at::VARCHAR AS at, synced_at::VARCHAR AS loaded, * FROM '${world.orders}'`,
)) {
  if (row["id"] == null || row["at"] == null) continue;
  const {
    customer_email: email = null,
    customer_phone: phone = null,
    customer_id = null,
    customer_name: name = null,
    city = null,
  } = row;
  keep(row, mentionOf(eventId("orders", "order", row["id"]), row["at"], { email, phone, customer_id }, { name, city }));
}
const mentions = [...newest.values()].sort((a, b) =>
  a.mention.at === b.mention.at
    ? a.mention.eventId < b.mention.eventId
      ? -1
      : 1
    : a.mention.at < b.mention.at
      ? -1
      : 1,
);

// the partition: sets of identifiers, the smaller poured into the larger
const componentOf = new Map<string, Set<string>>();
for (const { mention } of mentions) {
  for (const { key } of mention.identifiers) if (!componentOf.has(key)) componentOf.set(key, new Set([key]));
  const [first, ...rest] = mention.identifiers.filter(({ shared }) => !shared);
  for (const other of rest) {
    const [a, b] = [componentOf.get(first?.key ?? ""), componentOf.get(other.key)];
    if (a === undefined || b === undefined || a === b) continue;
    const [small, large] = a.size < b.size ? [a, b] : [b, a];
    for (const key of small) {
      large.add(key);
      componentOf.set(key, large);
    }
  }
}

const problems: string[] = [];
const expect = (what: string, found: unknown, expected: unknown) => {
  if (found !== expected) problems.push(`${what}: ${found}, expected ${expected}`);
};

// the floor's ids must stand one to one for the components
const idOf = new Map<Set<string>, string>();
const resolved = await read("SELECT * FROM resolved_person_identifiers");
expect("resolved identifiers", resolved.length, componentOf.size);
for (const row of resolved) {
  const component = componentOf.get(`${row["identifier_type"]}:${row["identifier_value"]}`);
  if (component === undefined) {
    problems.push(`unknown identifier ${row["identifier_type"]} ${row["identifier_value"]}`);
    continue;
  }
  if (!idOf.has(component)) idOf.set(component, row["person_id"] ?? "");
  expect(`person of ${row["identifier_value"]}`, row["person_id"], idOf.get(component));
}
expect("persons", new Set(idOf.values()).size, new Set(componentOf.values()).size);

// what follows: participants, and of each person the counts, dates, most recent values, traits, states
interface Person {
  count: number;
  first: string;
  last: string;
  readonly values: Map<string, string>;
  readonly states: string[];
}
const persons = new Map<string, Person>();
const participants = new Map<string, string>();
for (const { mention, row } of mentions) {
  for (const { key, raw } of mention.identifiers) {
    const id = idOf.get(componentOf.get(key) ?? new Set()) ?? "";
    const person = persons.get(id) ?? { count: 0, first: mention.at, last: mention.at, values: new Map(), states: [] };
    persons.set(id, person);
    person.last = mention.at;
    person.values.set(key.split(":")[0] ?? "", trimmed(raw));
  }
  const stands = mention.identifiers.find(({ shared }) => !shared) ?? mention.identifiers[0];
  if (stands === undefined) continue;
  const id = idOf.get(componentOf.get(stands.key) ?? new Set()) ?? "";
  participants.set(mention.eventId, id);
  const person = persons.get(id) as Person;
  person.count++;
  for (const [trait, value] of Object.entries(mention.traits)) if (value !== null) person.values.set(trait, value);
  const change = {
    "subscription started": "billing_lifecycle=active",
    "subscription cancelled": "billing_lifecycle=cancelled",
    "plan changed": `plan=${row["plan"]}`,
  }[row["event"] ?? ""];
  const before = person.states.findLast((state) => state.split("=")[0] === change?.split("=")[0]);
  if (change !== undefined && change !== before) person.states.push(change);
}
const found = await read("SELECT person_id, event_id FROM person_participants");
expect("participants", found.length, participants.size);
for (const row of found)
  expect(`participant of ${row["event_id"]}`, row["person_id"], participants.get(row["event_id"] ?? ""));
const columns = ["email", "phone", "user_id", "anonymous_id", "customer_id", "name", "plan", "city"];
for (const row of await read(
  "SELECT * REPLACE (first_seen_at::VARCHAR AS first_seen_at, last_seen_at::VARCHAR AS last_seen_at) FROM persons",
)) {
  const person = persons.get(row["id"] ?? "");
  expect(`event_count of ${row["id"]}`, Number(row["event_count"]), person?.count);
  expect(`first_seen_at of ${row["id"]}`, row["first_seen_at"], person?.first);
  expect(`last_seen_at of ${row["id"]}`, row["last_seen_at"], person?.last);
  for (const column of columns) expect(`${column} of ${row["id"]}`, row[column], person?.values.get(column) ?? null);
}
expect(
  "states",
  Number((await read("SELECT count(*) AS n FROM states"))[0]?.["n"]),
  [...persons.values()].reduce((sum, { states }) => sum + states.length, 0),
);
expect("events", Number((await read("SELECT count(DISTINCT id) AS n FROM events"))[0]?.["n"]), newest.size);
expect(
  "overlapping or repeated states",
  (
    await read(`SELECT 1 FROM (SELECT *, lead(state_entered_at) OVER w AS next_at, lead(state_value) OVER w AS next_value FROM states
  WINDOW w AS (PARTITION BY entity_id, state_name ORDER BY state_entered_at)) WHERE next_at IS DISTINCT FROM state_exited_at OR next_value = state_value`)
  ).length,
  0,
);

// the same people as the world's makers meant, but for shared devices and hubs
const split =
  await read(`SELECT count(*) AS n FROM (SELECT person FROM '${world.truth}' AS t JOIN resolved_person_identifiers USING (identifier_type, identifier_value)
  GROUP BY person HAVING count(DISTINCT person_id) > 1)`);
console.log(
  JSON.stringify({
    mentions: mentions.length,
    identifiers: resolved.length,
    persons: persons.size,
    personsOfTruthInSeveralParts: Number(split[0]?.["n"]),
  }),
);
db.closeSync();
instance.closeSync();
console.log(JSON.stringify(await describeFloor(file)));
for (const problem of problems.slice(0, 20)) console.error(problem);
console.log(problems.length === 0 ? "the floor is right" : `${problems.length} differences`);
process.exitCode = problems.length === 0 ? 0 : 1;
