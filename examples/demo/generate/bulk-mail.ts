import { newThread, type Post } from "./gmail.ts";
import type { Random } from "./random.ts";
import { employee, isConnected, ownInboxes } from "./staff.ts";
import { DAY, HOUR, officeTime, utc, yearEnd, yearStart } from "./time.ts";
import { customers, fullName, isUser, nobody, type Person, partyOf, staff, type World } from "./world.ts";

/** What fills a mailbox beside letters: newsletters, machines, lists, spam, drafts and colleagues. */
export function sendTheRest(random: Random, world: World, post: Post): void {
  sendMachineMail(random.fork("machines"), world, post);
  sendListMail(random.fork("lists"), world, post);
  sendSpam(random.fork("spam"), world, post);
  sendProductNotes(random.fork("notes"), world, post);
  sendInternalMail(random.fork("internal"), world, post);
  sendOddities(random.fork("oddities"), world, post);
}

const bulk = [
  { name: "Precedence", value: "bulk" },
  { name: "List-Unsubscribe", value: "<https://mailer.example/u/1>" },
] as const;
const automatic = [{ name: "Auto-Submitted", value: "auto-generated" }] as const;

const machines = [
  {
    party: nobody("no-reply@payments.example", "Payments", "no-reply sender"),
    subject: "Your daily payout is on its way",
  },
  {
    party: nobody("noreply@cloudhost.example", "Cloudhost", "no-reply sender"),
    subject: "Usage alert: 80% of your quota",
  },
  {
    party: nobody("notifications@tracker.example", "Issue Tracker", "no-reply sender"),
    subject: "[LUM] 3 issues were updated",
  },
  {
    party: nobody("do-not-reply@signatures.example", "Signatures", "no-reply sender"),
    subject: "Completed: order form",
  },
  { party: nobody("digest@retailweekly.example", "Retail Weekly", "newsletter"), subject: "This week in retail" },
] as const;

function sendMachineMail(random: Random, world: World, post: Post): void {
  for (let i = 0; i < 150; i++) {
    const { party, subject } = random.pick(machines);
    const at = officeTime(random, yearStart, yearEnd - 3 * DAY);
    const to = [partyOf(random.pick(staff(world).filter(isConnected)), at)];
    const text = "You receive this message because you're subscribed. Don't reply to it.";
    const confused = random.chance(0.04);
    post.send({
      ...{ at, from: party, to, text, thread: newThread(subject), extra: [...bulk, ...automatic] },
      withoutMessageId: random.chance(0.15),
      ...(confused ? { dateHeader: "Thu, 01 Jan 1970 00:00:00 +0000" } : {}),
      // Only machines' mail is ever deleted, so that no person hangs on a deleted row.
      ...(random.chance(0.12) ? { deletedAt: at + 2 * DAY } : {}),
    });
  }
}

/** A list rewrites the sender: the address is the list's, whoever's name it shows. */
function sendListMail(random: Random, world: World, post: Post): void {
  const writers = random.some(
    customers(world).filter((person) => isUser(person) && person.formerEmail === undefined),
    24,
  );
  for (const writer of writers) {
    const at = officeTime(random, yearStart, yearEnd - 3 * DAY);
    const list = nobody("merchants@shopkeepers.example", `'${fullName(writer)}' via Merchants Circle`, "mailing list");
    const extra = [
      { name: "Reply-To", value: list.email },
      { name: "List-Id", value: "Merchants Circle <merchants.shopkeepers.example>" },
      { name: "Precedence", value: "list" },
    ];
    const text = "Does anybody here count people at the door? We're looking for a second opinion.";
    post.send({
      at,
      from: list,
      to: [list, ownInboxes.hello.party],
      text,
      thread: newThread("[Merchants] Counting people"),
      extra,
    });
  }
}

function sendSpam(random: Random, world: World, post: Post): void {
  for (let i = 0; i < 45; i++) {
    const from = nobody(
      `offer${i}@${random.pick(["win-big", "seo-now", "cheap-leads"])}.example`,
      "Your prize",
      "spam sender",
    );
    const at = officeTime(random, yearStart, yearEnd - 3 * DAY);
    const to = [partyOf(random.pick(staff(world).filter(isConnected)), at)];
    post.send({
      at,
      from,
      to,
      text: "Dear <friend>, rank #1 on Google & win!",
      thread: newThread("RE: your site"),
      labels: ["SPAM"],
    });
  }
}

/** Once a quarter Maya writes to all users in blind copy: only her own mailbox knows to whom. */
function sendProductNotes(random: Random, world: World, post: Post): void {
  const maya = employee(world.lumenry, "Maya");
  for (const [quarter, day] of ["2025-12-02", "2026-03-03", "2026-06-02", "2026-08-25"].entries()) {
    const at = utc(`${day}T15:00`);
    const users = customers(world).filter((person) => isUser(person) && (person.joinedAt ?? yearEnd) < at);
    post.send({
      at,
      from: partyOf(maya, at),
      to: [],
      toHeader: quarter % 2 === 0 ? "undisclosed-recipients:;" : "Undisclosed recipients:;",
      bcc: random.some(users, 30).map((person) => partyOf(person, at)),
      text: "Hi all, here's what we've built since we last wrote: forecasts, cohorts & a calmer home page.",
      thread: newThread("Lumenry product notes"),
    });
  }
}

const internalSubjects = [
  "Roadmap",
  "Numbers for the board",
  "Office plants",
  "On-call swap",
  "Launch checklist",
  "Pricing test",
] as const;

function sendInternalMail(random: Random, world: World, post: Post): void {
  for (let i = 0; i < 70; i++) {
    const [first, ...others] = random.some(staff(world), random.int(2, 4)) as [Person, ...Person[]];
    const thread = newThread(random.pick(internalSubjects));
    let at = officeTime(random, yearStart, yearEnd - 5 * DAY);
    for (const writer of random.some([first, ...others], random.int(1, 3))) {
      const to = [first, ...others].filter((person) => person !== writer).map((person) => partyOf(person, at));
      post.send({ at, from: partyOf(writer, at), to, text: "Short answer: yes. Longer answer in the doc.", thread });
      at += random.int(1, 9) * HOUR;
    }
  }
}

function sendOddities(random: Random, world: World, post: Post): void {
  const champions = customers(world).filter((person) => person.part === "champion" && !person.scripted);
  const moment = () => officeTime(random, utc("2026-05-04T00:00"), yearEnd - 5 * DAY);

  for (const person of random.some(champions, 8)) sendAutoReply(moment(), person, world, post);
  for (const person of random.some(champions, 10)) saveDraft(moment(), person, world, post);
  for (let i = 0; i < 6; i++) sendToGroup(random, moment(), world, post);
  for (let i = 0; i < 5; i++) sendBounce(moment(), world, post);
}

function sendAutoReply(at: number, person: Person, world: World, post: Post): void {
  const extra = [{ name: "Auto-Submitted", value: "auto-replied" }];
  const to = [partyOf(employee(world.lumenry, "Amara"), at)];
  post.send({
    at,
    from: partyOf(person, at),
    to,
    text: "I'm out of office until Monday.",
    thread: newThread("Automatic reply"),
    extra,
  });
}

function saveDraft(at: number, person: Person, world: World, post: Post): void {
  const from = partyOf(employee(world.lumenry, "Jonas"), at);
  post.send({
    at,
    from,
    to: [partyOf(person, at)],
    text: "Hi, I wanted to",
    thread: newThread("Checking in"),
    labels: ["DRAFT"],
  });
}

/** A group in the header: its name is nobody, its members are. */
function sendToGroup(random: Random, at: number, world: World, post: Post): void {
  const members = random.some(staff(world), 3).map((person) => partyOf(person, at));
  const toHeader = `Launch crew: ${members.map(({ name, email }) => `"${name}" <${email}>`).join(", ")};`.normalize(
    "NFD",
  );
  const ascii = toHeader.replace(/[^ -~]/g, "");
  const from = partyOf(employee(world.lumenry, "Maya"), at);
  post.send({ at, from, to: members, toHeader: ascii, text: "Cake at four.", thread: newThread("Launch crew") });
}

function sendBounce(at: number, world: World, post: Post): void {
  const from = {
    ...nobody("mailer-daemon@mx.example", "Mail Delivery Subsystem", "no-reply sender"),
    style: "comment" as const,
  };
  const to = [partyOf(employee(world.lumenry, "Tomás"), at)];
  const text = "Address not found. Your message wasn't delivered.";
  post.send({ at, from, to, text, thread: newThread("Delivery Status Notification (Failure)"), extra: automatic });
}
