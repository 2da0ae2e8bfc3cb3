import { grid } from "../../src/cli/grid.ts";
import type { Score } from "./score.ts";
import type { Cost } from "./score-explained.ts";

/** Columns under their headings, without lines; numbers stand to the right (`>`). */
export function aligned(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings.map((heading) => heading.replace(/^>/, "")), ...rows];
  return grid(
    lines,
    headings.map((heading) => (heading.startsWith(">") ? "right" : "left")),
  )
    .split("\n")
    .map((line) => `  ${line}`.trimEnd())
    .join("\n");
}

/** The generator's names of what is hard, for readers. */
const inWords: Readonly<Record<string, string>> = {
  "company switchboard": "a switchboard that colleagues give as their phone",
  "shared device: two colleagues log in": "a browser on which two colleagues log in",
  "browser without a login": "a browser on which nobody ever logged in",
  "second e-mail: never": "a second address that no row ties to the first",
  "renamed company": "the address changed with the company's name",
};

const worded = (reason: string): string => inWords[reason] ?? reason;

const ratio = (number: number): string => number.toFixed(3);
const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
const plural = ({ entityType }: Score): string => (entityType === "person" ? "persons" : "groups");

/** The measures, a line for persons and one for groups. */
export function measuresText(scores: readonly Score[]): string {
  return aligned(
    ["", ">true", ">entities", ">precision", ">recall", ">F1", ">B³ precision", ">recall", ">F1"],
    scores.map((score) => [
      plural(score),
      String(score.truths),
      String(score.entities),
      ...[score.pairwise, score.bCubed].flatMap(({ precision, recall, f1 }) => [precision, recall, f1].map(ratio)),
    ]),
  );
}

/** What the words of the measures mean. */
export const measuresNote = `  Scored are the identifiers of true persons and groups, and the entities that they lie in. Of their pairs, precision is how
  many of those put together are truly one's, recall how many of those that are one's were put together. B³ asks the same of
  each identifier and takes the mean. Pairs: those that are wrong or missing; points: hundredths of the measure that they cost.
  More in examples/demo/README.md.`;

/** A line for each reason: what it costs, in hundredths of the measure. */
function costLines(costs: readonly Cost[], pairs: number, limit: number): string[][] {
  const points = (count: number): string => ((100 * count) / pairs).toFixed(1);
  return costs
    .slice(0, limit)
    .map((cost) => [worded(cost.reason), String(cost.cases), String(cost.pairs), points(cost.pairs)]);
}

/** The reasons for what is missing from pairwise precision and recall of one entity type. */
export function reasonsText(score: Score, limit = 10): string {
  const { pairs, recall } = score.pairwise;
  const wrong = costLines(score.falseMergeCosts, pairs.resolved, limit);
  const missed = costLines(score.missedMergeCosts, pairs.true, limit);
  if (wrong.length + missed.length === 0) return `No ${score.entityType} is merged wrongly or in pieces.`;
  const best =
    recall >= score.knowable.pairwise - 1e-9
      ? "What is missing of recall stands in no raw row: nobody could find more."
      : `The raw rows would allow a recall of ${ratio(score.knowable.pairwise)}.`;
  const [first, second] = [
    [`precision of ${plural(score)} is lost to`, "", "", ""],
    [`recall of ${plural(score)} is lost to`, "", "", ""],
  ];
  const lines = [...(wrong.length === 0 ? [] : [first, ...wrong]), ...(missed.length === 0 ? [] : [second, ...missed])];
  const [heading = [], ...rows] = lines;
  const table = aligned([heading[0] ?? "", ">cases", ">pairs", ">points"], rows);
  return `${table}\n  ${best}`;
}

/** An address or domain before anything else: what a reader knows somebody by. */
function calledBy(identifiers: readonly string[]): string {
  const best = ["email ", "domain ", "user_id "]
    .map((type) => identifiers.find((identifier) => identifier.startsWith(type)))
    .find((identifier) => identifier !== undefined);
  return (best ?? identifiers[0] ?? "").replace(/^\S+ /, "");
}

/** Every case: who was put together wrongly and through what, and who was left in pieces and why. */
export function casesText(score: Score): string {
  const wrong = score.falseMerges.flatMap(({ entity, truths, through, reason }) => [
    `  ${entity} holds ${counted(truths.length, "person")}: ${worded(reason)}`,
    ...truths.map(({ truth, identifiers }) => `    ${truth} ${calledBy(identifiers)}`),
    ...through.map(({ identifier }) => `    through ${identifier}`),
  ]);
  const missed = score.missedMerges.map(({ truth, identifiers, apartFrom, reason, evidence }) =>
    [
      `  ${truth} ${calledBy(apartFrom.identifiers)} lacks ${identifiers.join(", ")}: ${worded(reason)}`,
      ...(evidence === undefined ? [] : [`    a raw row has ${evidence.join(", ")}`]),
    ].join("\n"),
  );
  return [
    ...(wrong.length === 0 ? [] : [`${plural(score)} merged wrongly: ${score.falseMerges.length}`, ...wrong]),
    ...(missed.length === 0 ? [] : [`${plural(score)} in pieces: ${score.missedMerges.length} parts`, ...missed]),
  ].join("\n");
}

/** The whole score as text. */
export function scoreText(scores: readonly Score[]): string {
  return [measuresText(scores), measuresNote, ...scores.map((score) => reasonsText(score)), ...scores.map(casesText)]
    .filter((text) => text !== "")
    .join("\n\n");
}
