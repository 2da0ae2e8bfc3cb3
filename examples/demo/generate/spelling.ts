import { parsePhoneNumberFromString } from "libphonenumber-js";
import type { Random } from "./random.ts";

/** The e-mail address as a normalizer would give it: lower case, no blanks, and Gmail without the dots and tags that it ignores. */
export function canonicalEmail(email: string): string {
  const lower = email.trim().toLowerCase();
  const [local = "", domain] = lower.split("@");
  if (domain !== "gmail.com") return lower;
  return `${local.replace(/\+.*$/, "").replaceAll(".", "")}@${domain}`;
}

const withLocal = (email: string, change: (local: string) => string): string => {
  const [local = "", domain = ""] = email.split("@");
  return `${change(local)}@${domain}`;
};

const capitalized = (local: string): string => local.replace(/(^|[.\-_])[a-z]/g, (start) => start.toUpperCase());

/** As people type it into forms. */
export function typedEmail(random: Random, email: string): string {
  const gmail = email.endsWith("@gmail.com");
  const spelling = random.weighted({
    same: 60,
    capitals: 14,
    shouting: 4,
    blank: 8,
    noDots: gmail ? 12 : 0,
    tag: gmail ? 12 : 0,
  });
  switch (spelling) {
    case "capitals":
      return withLocal(email, capitalized);
    case "shouting":
      return email.toUpperCase();
    case "blank":
      return random.chance(0.5) ? `${email} ` : ` ${email}`;
    case "noDots":
      return withLocal(email, (local) => local.replaceAll(".", ""));
    case "tag":
      return withLocal(email, (local) => `${local}+${random.pick(["shop", "lumenry", "orders"])}`);
    default:
      return email;
  }
}

/** As mail programs write it: only case varies. */
export function mailedEmail(random: Random, email: string): string {
  return random.chance(0.12) ? withLocal(email, capitalized) : email;
}

/** As people type it: American numbers often without the country code, foreign ones always with it. */
export function typedPhone(random: Random, e164: string): string {
  const phone = parsePhoneNumberFromString(e164);
  if (phone === undefined) throw new RangeError(`not a phone number: ${e164}`);
  if (phone.countryCallingCode === "1") return typedAmericanPhone(random, phone.nationalNumber);
  const international = phone.formatInternational();
  const withTrunkZero = international.replace(/^(\+\d+) /, "$1 (0)");
  const spellings = { [e164]: 30, [international]: 40, [international.replace("+", "00")]: 18, [withTrunkZero]: 12 };
  return random.weighted(spellings);
}

function typedAmericanPhone(random: Random, national: string): string {
  const [area, exchange, line] = [national.slice(0, 3), national.slice(3, 6), national.slice(6)];
  return random.pick([
    `+1${national}`,
    `(${area}) ${exchange}-${line}`,
    `${area}-${exchange}-${line}`,
    `${area}.${exchange}.${line}`,
    `+1 ${area}-${exchange}-${line}`,
    `1 (${area}) ${exchange}-${line}`,
    national,
  ]);
}

/** How a mail program shows a name beside its address. */
export type NameStyle = "plain" | "last first" | "comment" | "bare" | "address as name";

/** One mailbox of an RFC 5322 header: `Ana Rivera <ana@…>`, `"Rivera, Ana" <ana@…>`, `=?UTF-8?B?…?= <josé@…>` and so on. */
export function mailbox(random: Random, name: string, email: string, style: NameStyle): string {
  if (style === "bare" || name === "") return email;
  if (style === "address as name") return `"${email}" <${email}>`;
  const shown = style === "last first" ? name.replace(/^(\S+) (.+)$/, "$2, $1") : name;
  if (!isAscii(shown)) return `${encodedName(random, shown)} <${email}>`;
  if (style === "comment") return `${email} (${shown})`;
  return `${/[",.()<>@:;]/.test(shown) ? `"${shown.replaceAll('"', '\\"')}"` : shown} <${email}>`;
}

/** Text of a header outside ASCII, by RFC 2047. */
export function encodedText(random: Random, text: string): string {
  return isAscii(text) ? text : encodedWord(random, text);
}

/** Some programs encode a name in two words; the blank that belongs between them is inside the first. */
function encodedName(random: Random, name: string): string {
  const [, start, end] = /^(\S+ )(.+)$/.exec(name) ?? [];
  const split = start !== undefined && end !== undefined && random.chance(0.2);
  return split ? `${encodedWord(random, start)} ${encodedWord(random, end)}` : encodedWord(random, name);
}

const isAscii = (text: string): boolean => [...text].every((char) => char <= "~");

function encodedWord(random: Random, text: string): string {
  const latin = [...text].every((char) => char <= "ÿ");
  const kind = random.weighted({ base64: 50, quoted: 30, latin: latin ? 20 : 0 });
  if (kind === "base64") return `=?UTF-8?B?${Buffer.from(text, "utf8").toString("base64")}?=`;
  if (kind === "quoted") return `=?utf-8?Q?${quotedPrintable(Buffer.from(text, "utf8"))}?=`;
  return `=?iso-8859-1?Q?${quotedPrintable(Buffer.from(text, "latin1"))}?=`;
}

function quotedPrintable(bytes: Buffer): string {
  const one = (byte: number): string => {
    const char = String.fromCharCode(byte);
    if (char === " ") return "_";
    return /[A-Za-z0-9]/.test(char) ? char : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  };
  return Array.from(bytes, one).join("");
}
