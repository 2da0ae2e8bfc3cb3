import { NexusError } from "../base/problem.ts";

/** What says nothing at the beginning of a statement: blanks, semicolons, comments (which may lie in each other). */
function withoutPreamble(text: string): string {
  let rest = text;
  for (;;) {
    const before = rest;
    rest = rest.replace(/^[\s;\p{Cf}]+/u, "").replace(/^--[^\n]*/, "");
    if (rest.startsWith("/*")) rest = rest.slice(endOfComment(rest));
    if (rest === before) return rest;
  }
}

function endOfComment(text: string): number {
  let depth = 0;
  for (const mark of text.matchAll(/\/\*|\*\//g)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.index + 2;
  }
  return text.length;
}

/** Refuses what an engine answers with a riddle or not as it was asked: nothing at all, PRAGMA, what goes on behind a NUL. */
export function mustAsk(text: string): void {
  const said = withoutPreamble(text);
  if (said === "") refuse("There is no question.", text.trim() === "" ? "nothing" : "only comments or semicolons");
  if (/^pragma\b/i.test(said)) refuse("Only questions are answered here.", "PRAGMA");
  if (text.includes("\0")) refuse("A question cannot hold the sign NUL.", "NUL");
}

function refuse(message: string, found: string): never {
  throw new NexusError({ code: "query-refused", message, found, accepted: "one SELECT" });
}
