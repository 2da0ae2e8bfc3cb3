import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDemoData, type Summary } from "./make-data.ts";
import { type Evidence, type Mention, normalized, readEvidence, readTable } from "./read-evidence.ts";

const seed = 20250901;
let folder: string;
let again: string;
let summary: Summary;
let evidence: Evidence;
/** `type value` → person. */
let owners: Map<string, string>;
let shared: Set<string>;
let hardCases: { entity: string; hard_case: string; detail: string }[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nexus-demo-"));
  again = await mkdtemp(join(tmpdir(), "nexus-demo-"));
  summary = await makeDemoData({ outDir: folder, seed });
  evidence = await readEvidence(folder);
  const persons = await readTable(join(folder, "truth/persons.csv"));
  owners = new Map(persons.map((row) => [`${row["identifier_type"]} ${row["identifier_value"]}`, row["entity"] ?? ""]));
  const nobodys = await readTable(join(folder, "truth/shared.csv"));
  shared = new Set(nobodys.map((row) => `${row["identifier_type"]} ${row["identifier_value"]}`));
  hardCases = (await readTable(join(folder, "truth/hard_cases.csv"))) as typeof hardCases;
});

afterAll(async () => {
  for (const made of [folder, again]) await rm(made, { recursive: true, force: true });
});

const hashes = async (dir: string): Promise<Record<string, string>> => {
  const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name)).sort();
  const pairs = paths.map(async (path) => [
    path.slice(dir.length),
    createHash("sha256")
      .update(await readFile(path))
      .digest("hex"),
  ]);
  return Object.fromEntries(await Promise.all(pairs));
};

describe("the generator", () => {
  test("writes the same bytes for the same seed", async () => {
    await makeDemoData({ outDir: again, seed });
    expect(await hashes(again)).toEqual(await hashes(folder));
  });

  test("writes another world for another seed", async () => {
    await makeDemoData({ outDir: again, seed: seed + 1 });
    const [one, other] = [await hashes(folder), await hashes(again)];
    expect(Object.keys(other)).toEqual(Object.keys(one));
    expect(other["/truth/persons.csv"]).not.toEqual(one["/truth/persons.csv"]);
  });

  test("keeps to the promised size", () => {
    expect(summary.persons).toBe(350);
    expect(summary.employees).toBe(12);
    expect(summary.companies).toBe(90);
    expect(summary.events.total).toBeGreaterThan(8_000);
    expect(summary.events.total).toBeLessThan(12_000);
    const bytes = Object.values(summary.files).reduce((sum, file) => sum + file.bytes, 0);
    expect(bytes).toBeLessThan(15_000_000);
  });

  test("stays within its year", () => {
    const times = evidence.mentions.map((mention) => mention.at).sort();
    expect(times[0]?.slice(0, 10)).toMatch(/^2025-09-0/);
    expect(times.at(-1)?.slice(0, 7)).toBe("2026-08");
  });
});

describe("the truth", () => {
  test("gives no identifier to two persons", async () => {
    const rows = await readTable(join(folder, "truth/persons.csv"));
    expect(owners.size).toBe(rows.length);
    expect([...owners.keys()].filter((key) => shared.has(key))).toEqual([]);
  });

  test("names every person", () => {
    expect(new Set(owners.values()).size).toBe(summary.persons + summary.employees);
  });

  test("holds only what the data holds", () => {
    const seen = new Set(evidence.mentions.flatMap((mention) => mention.identifiers));
    expect([...owners.keys(), ...shared].filter((key) => !seen.has(key))).toEqual([]);
  });

  test("knows every address, phone and account in the data", () => {
    const known = (key: string) => owners.has(key) || shared.has(key) || key.startsWith("anonymous_id ");
    const unknown = evidence.mentions.flatMap((mention) => mention.identifiers).filter((key) => !known(key));
    expect([...new Set(unknown)]).toEqual([]);
  });

  test("has phone numbers that are valid and in E.164", () => {
    const phones = [...owners.keys()].flatMap((key) => (key.startsWith("phone ") ? [key.slice(6)] : []));
    expect(phones.length).toBeGreaterThan(150);
    for (const phone of phones) {
      const parsed = parsePhoneNumberFromString(phone);
      expect([phone, parsed?.isValid()]).toEqual([phone, true]);
      expect(parsed?.number).toBe(phone);
    }
  });

  test("has e-mail addresses as a normalizer gives them", () => {
    const emails = [...owners.keys()].filter((key) => key.startsWith("email "));
    expect(emails.filter((key) => normalized("email", key.slice(6)) !== key)).toEqual([]);
  });

  test("holds every company, whose identifiers are all in the data", async () => {
    const rows = await readTable(join(folder, "truth/groups.csv"));
    expect(new Set(rows.map((row) => row["entity"])).size).toBe(summary.companies + 1);
    expect(
      rows.map((row) => row["identifier_value"]).filter((value) => value && !evidence.text.includes(value)),
    ).toEqual([]);
  });
});

describe("the star", () => {
  test("is seen in every source, and under every identifier that the file tells", async () => {
    const star = JSON.parse(await readFile(join(folder, "truth/star.json"), "utf8"));
    const told = Object.entries<string[]>(star.identifiers).flatMap(([type, values]) =>
      values.map((value) => `${type} ${value}`),
    );
    expect(told.map((key) => owners.get(key))).toEqual(told.map(() => star.entity));
    const sources = evidence.mentions.flatMap(({ source, identifiers }) =>
      identifiers.some((key) => told.includes(key)) ? [source] : [],
    );
    expect([...new Set(sources)].sort()).toEqual(["gmail", "google_calendar", "segment", "shopify", "stripe"]);
  });
});

/** The connected components of the mentions, as identifier → a number of its component. */
function components(mentions: readonly Mention[], usable: (key: string) => boolean): Map<string, string> {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    const up = parent.get(key) ?? key;
    if (up === key) return key;
    const top = root(up);
    parent.set(key, top);
    return top;
  };
  for (const { identifiers } of mentions) {
    const [first, ...others] = identifiers.filter(usable);
    if (first === undefined) continue;
    parent.set(root(first), root(first));
    for (const other of others) parent.set(root(other), root(first));
  }
  return new Map([...parent.keys()].map((key) => [key, root(key)]));
}

describe("the difficulties", () => {
  const isJunk = (key: string) => evidence.junk.has(key);
  const emailsOf = (person: string) =>
    [...owners].flatMap(([key, owner]) => (owner === person && key.startsWith("email ") ? [key] : []));
  const casesOf = (what: string) => hardCases.filter((one) => one.hard_case === what);
  /** In how many components a person's addresses lie. */
  const parts = (of: Map<string, string>, person: string) => new Set(emailsOf(person).map((key) => of.get(key))).size;

  test("second addresses are joined by what the truth says, and by nothing else", () => {
    const careful = components(evidence.mentions, (key) => !shared.has(key));
    for (const joins of ["by phone", "by stripe", "by user id"]) {
      const persons = casesOf(`second e-mail: ${joins}`).map((one) => one.entity);
      expect(persons.filter((person) => emailsOf(person).length < 2 || parts(careful, person) !== 1)).toEqual([]);
    }
    const never = casesOf("second e-mail: never").map((one) => one.entity);
    expect(never.length).toBe(25);
    expect(never.filter((person) => parts(careful, person) !== 2)).toEqual([]);
  });

  test("whoever uses nothing shared merges nobody wrongly", () => {
    const careful = components(evidence.mentions, (key) => !shared.has(key));
    expect(wronglyMerged(careful)).toEqual([]);
  });

  test("whoever trusts all but junk merges the users of shared devices, switchboards and billing addresses", () => {
    const naive = components(evidence.mentions, (key) => !isJunk(key));
    const merged = new Set(wronglyMerged(naive).flat());
    for (const what of ["shared device", "switchboard phone", "role address bridges two persons"]) {
      const persons = casesOf(what).map((one) => one.entity);
      expect(persons.length).toBeGreaterThan(0);
      expect(persons.filter((person) => !merged.has(person))).toEqual([]);
    }
  });

  test("whoever takes junk for identifiers merges strangers", () => {
    const gullible = wronglyMerged(components(evidence.mentions, () => true));
    expect(Math.max(...gullible.map((persons) => persons.length))).toBeGreaterThan(8);
  });

  function wronglyMerged(of: Map<string, string>): string[][] {
    const persons = new Map<string, Set<string>>();
    for (const [key, owner] of owners) {
      const part = of.get(key) ?? key;
      persons.set(part, (persons.get(part) ?? new Set()).add(owner));
    }
    return [...persons.values()].filter((set) => set.size > 1).map((set) => [...set]);
  }
});
