import { item, items, type List } from "../../config/fields.ts";
import { sql } from "../../sql/sql.ts";
import type { DraftMention } from "./drafts.ts";
import type { Look } from "./look.ts";
import { askSample, type Profile, share, textOf } from "./profile.ts";
import { nameFrom, singular, wordsOf } from "./words.ts";

/** A list inside of a row whose elements have addresses: those who were copied in, who attended. */
export interface PersonList {
  readonly key: string;
  readonly list: List;
  readonly mention: DraftMention;
}

const listedRows = 200;

/** The lists of persons in a table's rows: `[{ "email": …, "name": … }]`, or addresses alone. */
export async function personLists(look: Look): Promise<readonly PersonList[]> {
  const found: PersonList[] = [];
  for (const profile of look.profiles.filter((one) => one.arrays > 0 && share(one, one.arrays) >= 0.9)) {
    const list = personList(profile, await elementsOf(profile, look));
    if (list !== undefined && found.every(({ key }) => key !== list.key)) found.push(list);
  }
  return found;
}

async function elementsOf(profile: Profile, { engine, raw }: Look): Promise<readonly unknown[]> {
  const text = textOf(profile);
  const rows = await askSample(engine, raw, [text], sql` where ${text} is not null limit ${listedRows}`);
  return rows.flatMap(([document]) => {
    try {
      const parsed: unknown = JSON.parse(String(document));
      return Array.isArray(parsed) ? parsed : [];
    } catch {
      return [];
    }
  });
}

function personList(profile: Profile, elements: readonly unknown[]): PersonList | undefined {
  const paths = new Map<string, readonly string[]>();
  for (const element of elements) for (const path of textPaths(element, 2)) paths.set(JSON.stringify(path), path);
  const [email] = [...paths.values()]
    .filter((path) => areAddresses(elements.map((element) => at(element, path)).filter((one) => one !== undefined)))
    .sort((a, b) => a.length - b.length);
  if (email === undefined) return undefined;
  const name = [...paths.values()].find(
    (path) => path.length === email.length && isName(path) && sameParent(path, email),
  );
  const key = nameFrom(profile.label, "list");
  const why = `a list of ${email.length === 0 ? "e-mail addresses" : `elements with an e-mail in "${email.join(".")}"`}`;
  return {
    key,
    list: items(profile.column, profile.path),
    mention: {
      entity: "person",
      role: roleOf(profile),
      each: key,
      identifiers: [{ kind: "email", type: "email", field: item(email), profile, why }],
      traits: name === undefined ? [] : [{ name: "name", field: item(name), labels: [profile.label], why }],
    },
  };
}

/** One of `attendees` is an attendee. */
function roleOf({ words, label }: Profile): string {
  const [last = ""] = words.slice(-1);
  return nameFrom(singular(last), "person").replaceAll("_", " ") || label;
}

/** Where texts are in an element, which may be one itself. Whole numbers would be positions in a path. */
function textPaths(of: unknown, depth: number): readonly (readonly string[])[] {
  if (typeof of === "string") return [[]];
  if (typeof of !== "object" || of === null || Array.isArray(of) || depth === 0) return [];
  return Object.entries(of).flatMap(([key, inner]) =>
    /^\d+$|["\\]/.test(key) || key === "" ? [] : textPaths(inner, depth - 1).map((path) => [key, ...path]),
  );
}

function at(of: unknown, path: readonly string[]): string | undefined {
  let inner: unknown = of;
  for (const key of path) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = Object.entries(inner).find(([name]) => name === key)?.[1];
  }
  return typeof inner === "string" && inner.trim() !== "" ? inner : undefined;
}

const address = /^(?:[^<>]*<\s*)?[^@\s,;<>"()]+@[^@\s,;<>"()]+\.[^@\s,;<>"().]+\s*>?$/;

function areAddresses(texts: readonly string[]): boolean {
  return texts.length > 0 && texts.filter((text) => address.test(text.trim())).length >= texts.length * 0.9;
}

function isName(path: readonly string[]): boolean {
  return /^(?:(?:full|display|real)_)?name$/.test(wordsOf(path.at(-1) ?? "").join("_"));
}

function sameParent(one: readonly string[], other: readonly string[]): boolean {
  return one.slice(0, -1).join(".") === other.slice(0, -1).join(".");
}
