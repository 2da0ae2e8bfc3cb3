import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NexusError, type Project, problemText, projectOf, type RunResult, type StepDone } from "nexus-cdp";
import picocolors from "picocolors";
import { makeDemoData } from "./make-data.ts";
import config from "./nexus.config.ts";
import { scoreDemo } from "./score.ts";
import { aligned, measuresNote, measuresText, reasonsText, scoreText } from "./score-text.ts";
import { lifeOf, type Moment, type Sighting, telling } from "./timeline.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const raw = join(folder, "raw");

/** The end of the demo's year: its run takes this for now, so that it gives the same whenever it is run. */
const horizon = "2026-09-01T00:00:00Z";

const { env, stdout } = process;
const isTerminal = stdout.isTTY === true && env["TERM"] !== "dumb";
const colors = picocolors.createColors(isTerminal && !env["NO_COLOR"]);
const { bold, cyan, dim, green } = colors;
const width = Math.min(isTerminal ? stdout.columns : 132, 150);

const say = (text = ""): void => void stdout.write(`${text}\n`);
const title = (text: string): void => say(`\n${bold(text)}`);
const number = (of: unknown): string => Number(of ?? 0).toLocaleString("en-US");
const inSeconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

const usage = `npm start                             the demo: raw data, all five layers, who is who, one customer's year
npm start -- timeline <identifier>    everything of whom an e-mail, a phone or any other identifier stands for
npm start -- score                    everybody it got wrong, and why`;

const accepted = "nothing; or after --, score, or timeline <identifier>, such as timeline 628.555.0147";

/** What `npm start` does: `npm start`, `npm start -- score`, `npm start -- timeline <identifier>`. */
async function start(words: readonly string[]): Promise<void> {
  const [command, ...rest] = words;
  if (command === undefined) return showDemo();
  if (words.some((word) => word === "--help" || word === "-h")) return say(usage);
  const option = words.find((word) => word.startsWith("-"));
  if (option !== undefined) {
    throw new NexusError({ code: "usage", message: `npm start has no option "${option}".`, accepted });
  }
  const project = projectOf(config, folder);
  if (command === "score") return say(scoreText(Object.values(await scoreDemo(project, raw))));
  const identifier = rest.join(" ").trim();
  if (command === "timeline" && identifier !== "") return showTimeline(project, identifier, Number.POSITIVE_INFINITY);
  if (command === "timeline") {
    throw new NexusError({
      code: "usage",
      message: "Whose timeline? An identifier is missing.",
      accepted: "an e-mail, a phone, or any other identifier of the demo: npm start -- timeline 628.555.0147",
    });
  }
  throw new NexusError({
    code: "usage",
    message: `npm start does not know "${words.join(" ")}".`,
    accepted,
  });
}

async function showDemo(): Promise<void> {
  title("Nexus, on a year of Lumenry: an invented company that sells analytics to shops");
  const files = await rawData();
  const project = projectOf(config, folder);
  const result = await run(project);
  await showLayers(project, result, files);
  await showWho(project, result);
  await showTimeline(project, await starsAddress(), 25);
  title("Next");
  say(
    aligned(
      ["", ""],
      [
        [cyan("npm start -- timeline 628.555.0147"), "everything of whom an identifier stands for"],
        [cyan("npm start -- score"), "everybody it got wrong, and why"],
        [cyan("npm test"), "the tests"],
        [cyan("examples/demo/nexus.config.ts"), "the one file that all of this came from"],
      ],
    ).replace(/^\n/, ""),
  );
}

/** Whom the demo follows: the generator made her known to every source. */
async function starsAddress(): Promise<string> {
  const star = JSON.parse(await readFile(join(raw, "truth", "star.json"), "utf8")) as {
    readonly identifiers: { readonly email: readonly string[] };
  };
  return star.identifiers.email[0] ?? "";
}

interface RawFiles {
  readonly files: number;
  readonly rows: number;
}

/** Makes the raw files if there are none; what is there. */
async function rawData(): Promise<RawFiles> {
  const began = performance.now();
  if (!existsSync(join(raw, "truth", "star.json"))) {
    await makeDemoData({ outDir: raw });
    stageLine("make raw data", performance.now() - began);
  }
  const entries = await readdir(raw, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.endsWith("truth"));
  const counts = await Promise.all(files.map((file) => rowsIn(join(file.parentPath, file.name))));
  return { files: files.length, rows: counts.reduce((sum, count) => sum + count, 0) };
}

/** The rows of a file: its lines, but those within quotes, and without a CSV's heading. */
async function rowsIn(path: string): Promise<number> {
  const text = await readFile(path, "utf8");
  if (extname(path) !== ".csv") return text.split("\n").length - 1;
  return text.replace(/"[^"]*"/g, "").split("\n").length - 2;
}

function stageLine(stage: string, milliseconds: number): void {
  say(`  ${stage.padEnd(34)}${inSeconds(milliseconds).padStart(6)}`);
}

/** The stage of the work that a step belongs to, for readers. */
function stageOf({ id, kind, layer }: Pick<StepDone, "id" | "kind" | "layer">): string {
  if (kind === "scan") return `read ${id.replace(/^scan (.*)\.[^.]*$/, "$1")}`;
  if (kind === "publish") return "publish";
  if (kind === "ensure" || kind === "load") return "prepare";
  if (layer === "source") return "read lists of people";
  if (layer === "final") return "build final tables";
  if (/\bsubscription/.test(id)) return "resolve subscriptions";
  return /\bgroup/.test(id) ? "resolve groups" : "resolve persons";
}

/** Runs all five layers: a line for each stage, and on a terminal one that lives. */
async function run(project: Project): Promise<RunResult> {
  let stage = "";
  let milliseconds = 0;
  const wipe = (): void => void (isTerminal && stdout.write("\r\x1b[2K"));
  const finish = (): void => {
    wipe();
    if (stage !== "prepare" && milliseconds >= 50) stageLine(stage, milliseconds);
  };
  const result = await project.run({
    horizon,
    progress: {
      started: ({ id, position, of }) => {
        if (isTerminal) stdout.write(`\r\x1b[2K  ${dim(cut(`${position}/${of} ${id}`, width - 3))}`);
      },
      done: (step) => {
        if (stageOf(step) !== stage) {
          finish();
          [stage, milliseconds] = [stageOf(step), 0];
        }
        milliseconds += step.seconds * 1000;
      },
    },
  });
  finish();
  return result;
}

/** What lies in each layer, and how long it took. */
async function showLayers(project: Project, result: RunResult, { files, rows }: RawFiles): Promise<void> {
  const { prefix } = project;
  const tables = {
    events: `${prefix}_core.events`,
    ofPersons: `${prefix}_core.person_identifiers`,
    ofGroups: `${prefix}_core.group_identifiers`,
    personIdentifiers: `${prefix}_identity.resolved_person_identifiers`,
    groupIdentifiers: `${prefix}_identity.resolved_group_identifiers`,
    persons: `${prefix}.persons`,
    groups: `${prefix}.groups`,
    subscriptions: `${prefix}.subscriptions`,
    memberships: `${prefix}.memberships`,
    states: `${prefix}.states`,
  };
  const counts = await project.reading(async (published) => {
    const query = Object.values(tables).map((table) => `(select count(*) from ${table})`);
    const [row = []] = (await published.ask(`select ${query.join(", ")}`)).rows;
    return Object.fromEntries(Object.keys(tables).map((name, index) => [name, number(row[index])]));
  });
  const seconds = (...layers: readonly string[]): string =>
    result.steps
      .filter(({ layer }) => layers.includes(layer))
      .reduce((sum, step) => sum + step.seconds, 0)
      .toFixed(1);
  const of = (name: keyof typeof tables): string => counts[name] ?? "";
  const sources = [...new Set(result.sources.map(({ source }) => source))];
  const own = sources.filter((source) => source === "plans").length;
  title(`Five layers in ${inSeconds(result.seconds * 1000)}`);
  say(
    aligned(
      ["layer", "what is in it", ">seconds"],
      [
        ["1 raw data", `${number(rows)} rows in ${files} files`, ""],
        [
          "2 source event log",
          `${of("events")} events of ${sources.length} sources: ${sources.length - own} ready-made, and plans`,
          seconds("source"),
        ],
        ["3 core event log", `${of("ofPersons")} mentions of persons, ${of("ofGroups")} of groups`, seconds("core")],
        [
          "4 identity resolution",
          `${of("personIdentifiers")} identifiers of persons, ${of("groupIdentifiers")} of groups`,
          seconds("identity"),
        ],
        [
          "5 final tables",
          `${of("persons")} persons, ${of("groups")} groups, ${of("subscriptions")} subscriptions, ${of("memberships")} memberships, ${of("states")} states`,
          seconds("final"),
        ],
      ],
    ),
  );
  say(
    dim("  A raw row gives one event, several, or none, as prices do. The source plans is the demo's own reading of"),
  );
  say(dim("  Stripe's files, beside the ready-made one: see examples/demo/nexus.config.ts."));
}

/** Whom it found, and how right that is. */
async function showWho(project: Project, result: RunResult): Promise<void> {
  const { entities } = await project.summary(result.run);
  title("Who is who");
  for (const { plural, entities: count, identified, shared } of entities) {
    const anonymous = count - identified - shared;
    const parts = [
      `${number(identified)} identified`,
      ...(anonymous === 0 ? [] : [`${number(anonymous)} only a browser so far`]),
      ...(shared === 0 ? [] : [`${number(shared)} shared by many, such as billing@ or a switchboard`]),
    ];
    say(`  ${number(count)} ${plural}${parts.length === 1 ? "" : `: ${parts.join(", ")}`}`);
  }
  const score = await scoreDemo(project, raw);
  say("\n  Held against the truth, which the generator knows:\n");
  say(measuresText(Object.values(score)));
  say(`\n${reasonsText(score.person, 3)}`);
  say(dim(measuresNote));
}

const sourceColors: Readonly<Record<string, (text: string) => string>> = {
  gmail: colors.red,
  google_calendar: colors.blue,
  segment: colors.magenta,
  shopify: colors.green,
  stripe: colors.cyan,
  plans: colors.yellow,
};

async function showTimeline(project: Project, identifier: string, limit: number): Promise<void> {
  const { label, moments } = await lifeOf(project, identifier);
  const shown = telling(moments, limit);
  const some = shown.length < moments.length ? `: ${shown.length} of ${number(moments.length)} events` : "";
  title(`${label}, in all sources${some}`);
  const room = width - 2 - 16 - 2 - 15 - 2;
  const what = Math.min(Math.floor(room * 0.52), 50);
  const column = Math.min(what, Math.max(...shown.map((moment) => textOf(moment, what).length)));
  const line = (cells: readonly [string, string, string, string]): string => `  ${cells.join("  ")}`.trimEnd();
  say(dim(line(["when (UTC)".padEnd(16), "source".padEnd(15), "what".padEnd(column), "known by"])));
  for (const moment of shown) {
    const { source } = moment;
    const paint = sourceColors[source] ?? ((text: string) => text);
    const [first = "", ...more] = knownBy(moment.knownBy, room - column - 2);
    const when = moment.occurredAt.slice(0, 16).replace("T", " ");
    say(line([when, paint(source.padEnd(15)), textOf(moment, column).padEnd(column), first]));
    for (const one of more) say(line([" ".repeat(16), " ".repeat(15), " ".repeat(column), one]));
  }
  say(dim("  * an identifier that nobody had seen before; what the event ties it to stands beside or below it"));
  const { states } = await project.show(identifier);
  const now = states.filter((state) => state["is_current"] === true);
  if (now.length > 0)
    say(`  now: ${now.map((state) => `${state["state_name"]} ${bold(String(state["state_value"]))}`).join(", ")}`);
}

/** An event in words, in so much room: what it was worth is never cut. */
function textOf({ source, name, description, value, unit }: Moment, room: number): string {
  const worth = value === undefined ? "" : ` (${value}${unit === undefined ? "" : ` ${unit}`})`;
  // Fivetran's tables have a subscription's plan of today only, also beside events of when it was another.
  const ofPlan = source === "stripe" && /^(subscription|trial) /.test(name);
  const said = ofPlan ? description.replace(/^Subscription (\S.*)$/, "$1 by now") : description;
  return `${cut(`${name}${said === "" ? "" : `: ${said.replace(/\s+/g, " ")}`}`, room - worth.length)}${worth}`;
}

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1))}…`;

/**
 * The identifiers of an event, as lines of so much room: the new ones first. Where there are new ones all are shown, since
 * it is by the others that they are known; else one line of them will do.
 */
function knownBy(sightings: readonly Sighting[], room: number): string[] {
  const inOrder = [...sightings.filter(({ isNew }) => isNew), ...sightings.filter(({ isNew }) => !isNew)];
  const lines: { readonly text: string; readonly isNew: boolean }[][] = [];
  let left = 0;
  for (const { type, value, isNew } of inOrder) {
    const short = type === "anonymous_id" ? `browser ${value.slice(0, 8)}` : value;
    const text = isNew ? `*${short}` : short;
    if (lines.length === 0 || text.length > left) {
      lines.push([]);
      left = room;
    }
    lines.at(-1)?.push({ text, isNew });
    left -= text.length + 2;
  }
  const shown = inOrder.some(({ isNew }) => isNew) ? lines : lines.slice(0, 1);
  return shown.map((line) => line.map(({ text, isNew }) => (isNew ? green(text) : dim(text))).join("  "));
}

// Who reads has enough, such as `head`.
stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  await start(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof NexusError)) throw error;
  process.stderr.write(`${error.problems.map(problemText).join("\n\n")}\n`);
  process.exitCode = 1;
}
