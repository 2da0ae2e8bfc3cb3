/** What a class such as `\d` holds, for the brackets of a pattern. */
const classes: Readonly<Record<string, string>> = { d: "0-9", w: "0-9A-Za-z_", s: "\\t\\n\\f\\r " };

/** Escapes that stand for something else in PostgreSQL. */
const respelt: Readonly<Record<string, string>> = { b: "\\y", B: "\\Y", z: "\\Z", A: "\\A" };

/**
 * A regular expression as the other engines take it (RE2), in PostgreSQL's spelling: `\x7f` is `\u007f`, `\d` means the
 * ten digits of ASCII, and `.` no line end. No text holds the sign NUL there, so that ranges from it begin behind it.
 */
export function rewrittenPattern(pattern: string): string {
  let found = "";
  let inside = false;
  const flags = /^\(\?([ims]+)\)/.exec(pattern);
  // Flags are known at the very beginning: whether case counts, and whether `.` is a line end, too.
  if (flags?.[1]?.includes("i") === true) found += "(?i)";
  const dot = flags?.[1]?.includes("s") === true ? "." : "[^\\n]";
  for (let at = flags?.[0].length ?? 0; at < pattern.length; at++) {
    const sign = pattern[at] ?? "";
    if (sign === "\\") {
      const hex = /^\\x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,4})\})/.exec(pattern.slice(at, at + 8));
      if (hex !== null) {
        const code = Math.max(1, Number.parseInt(hex[1] ?? hex[2] ?? "", 16));
        found += `\\u${code.toString(16).padStart(4, "0")}`;
        at += hex[0].length - 1;
        continue;
      }
      at += 1;
      found += escaped(pattern[at] ?? "", inside);
    } else if (inside) {
      const named = /^\[:\^?[a-z]+:\]/.exec(pattern.slice(at));
      if (named !== null) {
        found += named[0];
        at += named[0].length - 1;
        continue;
      }
      inside = sign !== "]";
      // A bracket inside of brackets would open a class of its own.
      found += sign === "[" ? "\\[" : sign;
    } else if (sign === "[") {
      inside = true;
      found += sign;
      if (pattern[at + 1] === "^") found += pattern[++at];
      // A closing bracket that comes first is one of the signs.
      if (pattern[at + 1] === "]") found += `\\${pattern[++at]}`;
    } else if (sign === ".") found += dot;
    else if (pattern.startsWith("(?P<", at)) {
      found += "(";
      at = Math.max(at, pattern.indexOf(">", at));
    } else found += sign;
  }
  return found;
}

function escaped(sign: string, inside: boolean): string {
  const lower = classes[sign.toLowerCase()];
  if (lower !== undefined) {
    if (inside) return sign === sign.toLowerCase() ? lower : `\\${sign}`;
    return sign === sign.toLowerCase() ? `[${lower}]` : `[^${lower}]`;
  }
  return (inside ? undefined : respelt[sign]) ?? `\\${sign}`;
}

/**
 * A pattern that is replaced, as those to be replaced one after the other: what a text begins with, then the rest. Other
 * engines take the first branch that fits at a place, PostgreSQL the longest, which could be one that takes everything.
 */
export function inTurn(pattern: string): readonly string[] {
  const [first = "", ...others] = branches(pattern);
  return others.length === 0 || !first.startsWith("^") ? [pattern] : [first, others.join("|")];
}

/** What stands between the `|` that lie in no bracket. */
function branches(pattern: string): readonly string[] {
  const found = [""];
  let depth = 0;
  let inside = false;
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at] ?? "";
    if (sign === "|" && depth === 0 && !inside) {
      found.push("");
      continue;
    }
    found[found.length - 1] += sign === "\\" ? sign + (pattern[++at] ?? "") : sign;
    if (sign === "\\") continue;
    if (inside) inside = sign !== "]";
    else if (sign === "[") inside = true;
    else if (sign === "(") depth += 1;
    else if (sign === ")") depth -= 1;
  }
  return found;
}
