import { slug } from "../../base/names.ts";
import { domainOf } from "../../config/fields.ts";
import type { MembershipClaim } from "../../config/source.ts";
import {
  bestFirst,
  type DraftIdentifier,
  type DraftMention,
  type DraftTrait,
  type Evidence,
  identifier,
  type Mentioned,
  of,
  uniqueTypes,
} from "./drafts.ts";
import { isSubject, type Meant, type TableWords } from "./meanings.ts";
import type { Persons } from "./persons.ts";
import { fieldOf } from "./profile.ts";
import { isConstant, withoutStrangers } from "./strangers.ts";

/** The group that the row names itself, by its domain or key. */
export async function explicitGroup(
  evidence: Evidence,
  persons: readonly DraftMention[],
  notes: string[],
): Promise<DraftMention | undefined> {
  const { meants, words: table, ownId } = evidence;
  const [domain] = bestFirst(of(meants, "domain"));
  const ids = uniqueTypes(bestFirst(of(meants, "group id")));
  const identifiers: DraftIdentifier[] = [];
  if (domain !== undefined) identifiers.push(identifier(domain, "domain", "domain"));
  for (const id of ids) identifiers.push(identifier(id, "id", id.type));
  const ownType = `${table.group}_id`;
  if (table.group !== undefined && ownId !== undefined && !identifiers.some(({ type }) => type === ownType)) {
    identifiers.push({
      kind: "id",
      type: ownType,
      field: fieldOf(ownId),
      profile: ownId,
      why: `the key of a ${table.group}: a row of this table is one`,
    });
  }
  const varying = identifiers.filter((one) => !isConstant(one, notes));
  const kept = await withoutStrangers(varying, evidence, notes);
  if (kept.length === 0) return undefined;
  const noun = ids.find((meant) => kept.some(({ type }) => type === meant.type))?.of[0];
  const role = table.group ?? noun ?? "company";
  const isTaken = persons.some((person) => slug(person.key ?? person.role) === slug(role));
  return {
    entity: "group",
    role: isTaken ? `${role} group` : role,
    identifiers: kept,
    traits: groupTraits(meants, table),
  };
}

function groupTraits(meants: readonly Meant[], table: TableWords): readonly DraftTrait[] {
  const [company] = bestFirst(of(meants, "company"));
  const [name] = table.group === undefined ? [] : bestFirst(of(meants, "name").filter((meant) => isSubject(meant.of)));
  const named = name ?? company;
  const traits: DraftTrait[] =
    named === undefined
      ? []
      : [{ name: "name", field: fieldOf(named.profile), labels: [named.profile.label], why: named.why }];
  if (table.group === undefined) return traits;
  for (const meaning of ["city", "country", "plan"] as const) {
    const [meant] = bestFirst(of(meants, meaning).filter((one) => isSubject(one.of)));
    if (meant !== undefined)
      traits.push({ name: meaning, field: fieldOf(meant.profile), labels: [meant.profile.label], why: meant.why });
  }
  return traits;
}

/** Groups and memberships: the row's own group, else the companies behind the addresses. */
export function groupsOf(
  { main, all }: Persons,
  group: DraftMention | undefined,
  meants: readonly Meant[],
): Pick<Mentioned, "groups" | "memberships"> {
  const groups: DraftMention[] = group === undefined ? [] : [group];
  const memberships: MembershipClaim[] = [];
  for (const person of all) {
    const theirs = person === main && group !== undefined ? group : companyOf(person, person === main, meants);
    if (theirs === undefined) continue;
    if (!groups.includes(theirs)) groups.push(theirs);
    memberships.push({ person: person.key ?? person.role, group: theirs.role, role: "member" });
  }
  return { groups, memberships };
}

/** The company behind somebody's address. A further address of the same person says nothing about a company. */
function companyOf(
  { role, key, identifiers }: DraftMention,
  isMain: boolean,
  meants: readonly Meant[],
): DraftMention | undefined {
  const email = identifiers.find(({ kind }) => kind === "email");
  if (email === undefined || key !== undefined) return undefined;
  const domain: DraftIdentifier = {
    ...email,
    kind: "domain",
    type: "domain",
    field: domainOf(email.field),
    why: "the domain of the e-mail, unless anybody may have a mailbox there",
  };
  const nobody: TableWords = { own: [], person: undefined, group: undefined };
  return {
    entity: "group",
    role: isMain ? "company" : `${role} company`,
    identifiers: [domain],
    traits: isMain ? groupTraits(meants, nobody) : [],
  };
}
