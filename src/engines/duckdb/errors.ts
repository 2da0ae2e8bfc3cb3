import { resolve } from "node:path";
import type { Place, Problem } from "../../base/problem.ts";
import type { DuckDbWarehouse } from "../../config/config.ts";

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a failed statement means to the user. Files of the warehouse itself begin with its path. */
export function explainError(error: unknown, statement: string, warehouse?: string): Problem {
  const message = messageOf(error);
  return (
    interruptProblem(message) ??
    sealedProblem(message, statement) ??
    lockProblem(message) ??
    fullProblem(message) ??
    memoryProblem(message, statement) ??
    permissionProblem(message, warehouse) ??
    csvProblem(message) ??
    jsonProblem(message) ??
    parquetProblem(message) ?? {
      code: "statement-failed",
      message: firstLine(message),
      ...hintIn(message),
      ...(statement === "" ? {} : { detail: `${placed(message)}${statement}` }),
    }
  );
}

/** What it means when a warehouse cannot be opened. */
export function explainOpening(
  error: unknown,
  how: { path: string; folder: string; mode: string; warehouse: DuckDbWarehouse },
): Problem {
  const { path, folder, mode, warehouse } = how;
  const message = messageOf(error);
  const found = firstLine(message);
  if (/Failed to set config/i.test(message)) {
    const { memoryLimit, threads } = warehouse;
    const given = Object.entries({ memoryLimit, threads }).filter(([, setting]) => setting !== undefined);
    return {
      code: "config-invalid",
      message: "DuckDB does not take the settings of the warehouse.",
      where: { path: "warehouse" },
      found: given.map(([setting, value]) => `${setting}: ${JSON.stringify(value)}`).join(", "),
      accepted: 'memoryLimit: a size such as "4GB"; threads: a whole number above 0',
    };
  }
  const attached = Object.entries(warehouse.attach).find(([, file]) => message.includes(`"${resolve(folder, file)}"`));
  if (attached !== undefined) {
    const [schema, file] = attached;
    return {
      code: "warehouse-unreadable",
      message: `The attached database "${schema}" cannot be opened.`,
      where: { file: resolve(folder, file), path: `warehouse.attach.${schema}` },
      found,
      accepted: "a DuckDB database file that is there and can be read; paths are relative to the config's folder",
    };
  }
  const known =
    lockProblem(message) ?? fullProblem(message) ?? memoryProblem(message, "") ?? permissionProblem(message, path);
  if (known !== undefined) return known;
  const where: Place = { file: path };
  if (mode === "read") {
    return {
      code: "warehouse-unreadable",
      message: "The published copy cannot be read.",
      where,
      found,
      hint: "`nexus run` publishes a new one",
    };
  }
  return {
    code: "warehouse-unreadable",
    message: "The warehouse cannot be opened.",
    where,
    found,
    accepted: "the path of a DuckDB database, or of a file that a run may make",
    hint: "name another path, or move away what is there and run again: readers keep the published copy",
  };
}

/** What it means when a run has been computed, and readers cannot see it yet. */
export function explainCopy(error: unknown, warehouse: string, run: number, before: number | undefined): Problem {
  const message = messageOf(error);
  const known = fullProblem(message) ?? permissionProblem(message, warehouse);
  if (known !== undefined && known.code !== "warehouse-unwritable") return known;
  const sees = before === undefined ? "readers see nothing yet" : `readers still see run ${before}`;
  return {
    code: "warehouse-unwritable",
    message: `Run ${run} is computed, but its copy for readers cannot be written: ${sees}.`,
    where: { file: `${warehouse}.published` },
    found: firstLine(message),
    accepted: "a folder in which this user may write",
    hint: "mend that and run again: the next run brings the copy up to date before anything else",
  };
}

function interruptProblem(message: string): Problem | undefined {
  return /^INTERRUPT Error/i.test(message)
    ? { code: "interrupted", message: "This was interrupted before it was done." }
    : undefined;
}

/** The published copy is sealed: whoever asks it writes nothing, and reaches no file and no setting. */
function sealedProblem(message: string, statement: string): Problem | undefined {
  if (
    !/^Invalid Input Error: Cannot execute statement of type .* read-only mode|disabled (by|through) configuration|configuration has been locked/i.test(
      message,
    )
  )
    return undefined;
  return {
    code: "query-refused",
    message: "Only questions about what is published are answered here: no file is read, nothing is written or set.",
    found: firstLine(message),
    accepted: "one SELECT over the published tables",
    ...(statement === "" ? {} : { detail: `${placed(message)}${statement}` }),
  };
}

function lockProblem(message: string): Problem | undefined {
  const lock = /Could not set lock on file "?([^":]+)"?[\s\S]*?(?:held in ([^\n]*?)\s*\(PID (\d+)\)|$)/.exec(message);
  if (lock === null) return undefined;
  const holder = lock[3] === undefined ? "another process" : `process ${lock[3]} (${lock[2]})`;
  return {
    code: "warehouse-locked",
    message: `The warehouse is in use: ${holder} has it open for writing.`,
    where: { file: lock[1] ?? "" },
    hint: "wait until that run has ended, or stop it; readers open the published copy, which is never locked",
  };
}

function fullProblem(message: string): Problem | undefined {
  if (!/No space left on device|disk is full|max_temp_directory_size|Could not write file|ENOSPC/i.test(message))
    return undefined;
  return {
    code: "disk-full",
    message: "There is no room left to write.",
    found: firstLine(message),
    hint: "free some space and run again: what was published before is untouched",
  };
}

function memoryProblem(message: string, statement: string): Problem | undefined {
  if (!/^Out of Memory Error|could not allocate block/i.test(message)) return undefined;
  return {
    code: "statement-failed",
    message: "The memory that DuckDB may use is not enough.",
    found: firstLine(message),
    hint: 'give it more: duckdb("…", { memoryLimit: "4GB" }), or fewer threads',
    ...(statement === "" ? {} : { detail: statement }),
  };
}

function permissionProblem(message: string, warehouse: string | undefined): Problem | undefined {
  if (
    !/Permission denied|Read-only file system|EACCES|EPERM|EROFS|opened in read-only mode|attached in read-only/i.test(
      message,
    )
  )
    return undefined;
  const file = /Cannot open file "([^"]+)"/i.exec(message)?.[1];
  if (file !== undefined && warehouse !== undefined && !file.startsWith(warehouse)) {
    return {
      code: "file-unreadable",
      message: "A raw file cannot be read.",
      where: { file },
      found: firstLine(message),
      hint: "give this user the right to read it",
    };
  }
  return {
    code: "warehouse-unwritable",
    message: "The warehouse cannot be written.",
    found: firstLine(message),
    hint: "give this user the right to write the file and its folder",
  };
}

function csvProblem(message: string): Problem | undefined {
  const file = /file = ([^\n]+)/.exec(message)?.[1] ?? /in file "?([^"\n]+)"?/i.exec(message)?.[1];
  const where = file === undefined ? {} : { file: file.trim() };
  if (/CSV Parser state machine reached an invalid state/.test(message)) {
    return {
      code: "file-unreadable",
      message: "A CSV file cannot be read.",
      where,
      found: "lines that end in different ways, or a quote inside of a value that is not quoted",
      accepted: "one kind of line end in the whole file; quotes around a value, and doubled inside of it",
    };
  }
  const csv = /CSV Error on Line: (\d+)/.exec(message);
  if (csv === null) return undefined;
  const place = { ...where, line: Number(csv[1]) };
  const row = /Original Line:\s*([^\n]*)/.exec(message)?.[1];
  const columns = /Expected Number of Columns: (\d+) Found: (\d+)/i.exec(message);
  if (columns !== null) {
    return {
      code: "file-unreadable",
      message: "A line of a CSV file has another number of columns than its header.",
      where: place,
      found: `${columns[2]} columns${row === undefined ? "" : `: ${row}`}`,
      accepted: `${columns[1]} columns`,
      hint: 'mend the line (a value with a comma must stand in quotes), or set badValues: "set-aside" for this source',
    };
  }
  const [, , ...others] = message.slice(message.indexOf("CSV Error on Line")).split("\n");
  const reason = others.find((line) => /quote|unicode|encod|maximum line size/i.test(line)) ?? others[0] ?? "";
  const hint = /unicode|encod/i.test(reason)
    ? "save the file as UTF-8"
    : /quote/i.test(reason)
      ? "close the quote; inside of a quoted value a quote is doubled"
      : undefined;
  return {
    code: "file-unreadable",
    message: "A line of a CSV file cannot be read.",
    where: place,
    found: /quote/i.test(reason) && row !== undefined ? `${reason.trim()} ${row}` : reason.trim(),
    ...(hint === undefined ? {} : { hint }),
  };
}

function jsonProblem(message: string): Problem | undefined {
  const json =
    /(?:Malformed JSON|JSON transform error) in file "([^"]+)",(?: at byte \d+)? in (line|record\/value) (\d+): ?([^\n]*)/.exec(
      message,
    );
  if (json === null) return undefined;
  const [, file = "", unit, number, reason = ""] = json;
  const malformed = message.includes("Malformed");
  // DuckDB has counted the broken one already when it stops.
  const position = Math.max(1, Number(number) - (malformed ? 1 : 0));
  const isLine = unit === "line" || /\.(ndjson|jsonl)(\.(gz|zst))?$/i.test(file);
  const found = reason.trim().replace(/\.? *(Try .*)?$/, "");
  return {
    code: "file-unreadable",
    message: "A record of a JSON file is broken.",
    where: isLine ? { file, line: position } : { file },
    found: isLine ? found : `${found}, in record ${position}`,
    accepted: "one JSON object a line, or an array of objects",
  };
}

function parquetProblem(message: string): Problem | undefined {
  const parquet = /(?:end of file|File) '([^']+)'|file "([^"]+\.(?:parquet|pq))"/i.exec(message);
  if (parquet === null || !/parquet|magic bytes/i.test(message)) return undefined;
  return {
    code: "file-unreadable",
    message: "A Parquet file cannot be read.",
    where: { file: parquet[1] ?? parquet[2] ?? "" },
    found: firstLine(message),
    accepted: "a whole Parquet file",
  };
}

/** The names that DuckDB finds near. */
function hintIn(message: string): { readonly hint?: string } {
  const near =
    /Did you mean ("[^"]+")/i.exec(message)?.[1] ??
    /Candidate (?:bindings|functions|Entries)\w*: ("[^"]+")/i.exec(message)?.[1];
  return near === undefined || /"(pg_|duckdb_|pragma_|sqlite_)/.test(near) ? {} : { hint: `did you mean ${near}?` };
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? message;
}

/** The engine's own marker of the place, where it gives one. */
function placed(message: string): string {
  const at = message.indexOf("LINE ");
  return at < 0 ? "" : `${message.slice(at).trimEnd()}\n\n`;
}
