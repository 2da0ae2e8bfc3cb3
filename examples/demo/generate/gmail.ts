import type { Ledger } from "./ledger.ts";
import type { Random } from "./random.ts";
import { encodedText, mailbox, mailedEmail } from "./spelling.ts";
import { isConnected, ownInboxes } from "./staff.ts";
import { DAY, easternOffset, type Instant, inYear, isoTime, mailDate, syncedAfter } from "./time.ts";
import { type Company, isPerson, type Party, type Person } from "./world.ts";

interface Header {
  readonly name: string;
  readonly value: string;
}

/** A conversation; each mailbox knows it by a thread id of its own. */
export interface Thread {
  readonly subject: string;
  readonly messageIds: string[];
  readonly idIn: Map<Person, string>;
}

export const newThread = (subject: string): Thread => ({ subject, messageIds: [], idIn: new Map() });

export interface Mail {
  readonly at: Instant;
  readonly from: Party;
  readonly to: readonly Party[];
  readonly cc?: readonly Party[];
  readonly bcc?: readonly Party[];
  readonly text: string;
  readonly thread: Thread;
  /** In place of what `to` would give: a group, undisclosed recipients. */
  readonly toHeader?: string;
  readonly extra?: readonly Header[];
  /** In place of SENT and INBOX. */
  readonly labels?: readonly string[];
  /** Bulk mailers sometimes send none. */
  readonly withoutMessageId?: boolean;
  /** In place of the true date: some machines don't know it. */
  readonly dateHeader?: string;
  /** When it was deleted in the mailbox. */
  readonly deletedAt?: Instant;
}

export interface NangoRow {
  readonly connection_id: string;
  readonly record: unknown;
  readonly synced_at: string;
  readonly deleted_at: string | null;
}

/** The mailboxes that the loader reads: each keeps its own copy of a message, under its own id. */
export class Post {
  readonly rows: NangoRow[] = [];
  readonly messageIds = new Set<string>();
  readonly #random: Random;
  readonly #ledger: Ledger;
  readonly #lumenry: Company;

  constructor(random: Random, ledger: Ledger, lumenry: Company) {
    this.#random = random;
    this.#ledger = ledger;
    this.#lumenry = lumenry;
  }

  send(mail: Mail): void {
    const sender = this.#readers(mail.from).find((person) => mail.from.owner === person);
    const receivers = [...mail.to, ...(mail.cc ?? []), ...(mail.bcc ?? [])].flatMap((party) => this.#readers(party));
    const boxes = [...new Set(sender ? [sender, ...receivers] : receivers)];
    if (!inYear(mail.at) || boxes.length === 0) return;

    const messageId = this.#messageId(mail.from);
    const headers = this.#headers(mail, messageId);
    for (const box of boxes) this.#keep(mail, box, headers, box === sender);
    if (mail.withoutMessageId !== true) mail.thread.messageIds.push(messageId);
    this.messageIds.add(messageId);
    if (!mail.labels?.includes("DRAFT")) this.#remember(mail, sender !== undefined);
  }

  /** Who reads what arrives at an address: its owner, or those behind one of our shared ones. */
  #readers({ email, owner }: Party): Person[] {
    if (isPerson(owner)) return isConnected(owner) ? [owner] : [];
    const readers = Object.values(ownInboxes).find(({ party }) => party.email === email)?.readers ?? [];
    return this.#lumenry.people.filter(({ first }) => readers.includes(first));
  }

  #remember({ from, to, cc = [], bcc = [] }: Mail, bccShown: boolean): void {
    for (const { owner, email } of [from, ...to, ...cc, ...(bccShown ? bcc : [])])
      this.#ledger.saw(owner, "email", email);
  }

  #messageId({ email }: Party): string {
    const domain = email.split("@")[1] ?? "";
    const token = this.#random.hex(20);
    return domain === "gmail.com" ? `<CA${token}@mail.gmail.com>` : `<${token}@${domain}>`;
  }

  #headers(mail: Mail, messageId: string): Header[] {
    const spell = programOf(mail.from);
    const { messageIds } = mail.thread;
    const reply = messageIds.length > 0;
    const subject = reply ? `Re: ${mail.thread.subject}` : mail.thread.subject;
    const list: (Header | undefined)[] = [
      mail.withoutMessageId ? undefined : { name: spell.messageId, value: messageId },
      reply ? { name: "In-Reply-To", value: messageIds.at(-1) ?? "" } : undefined,
      reply ? { name: "References", value: messageIds.join(" ") } : undefined,
      { name: "Date", value: mail.dateHeader ?? mailDate(mail.at, offsetOf(mail)) },
      { name: spell.from, value: this.#addresses([mail.from]) },
      { name: spell.to, value: mail.toHeader ?? this.#addresses(mail.to) },
      mail.cc?.length ? { name: spell.cc, value: this.#addresses(mail.cc) } : undefined,
      { name: "Subject", value: encodedText(this.#random, subject) },
      ...(mail.extra ?? []),
    ];
    return list.filter((header) => header !== undefined);
  }

  #addresses(parties: readonly Party[]): string {
    const boxes = parties.map(({ name, email, style }) =>
      mailbox(this.#random, name, mailedEmail(this.#random, email), style),
    );
    return boxes.join(boxes.length > 2 && this.#random.chance(0.3) ? ",\r\n\t" : ", ");
  }

  #keep(mail: Mail, box: Person, headers: readonly Header[], isSender: boolean): void {
    const id = this.#id(mail.at);
    const threadId = mail.thread.idIn.get(box) ?? id;
    mail.thread.idIn.set(box, threadId);
    const own = isSender
      ? [...headers, ...(mail.bcc ? [{ name: "Bcc", value: this.#addresses(mail.bcc) }] : [])]
      : [{ name: "Delivered-To", value: box.email }, received(mail, this.#random), ...headers];
    const labelIds = mail.labels ?? (isSender ? ["SENT"] : this.#inboxLabels());
    const { at, deletedAt } = mail;
    this.rows.push({
      connection_id: `gmail-${box.email.split("@")[0]}`,
      record: {
        id,
        threadId,
        labelIds,
        snippet: escapeHtml(mail.text.slice(0, 160)),
        historyId: String(1_000_000 + Math.floor((at % (400 * DAY)) / 10_000)),
        internalDate: String(at),
        sizeEstimate: 2000 + mail.text.length * 3,
        payload: { partId: "", mimeType: "multipart/alternative", filename: "", headers: own },
      },
      synced_at: isoTime(syncedAfter(at, 1)),
      deleted_at: deletedAt === undefined ? null : isoTime(deletedAt),
    });
  }

  /** Gmail's ids are hexadecimal and grow with time. */
  #id(at: Instant): string {
    return `${Math.floor(at / 1000 + 26_000_000_000)
      .toString(16)
      .slice(-9)}${this.#random.hex(7)}`;
  }

  #inboxLabels(): string[] {
    const unread = this.#random.chance(0.1) ? ["UNREAD"] : [];
    return [...unread, ...(this.#random.chance(0.5) ? ["IMPORTANT"] : []), "CATEGORY_PERSONAL", "INBOX"];
  }
}

interface Program {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly cc: string;
}

const programs: readonly Program[] = [
  { messageId: "Message-ID", from: "From", to: "To", cc: "Cc" },
  { messageId: "Message-ID", from: "From", to: "To", cc: "CC" },
  { messageId: "Message-Id", from: "From", to: "To", cc: "Cc" },
  { messageId: "Message-id", from: "FROM", to: "TO", cc: "CC" },
];

/** Everybody keeps the mail program that they have; the one that shouts is rare. */
function programOf({ email }: Party): Program {
  const kind = [...email].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 20;
  const [gmail, outlook, apple, shouting] = programs as [Program, Program, Program, Program];
  return kind === 0 ? shouting : kind < 6 ? outlook : kind < 11 ? apple : gmail;
}

function offsetOf({ from, at }: Mail): number {
  const country = isPerson(from.owner) ? from.owner.country : "US";
  return country === "US" ? easternOffset(at) : country === "GB" ? 0 : 60;
}

const received = ({ at }: Mail, random: Random): Header => ({
  name: "Received",
  value: `by 2002:a05:6a10:${random.hex(4)} with SMTP id ${random.hex(8)}; ${mailDate(at + 1000, -420)} (PDT)`,
});

export const escapeHtml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
