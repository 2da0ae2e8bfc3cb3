import type { Problem } from "../../base/problem.ts";

/** DuckDB's message, without the class in front when it says nothing to a user. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a failed statement or a file that cannot be opened means to the user. */
export function explainError(error: unknown, statement: string): Problem {
  const message = messageOf(error);
  const lock = /Could not set lock on file "?([^":]+)"?[\s\S]*?(?:held in ([^\n]*?)\s*\(PID (\d+)\)|$)/.exec(message);
  if (lock !== null) {
    const holder = lock[3] === undefined ? "another process" : `process ${lock[3]} (${lock[2]})`;
    return {
      code: "warehouse-locked",
      message: `The warehouse is in use: ${holder} has it open for writing.`,
      where: { file: lock[1] ?? "" },
      hint: "wait until that run has ended, or stop it; readers open the published copy, which is never locked",
    };
  }
  if (/No space left on device|disk is full|max_temp_directory_size|Could not write file|ENOSPC/i.test(message)) {
    return {
      code: "disk-full",
      message: "There is no room left to write.",
      found: firstLine(message),
      hint: "free some space and run again: what was published before is untouched",
    };
  }
  if (/Permission denied|Read-only file system|EACCES|EROFS|read-only/i.test(message)) {
    return {
      code: "warehouse-unwritable",
      message: "The warehouse cannot be written.",
      found: firstLine(message),
      hint: "give this user the right to write the file and its folder",
    };
  }
  const csv = /CSV Error on Line: (\d+)/.exec(message);
  if (csv !== null) {
    const file = /file = ([^\n]+)/.exec(message)?.[1] ?? /in file "?([^"\n]+)"?/i.exec(message)?.[1];
    const columns = /Expected Number of Columns: (\d+) Found: (\d+)/i.exec(message);
    const row = /Original Line: ?([^\n]*)/.exec(message)?.[1];
    return {
      code: "file-unreadable",
      message:
        columns === null
          ? "A line of a CSV file cannot be read."
          : "A line of a CSV file has another number of columns than its header.",
      where: { line: Number(csv[1]), ...(file === undefined ? {} : { file: file.trim() }) },
      found: columns === null ? firstLine(message) : `${columns[2]} columns${row === undefined ? "" : `: ${row}`}`,
      ...(columns === null ? {} : { accepted: `${columns[1]} columns` }),
      hint: 'mend the line (a value with a comma must stand in quotes), or set badValues: "set-aside" for this source',
    };
  }
  const json = /Malformed JSON in file "([^"]+)", at byte (\d+) in record\/value (\d+): ?([^\n]*)/.exec(message);
  if (json !== null) {
    return {
      code: "file-unreadable",
      message: "A record of a JSON file is broken.",
      where: { file: json[1] ?? "", line: Number(json[3]) },
      found: (json[4] ?? "").trim(),
      accepted: "one JSON object a line, or an array of objects",
    };
  }
  return { code: "statement-failed", message: firstLine(message), detail: `${placed(message)}${statement}` };
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? message;
}

/** The engine's own marker of the place, where it gives one. */
function placed(message: string): string {
  const at = message.indexOf("LINE ");
  return at < 0 ? "" : `${message.slice(at).trimEnd()}\n\n`;
}
