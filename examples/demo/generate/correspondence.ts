import { newThread, type Post } from "./gmail.ts";
import { type Cast, fill, type Letter, letters, type Speaker, type Topic } from "./letters.ts";
import type { Random } from "./random.ts";
import { employee, ownersOf, ownInboxes } from "./staff.ts";
import { DAY, HOUR, type Instant, MINUTE, officeTime, yearEnd, yearStart } from "./time.ts";
import { type Company, companyNameAt, inboxParty, type Party, type Person, partyOf, type World } from "./world.ts";

interface Plan {
  readonly topic: Topic;
  readonly at: Instant;
}

/** A year of letters between Lumenry and each of its customers. */
export function correspond(random: Random, world: World, post: Post): void {
  for (const company of world.companies) {
    const own = random.fork(company.id);
    const speakers = speakersOf(own, company);
    planLetters(own, company).forEach(({ topic, at }, i) => {
      const them = speakers[i % speakers.length];
      if (them) exchange(own, post, world.lumenry, them, own.pick(lettersFor(them, topic)), at);
    });
  }
}

/** Whoever has no colleagues cannot put them in copy. */
const lettersFor = (person: Person, topic: Topic): Letter[] =>
  letters[topic].filter((letter) => colleaguesOf(person).length > 0 || !mentionsColleague(letter, letter.turns.length));

/** Those who only mail come first, so that each of them is heard; the star has letters of her own. */
function speakersOf(random: Random, company: Company): Person[] {
  const talkers = company.people.filter((person) => person.part !== "buyer" && !person.scripted);
  const contacts = talkers.filter((person) => person.part === "contact");
  const champions = talkers.filter((person) => person.part === "champion");
  return [...contacts, ...champions, ...random.shuffled(talkers)];
}

function planLetters(random: Random, company: Company): Plan[] {
  const { signedUpAt, endedAt, people, formerly } = company;
  const contacts = people.filter((person) => person.part === "contact").length;
  const spread = (topic: Topic, from: Instant, to: Instant): Plan => ({ topic, at: officeTime(random, from, to) });
  if (signedUpAt === undefined)
    return repeat(contacts + random.int(0, 2), () => spread("hello", yearStart, yearEnd - 30 * DAY));

  const from = signedUpAt + HOUR;
  const until = Math.min(endedAt ?? yearEnd, yearEnd);
  const months = (until - from) / (30 * DAY);
  const living = Math.max(contacts, Math.round(months * (company.domain === undefined ? 0.5 : 1.1)));
  const hello = spread("hello", Math.max(yearStart, from - 20 * DAY), from);
  const plans = [
    // A renamed company's contacts are heard under the old name first.
    ...(formerly ? repeat(contacts, () => spread("hello", from, formerly.until - 10 * DAY)) : [hello]),
    spread("trial", from, from + 10 * DAY),
    ...repeat(living, () => spread(livingTopic(random, company), from, until)),
    ...(company.arc === "churned" ? [spread("leaving", until - 5 * DAY, until + 5 * DAY)] : []),
  ];
  return plans;
}

const repeat = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

function livingTopic(random: Random, company: Company): Topic {
  const inbox = company.inboxes.length > 0;
  const weights = { hello: 0, trial: 0, leaving: 0, howTo: 40, billing: 20, growth: 25, hardware: inbox ? 15 : 0 };
  return random.weighted<Topic>(weights);
}

/** Plays a letter through to its end; returns when it did. */
export function exchange(
  random: Random,
  post: Post,
  lumenry: Company,
  them: Person,
  letter: Letter,
  start: Instant,
): Instant {
  const others = colleaguesOf(them);
  const colleague = others.length > 0 ? random.pick(others) : them;
  const { sales, success } = ownersOf(lumenry, them.company);
  const us = start < (them.company.signedUpAt ?? yearEnd) + 15 * DAY ? sales : success;
  const cast: Cast = {
    them: them.first,
    colleague: colleague.first,
    us: us.first,
    company: companyNameAt(them.company, start),
  };
  const thread = newThread(fill(letter.subject, cast));
  const spoken = new Set<Speaker>();
  const speakers: Conversants = {
    them,
    colleague,
    us,
    devon: employee(lumenry, "Devon"),
    desk: letter.desk ?? "support",
  };
  let at = start;
  letter.turns.forEach(([speaker, text], turn) => {
    if (turn > 0) at = laterThat(random, at);
    const voices = voicesAt(random, at, speakers);
    post.send({
      ...addressed(speaker, voices, spoken, mentionsColleague(letter, turn)),
      at,
      thread,
      text: fill(text, cast),
    });
    spoken.add(speaker);
  });
  return at;
}

const mentionsColleague = (letter: Letter, turn: number): boolean =>
  letter.turns.slice(0, turn + 1).some(([speaker, text]) => speaker === "colleague" || text.includes("{colleague}"));

const colleaguesOf = (person: Person): Person[] =>
  person.company.people.filter((one) => one !== person && one.part !== "buyer");

/** Minutes or days later, in working hours. */
function laterThat(random: Random, at: Instant): Instant {
  const soon = at + random.int(8, 150) * MINUTE;
  return random.chance(0.55) ? soon : officeTime(random, at + DAY, at + 3 * DAY);
}

type Voices = Readonly<Record<Speaker | "desk", Party>>;

interface Conversants {
  readonly them: Person;
  readonly colleague: Person;
  readonly us: Person;
  readonly devon: Person;
  readonly desk: keyof typeof ownInboxes;
}

function voicesAt(random: Random, at: Instant, { them, colleague, us, devon, desk }: Conversants): Voices {
  const [inbox] = them.company.inboxes;
  return {
    them: restyled(random, partyOf(them, at)),
    colleague: restyled(random, partyOf(colleague, at)),
    inbox: inbox ? inboxParty(inbox, at) : partyOf(them, at),
    us: partyOf(us, at),
    support: partyOf(devon, at),
    desk: ownInboxes[desk].party,
  };
}

/** The same person is shown in another way now and then: by a colleague's address book, from the phone. */
const restyled = (random: Random, party: Party): Party =>
  random.chance(0.85) ? party : { ...party, style: random.pick(["plain", "bare", "last first"] as const) };

function addressed(speaker: Speaker, voices: Voices, spoken: ReadonlySet<Speaker>, colleagueIn: boolean) {
  const customers = [
    voices.them,
    ...(colleagueIn ? [voices.colleague] : []),
    ...(spoken.has("inbox") ? [voices.inbox] : []),
  ];
  const from = voices[speaker];
  const others = distinct(customers).filter(({ email }) => email !== from.email);
  if (speaker === "us") return { from, to: others.slice(0, 1), cc: others.slice(1) };
  if (speaker === "support")
    return { from, to: others.slice(0, 1), cc: [...others.slice(1), ownInboxes.support.party] };
  const ours = spoken.has("us") ? voices.us : voices.desk;
  return { from, to: [ours], cc: others };
}

const distinct = (parties: readonly Party[]): Party[] => [
  ...new Map(parties.map((party) => [party.email, party])).values(),
];
