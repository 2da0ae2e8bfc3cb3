/**
 * How many slips of a typist turn one name into another: a letter too many, too few, another one, or two letters swapped
 * (optimal string alignment).
 */
export function slips(from: string, to: string): number {
  const [a, b] = [Array.from(from.toLowerCase()), Array.from(to.toLowerCase())];
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    for (let column = 1; column <= b.length; column++) {
      const differs = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      now.push(
        Math.min(
          (above[column] ?? 0) + 1,
          (now[column - 1] ?? 0) + 1,
          (above[column - 1] ?? 0) + differs,
          swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [before, above] = [above, now];
  }
  return above[b.length] ?? 0;
}

/** The known name that a misspelt one most likely meant: at least half of the longer one is right. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const longer = Math.max(name.length, candidate.length);
    // No need to look closer where the lengths alone are too far apart.
    const most = Math.min(Math.floor(longer / 2), least - 1);
    if (Math.abs(name.length - candidate.length) > most) continue;
    const found = slips(name, candidate);
    if (found > most) continue;
    least = found;
    best = candidate;
  }
  return best;
}

/** `did you mean "email"?`, or undefined when nothing is near. */
export function nearestHint(name: string, known: Iterable<string>): string | undefined {
  const near = nearest(name, known);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}
