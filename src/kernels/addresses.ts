import libmime from "libmime";
import parseAddressList from "nodemailer/lib/addressparser";

/** One mailbox of a `From`, `To` or `Cc` header: its address as it is written there, and the name beside it. */
export interface ParsedAddress {
  readonly name: string | null;
  readonly address: string;
}

const unseen = String.raw`\s\p{Cc}\p{Cs}`; // blanks, control characters, halves of a surrogate pair
const atoms = String.raw`[^"(),:;<>@[\\\]${unseen}]+`;
const quoted = String.raw`"(?:[^"\\${unseen}]|\\[^${unseen}])+"`;
const label = String.raw`(?:[\w-]|[^\p{ASCII}${unseen}])+`;
const literal = String.raw`\[[^@[\\\]${unseen}]+\]`;

/**
 * An address clear enough to name somebody: exactly one `@` outside quotes, something on both of its sides, and nothing
 * that only a broken header leaves there. A domain is dotted labels of any script, or a literal such as `[192.0.2.1]`.
 * RFC 5322 section 3.4.1 with RFC 6532, except that dots may stand anywhere in the local part (mailboxes of Japanese
 * carriers have them) and that a quoted one holds no blank: what looks like that is a quote that was never closed.
 */
const clearAddress = new RegExp(String.raw`^(?:${atoms}|${quoted})@(?:${label}(?:\.${label})*|${literal})$`, "u");

const unseenRun = new RegExp(`[${unseen}]+`, "gu");

/**
 * The mailboxes of an address header (RFC 5322), in the order written, repeats included; a name is decoded (RFC 2047)
 * only after the list is parted, so that an encoded comma or bracket parts nothing.
 *
 * - `Pat (Ops, EU) <pat@acme.example>` → `[{ name: "Pat", address: "pat@acme.example" }]`
 * - `ana@acme.example (Ana Rivera)` → the comment is the name
 * - `Finance: bill@acme.example, bo@beta.example;` → its two members; the group itself is nobody
 * - `'Ana Rivera' via Support <support@ourco.example>` → the address of the list
 *
 * The name is null when there is none or when it only repeats the address. A mailbox without a clear address
 * (`Mail Delivery Subsystem`, `<>`, `a@b@c`) is left out; nothing throws. The case of an address is kept as it is.
 */
export function parseAddresses(header: string | null): ParsedAddress[] {
  if (header === null) return [];
  return parseAddressList(header, { flatten: true })
    .filter(({ address }) => clearAddress.test(address))
    .map(({ name, address }) => ({ name: plainName(name, address), address }));
}

/**
 * A text of a mail header with its encoded words (RFC 2047) as what they say: `=?utf-8?Q?Re:_Caf=C3=A9?=` → `Re: Café`. Blanks
 * between two encoded words vanish, others and control characters become one blank. What cannot be decoded stays.
 */
export function decodeWords(text: string): string {
  return libmime.decodeWords(text).replace(unseenRun, " ").trim();
}

function plainName(written: string, address: string): string | null {
  const name = decodeWords(written);
  const bare = name.replace(/^'(.*)'$/, "$1"); // Outlook writes 'ana@acme.example' <ana@acme.example>
  return name === "" || bare.toLowerCase() === address.toLowerCase() ? null : name;
}
