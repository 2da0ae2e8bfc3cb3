import { NexusError } from "../base/problem.ts";

/** What says nothing at the beginning of a statement: blanks, semicolons, comments (which may lie in each other). */
function withoutPreamble(text: string): string {
  let rest = text;
  for (;;) {
    const before = rest;
    rest = rest.replace(/^[\s;\0]+/, "").replace(/^--[^\n]*/, "");
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

/** Refuses what an engine would answer with a riddle: no statement at all, and PRAGMA, which it takes for a question. */
export function mustAsk(text: string): void {
  const [word] = /^\w+/.exec(withoutPreamble(text)) ?? [];
  const asksNothing = withoutPreamble(text) === "";
  if (!asksNothing && word?.toLowerCase() !== "pragma") return;
  throw new NexusError({
    code: "query-refused",
    message: asksNothing ? "There is no question." : "Only questions are answered here.",
    found: asksNothing ? (text.trim() === "" ? "no statement" : "no statement, only comments or semicolons") : "PRAGMA",
    accepted: "one SELECT",
  });
}
