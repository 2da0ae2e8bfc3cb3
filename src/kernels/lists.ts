import { createRequire } from "node:module";
import { getDomain } from "tldts";
import { once } from "./lists-once.ts";

const require = createRequire(import.meta.url);

/** A package whose list is part of the rules. */
export interface ListVersion {
  readonly name: string;
  readonly version: string;
}

/** The packages that the lists of this folder are made from, with their versions, by name. */
export function listVersions(): readonly ListVersion[] {
  return ["email-providers", "libphonenumber-js", "tldts"].map((name) => {
    const { version }: { version: string } = require(`${name}/package.json`);
    return { name, version };
  });
}

/** Listed as providers, but each is a company, a university, a newspaper or a placeholder rather than anybody's mailbox. */
const notFreeMail = new Set(
  `about.com alibaba.com ancestry.com bt.com check.com clerk.com dailypioneer.com discovery.com dnsmadeeasy.com
  doityourself.com example.com example.net example.org facebook.com islamonline.net kansascity.com mail-tester.com
  medscape.com name.com nus.edu.sg oath.com onmilwaukee.com parrot.com saudia.com sfgov.net singpost.com space.com
  swissinfo.org techspot.com telstra.com unican.es wef.gr`.split(/\s+/),
);

/** Providers that the package lacks: of mailboxes, of aliases that forward, and the country names of those it has. */
const moreFreeMail = `139.com 189.cn anonaddy.com anonaddy.me aol.de aol.fr appleid.com autistici.org bigmir.net
  disroot.org duck.com fastmail.com fastmail.net fastmail.us gmx.ch gmx.co.uk gmx.us hey.com hotmail.at hotmail.ch
  hotmail.cl hotmail.co.za hotmail.com.tr hotmail.cz hotmail.fi hotmail.hu hotmail.no hotmail.pt hotmail.se icloud.com
  internet.ru keemail.me live.at live.cl live.co.za live.com.pt live.fi live.in live.no live.ru live.se mail.bg mail.de
  mailfence.com meta.ua mozmail.com op.pl outlook.com.es passinbox.com passmail.com passmail.net pm.me posteo.de
  posteo.net proton.me riseup.net simplelogin.com skiff.com slmail.me sohu.com startmail.com tlen.pl tuta.com tuta.io
  tutamail.com tutanota.com tutanota.de wo.cn xs4all.nl yahoo.at yahoo.be yahoo.cl yahoo.co.za yahoo.com.co
  yahoo.com.pe yahoo.com.tr yahoo.com.ua yahoo.com.ve yahoo.fi yahoo.nl yahoo.no yahoo.pl yahoo.pt yandex.by
  yandex.com.tr yandex.kz yandex.ua zohomail.com zohomail.eu`.split(/\s+/);

/**
 * Domains at which anybody may have a mailbox, so that they say nothing about a company: providers, internet access
 * with mail, throw-away mail. Each is a registrable domain in lower case; one with letters beyond ASCII is there in
 * both of its spellings. Sorted. Made from `email-providers`, less what is malformed, a public suffix or a mere
 * subdomain there, and corrected by two short lists of ours.
 */
export const freeMailDomains = once((): readonly string[] => {
  const listed: readonly string[] = require("email-providers/all.json");
  const registrable = listed.filter((domain) => getDomain(domain, { allowPrivateDomains: true }) === domain);
  const domains = [...registrable, ...moreFreeMail].filter((domain) => !notFreeMail.has(domain));
  return [...new Set(domains.flatMap((domain) => [domain, new URL(`https://${domain}`).hostname]))].sort();
});

/** Microsoft's consumer mail under the names of many countries, less a few that belong to others. */
const microsoftMail = /^(?:hotmail|live|msn|outlook|windowslive)\.(?:com|(?:com?\.)?(?!cm$|kg$|kz$|ru$)[a-z]{2})$/;

/**
 * Providers that deliver `ana+news@…` to `ana@…` (RFC 5233), besides Gmail, which has a rule of its own: Microsoft, Apple,
 * Fastmail, Proton, Runbox, Yandex and Zoho. Sorted. They are those that other normalizers treat so (`email-normalize`
 * for Python, validator.js) or that Wikipedia's article on e-mail addresses names; Yahoo is left out, as its tags
 * begin with a dash, which may also be part of a name. At any other domain a tag may be another mailbox.
 */
export const plusTagDomains = once((): readonly string[] => {
  const others = `fastmail.com fastmail.com.au fastmail.fm fastmail.net fastmail.us icloud.com mac.com me.com pm.me
    proton.me protonmail.ch protonmail.com runbox.com ya.ru yandex.by yandex.com yandex.com.tr yandex.kz yandex.ru
    yandex.ua zoho.com zohomail.com zohomail.eu`.split(/\s+/);
  return [...freeMailDomains().filter((domain) => microsoftMail.test(domain)), ...others].sort();
});

/**
 * Local parts that name a role or a machine, not a person. The first three lines are RFC 2142 (mailbox names for common
 * services, roles and functions), the rest what mail directories of companies hold. Names that one person may well
 * have alone (`ceo`, `president`, `coach`) are left out: a role account links nobody, so a wrong entry costs a link.
 */
export function roleAccounts(): readonly string[] {
  return `info marketing sales support
    abuse noc security
    rechnung rechnungen rechnungswesen buchhaltung bestellung bestellungen bewerbung factura facturacion facturas comptabilite facturation
    postmaster hostmaster usenet news webmaster www uucp ftp
    accounting accounts accountspayable accountsreceivable admin administration administrator admins alerts all
    billing booking bookings careers company contact contactus contact-us contato contacto customercare customerservice
    customersupport daemon dev developers devnull devops devteam dns donations enquiries enquiry
    everybody everyone feedback finance frontdesk general hallo hello help helpdesk hi hola hr humanresources
    info1 inquiries inquiry invoice invoices invoicing it jobs kontakt kundenservice legal list listserv
    mailer-daemon mailerdaemon mailman majordomo management media members membership newsletter newsletters notifications
    notification notify office officemanager operations ops order orders partner partners partnerships payable payments
    payroll press privacy procurement purchasing reception recruiting recruitment registrar reservations returns root
    sales1 sekretariat service services shipping shop soporte staff store subscribe subscriptions support1 sysadmin
    system team tech techsupport ticket tickets undisclosed-recipients unsubscribe updates vendas ventas verkauf
    webadmin`
    .split(/\s+/)
    .sort();
}

/**
 * A rule of the public suffix list (publicsuffix.org).
 * - `rule`: `co.uk` — names right under it are registrable
 * - `wildcard`: `ck` for `*.ck` — every name under it is a suffix too, and so is it
 * - `exception`: `www.ck` for `!www.ck` — registrable all the same
 */
export interface PublicSuffix {
  readonly suffix: string;
  readonly kind: "rule" | "wildcard" | "exception";
  /** From the list's private section (`github.io`, `myshopify.com`), not from a registry. */
  readonly isPrivate: boolean;
}

/** The trie that `tldts` looks names up in: a node's edges are those from its own start to the next node's. */
type Trie = typeof import("tldts/dist/types/src/data/trie.js");

/** The flag of a node of the trie that ends a rule from the list's private section. */
const privateRule = 2;

/** The public suffix list that `tldts` carries, one row per suffix, sorted; names beyond ASCII in both spellings. */
export const publicSuffixes = once((): readonly PublicSuffix[] => {
  const trie: Trie = require("tldts/dist/cjs/src/data/trie.js");
  const offsets = [0];
  for (const length of trie.edgeLength) offsets.push((offsets.at(-1) ?? 0) + length);

  const found = new Map<string, PublicSuffix>();
  const visit = (node: number, name: string, isException: boolean): void => {
    const flag = trie.nodeFlags[node];
    if (flag !== undefined && flag > 0) {
      const isWildcard = name.startsWith("*.");
      const suffix = isWildcard ? name.slice(2) : name;
      const kind = isException ? "exception" : isWildcard ? "wildcard" : "rule";
      if (kind !== "rule" || !found.has(suffix)) found.set(suffix, { suffix, kind, isPrivate: flag === privateRule });
    }
    const end = trie.edgeStart[node + 1] ?? 0;
    for (let edge = trie.edgeStart[node] ?? 0; edge < end; edge += 1) {
      const label = trie.labelText.slice(offsets[edge], offsets[edge + 1]);
      visit(trie.edgeChild[edge] ?? 0, name === "" ? label : `${label}.${name}`, isException);
    }
  };
  visit(trie.rulesRoot, "", false);
  visit(trie.exceptionsRoot, "", true);
  return [...found.values()].sort((a, b) => (a.suffix < b.suffix ? -1 : 1));
});

export {
  type LeadingDigits,
  leadingDigits,
  lengthMask,
  type PhoneRegion,
  type PhoneRewrite,
  phoneCountries,
} from "./lists-phone.ts";
