import {
  addresses,
  allOf,
  anyOf,
  constant,
  decoded,
  domainOf,
  epoch,
  extract,
  type Field,
  firstOf,
  header,
  is,
  item,
  lower,
  matches,
  not,
  present,
  when,
} from "../config/fields.ts";
import type { Model, ModelDefinition } from "../config/model.ts";
import type { EventDefinition, MembershipClaim, Mention, Source } from "../config/source.ts";
import { fittedSource, type Speaks } from "../config/vocabulary.ts";
import { type GoogleOptions, type GoogleTable, googleTable, internal, memberRole } from "./google.ts";

export interface GmailOptions extends GoogleOptions {
  /** Spam, and what was thrown away, are events too. */
  readonly includeSpamAndTrash?: boolean;
}

/**
 * Mail of Gmail and Google Workspace: an event for each message and one for each thread, with all correspondents.
 *
 * Reads messages as the Gmail API gives them (`payload.headers`, or `headers` at the top) and the flat records of
 * Nango's older `emails` sync (`sender`, `recipients`), even side by side in one table.
 */
export function gmail<D extends ModelDefinition>(
  model: Model<D> & Speaks<D, { person: "email"; group: "domain" }>,
  options: GmailOptions,
): Source {
  const table = googleTable(options);
  const message = messageOf(table);
  const common = {
    from: "messages",
    // Every mailbox has a copy of its own, which its owner may throw away.
    row: table.copy,
    occurredAt: firstOf(epoch(table.at("internalDate"), "milliseconds"), table.at("date")),
    deletedAt: table.deletedAt,
    where: allOf(
      // A deleted record may have lost all but its id.
      anyOf(present(table.at("internalDate")), present(table.at("date"))),
      not(
        matches(table.at("labelIds"), hasLabel(options.includeSpamAndTrash ? notMail : [...notMail, "SPAM", "TRASH"])),
      ),
    ),
    description: message.subject,
    significance: when(message.automatic, constant(1), constant(2)),
    ...correspondents(message, options.ownDomains),
  };
  const threadColumns = { subject: message.subject, thread_id: table.at("threadId") };
  const sent: EventDefinition = {
    ...common,
    name: "email sent",
    type: "email",
    id: message.key,
    columns: {
      ...threadColumns,
      message_id: message.id,
      snippet: table.at("snippet"),
      labels: table.at("labelIds"),
      automatic: when(present(message.anyHeader), is(message.automatic)),
    },
  };
  const started: EventDefinition = {
    ...common,
    name: "email thread started",
    type: "email thread",
    id: firstOf(message.root, message.id, table.within(table.at("threadId")), table.copy),
    keep: "earliest",
    columns: threadColumns,
  };
  return fittedSource(model, options.name ?? "gmail", {
    ...(options.key === undefined ? {} : { key: options.key }),
    timezone: "UTC",
    tables: { messages: options.table },
    ingestedAt: table.ingestedAt,
    events: { message: sent, thread: started },
  });
}

const notMail = ["DRAFT", "CHAT"];

/** Whether a list of labels, as text, has one of these. */
function hasLabel(labels: readonly string[]): string {
  return `(?:^|\\W)(?:${labels.join("|")})(?:\\W|$)`;
}

/** The first `<id@host>` of a header: a faulty program may send several, or words around it. */
const messageId = "<[^<>\\s]+>";

/** What a message says of itself, in whichever of the shapes it came. */
function messageOf({ at, copy }: GoogleTable) {
  const headers = firstOf(at("payload.headers"), at("headers"));
  const of = (name: string): Field => header(headers, name);
  const id = extract(of("Message-ID"), messageId);
  const author = firstOf(of("From"), at("sender"));
  return {
    id,
    key: firstOf(id, copy),
    // The first reference is the message that began the thread. Gmail's own thread ids differ from mailbox to mailbox.
    root: firstOf(extract(of("References"), messageId), extract(of("In-Reply-To"), messageId)),
    subject: decoded(firstOf(of("Subject"), at("subject"))),
    anyHeader: firstOf(at("payload.headers.0.name"), at("headers.0.name")),
    // A list that puts its own address into From says elsewhere who wrote.
    from: firstOf(of("X-Original-From"), when(matches(author, "^\\s*\"?'.+' via "), of("Reply-To")), author),
    to: firstOf(of("To"), at("recipients")),
    cc: of("Cc"),
    bcc: of("Bcc"),
    delivered: of("Delivered-To"),
    automatic: anyOf(
      allOf(present(of("Auto-Submitted")), not(matches(lower(of("Auto-Submitted")), "^\\s*no(?:\\W|$)"))),
      matches(lower(of("Precedence")), "bulk|list|junk"),
      present(of("List-Id")),
      present(of("List-Unsubscribe")),
      present(of("X-Autoreply")),
    ),
  };
}

/** Each role, and the list whose addresses have it. `mailbox` is where a copy arrived: all that a Bcc leaves. */
const roles = { sender: "from", recipient: "to", cc: "cc", bcc: "bcc", mailbox: "delivered" } as const;

/** Everybody named in a message with their role, the company of each, and that the one belongs to the other. */
function correspondents(message: ReturnType<typeof messageOf>, ownDomains: readonly string[] | undefined) {
  const entries = Object.entries(roles);
  const persons = entries.map(
    ([role, each]): Mention => ({
      role,
      each,
      identifiers: { email: item("address") },
      traits: {
        // `'Ana Rivera' via Support` is the name of neither.
        name: when(not(matches(item("name"), " via ")), item("name")),
        internal: internal(item("address"), ownDomains),
      },
    }),
  );
  const groups = entries.map(
    ([role, each]): Mention => ({
      role,
      key: `${role} company`,
      each,
      identifiers: { domain: domainOf(item("address")) },
    }),
  );
  const memberships = entries.map(
    ([role]): MembershipClaim => ({ person: role, group: `${role} company`, role: memberRole }),
  );
  const lists = Object.fromEntries(entries.map(([, each]) => [each, addresses(message[each])]));
  return { lists, persons, groups, memberships };
}
