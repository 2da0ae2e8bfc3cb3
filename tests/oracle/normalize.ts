import type { IdentifierKind } from "./description.ts";

/** What a raw value is worth: junk is as good as absent, a shared value is an entity of its own that links nobody. */
export interface Normalized {
  readonly value: string;
  readonly worth: "links" | "shared" | "junk";
}

/** Only the junk, roles and providers that the worlds use: the oracle is no second product. */
const junkWords = new Set(["", "n/a", "null", "none", "undefined", "unknown", "-", "(none)", "nan", "0000000000", "0"]);
const roles = new Set(["info", "support", "noreply", "sales", "admin"]);
const placeholders = new Set(["test", "null", "none", "noemail"]);
const freeMail = new Set(["gmail.com", "googlemail.com", "hotmail.com", "yahoo.com"]);
const twoLabelSuffixes = new Set(["co.uk", "com.au"]);

const junk: Normalized = { value: "", worth: "junk" };
const links = (value: string): Normalized => ({ value, worth: "links" });

/** The form in which a raw value is compared. */
export function normalized(kind: IdentifierKind, raw: string): Normalized {
  if (junkWords.has(raw.trim().toLowerCase())) return junk;
  switch (kind) {
    case "id":
      return links(raw);
    case "email":
      return email(raw);
    case "phone":
      return phone(raw);
    case "domain":
      return domain(raw);
  }
}

function email(raw: string): Normalized {
  const address = raw.trim().replace(/^<|>$/g, "").toLowerCase();
  const [user = "", host = "", ...more] = address.split("@");
  if (more.length > 0 || user === "" || !/^[^\s@]+\.[^\s@.]+$/.test(host) || /\s/.test(user)) return junk;
  const plain = user.split("+", 1)[0] ?? "";
  if (host === "gmail.com" || host === "googlemail.com") return links(`${plain.replaceAll(".", "")}@gmail.com`);
  if (placeholders.has(plain)) return junk;
  const value = host === "hotmail.com" ? `${plain}@${host}` : address;
  return roles.has(plain) ? { value, worth: "shared" } : links(value);
}

/** Numbers with a plus are taken at their word; others are of the United States. */
function phone(raw: string): Normalized {
  const digits = raw.replace(/\D/g, "");
  if (raw.trim().startsWith("+")) return digits.length >= 8 ? links(`+${digits}`) : junk;
  if (digits.length === 10) return links(`+1${digits}`);
  return digits.length === 11 && digits.startsWith("1") ? links(`+${digits}`) : junk;
}

function domain(raw: string): Normalized {
  const host = raw
    .trim()
    .toLowerCase()
    .replace(/^www\./, "");
  const labels = host.split(".");
  if (labels.length < 2 || labels.some((label) => !/^[a-z0-9-]+$/.test(label))) return junk;
  const suffix = twoLabelSuffixes.has(labels.slice(-2).join(".")) ? 2 : 1;
  if (labels.length <= suffix) return junk;
  const value = labels.slice(-suffix - 1).join(".");
  return freeMail.has(value) ? junk : links(value);
}
