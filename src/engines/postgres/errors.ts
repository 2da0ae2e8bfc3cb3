import { NexusError, type Problem } from "../../base/problem.ts";
import { type Connecting, masked } from "./connection.ts";

/** What PostgreSQL and its client say of an error. */
interface Said {
  readonly message: string;
  /** SQLSTATE, or the system's own word for a failed connection. */
  readonly code: string;
  readonly position: number | undefined;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  /** The function in which a value failed. */
  readonly context: string | undefined;
}

function saidBy(error: unknown, how: Connecting): Said {
  const field = (name: string): string | undefined => {
    const found = typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;
    return typeof found === "string" && found !== "" ? masked(found, how) : undefined;
  };
  // Several addresses of one host fail together.
  const inner = error instanceof AggregateError ? error.errors[0] : undefined;
  const message = error instanceof Error && error.message !== "" ? error.message : String(inner ?? error);
  const position = Number(field("position") ?? field("internalPosition"));
  return {
    message: masked(message, how).split("\n", 1)[0] ?? "",
    code: field("code") ?? "",
    position: Number.isFinite(position) ? position : undefined,
    detail: field("detail"),
    hint: field("hint"),
    context: field("where"),
  };
}

/** What a failed statement means to the user. */
export function explainError(
  error: unknown,
  statement: string,
  how: Connecting,
  mode: "write" | "inspect" | "read",
): Problem {
  const said = saidBy(error, how);
  const evidence = statement === "" ? {} : { detail: `${placed(said, statement)}${masked(statement, how)}` };
  return (
    goneProblem(said, how) ??
    stopProblem(said) ??
    (mode === "read" ? sealedProblem(said, evidence) : readOnlyProblem(said, how)) ??
    fullProblem(said) ??
    rightsProblem(said, how) ??
    waitProblem(said, how) ??
    dependentProblem(said) ?? {
      code: "statement-failed",
      message: said.message,
      ...(said.detail === undefined ? {} : { found: said.detail }),
      ...hintOf(said),
      ...evidence,
    }
  );
}

/** What it means when a database cannot be reached, or does not let us in. */
export function explainOpening(error: unknown, how: Connecting): Problem {
  const said = saidBy(error, how);
  const { config, label } = how;
  const where = { path: label };
  const problem = (message: string, hint: string, found = said.message): Problem => ({
    code: "warehouse-unreadable",
    message,
    where,
    found,
    hint,
  });
  switch (said.code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return problem("The host of the database is not known.", "is its name spelt right, and is there a network?");
    case "ECONNREFUSED":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
    case "ENOENT":
      return problem(
        "No database server answers there.",
        "is it started, is the port right, does a firewall stand between?",
      );
    case "28P01":
    case "28000":
      return problem(
        "The database does not let us in.",
        /password/i.test(said.message)
          ? "set the right password: in the url, or as PGPASSWORD"
          : "the server's pg_hba.conf must allow this user, database and address",
      );
    case "3D000":
      return problem("There is no such database.", `make it (create database …), or name another one`);
    case "53300":
      return problem("The server has no connection left.", "close others, or raise max_connections");
    case "57P03":
      return problem("The server is starting or stopping.", "try again in a moment");
  }
  if (/password must be a string|no password supplied/i.test(said.message))
    return problem("The database asks for a password.", "set it: in the url, or as PGPASSWORD", "no password");
  if (/Invalid URL|ERR_INVALID_URL/i.test(`${said.message} ${said.code}`)) {
    return {
      code: "config-invalid",
      message: "The url of the database cannot be read.",
      where: { path: "warehouse.url" },
      accepted: "postgres://user:password@host:5432/database; signs such as @ or / in a password as %40, %2F",
    };
  }
  if (/SSL|certificate|self.signed/i.test(`${said.message} ${said.code}`))
    return problem("The connection cannot be encrypted as asked.", "see `ssl`, or sslmode in the url", said.message);
  if (/timeout expired/i.test(said.message))
    return problem(
      "No database server answers there.",
      "is the host right, does a firewall stand between?",
      "no answer in 15 seconds",
    );
  const about =
    config.database === undefined ? {} : { accepted: `a PostgreSQL server with the database ${config.database}` };
  return { ...problem("The database cannot be opened.", "mend that, and run again"), ...about };
}

export function refused(found: string, accepted: string): NexusError {
  return new NexusError({ code: "query-refused", message: "Only questions are answered here.", found, accepted });
}

export function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && /statement timeout/.test(cause.message);
}

const untouched = "what was published before is untouched; run again, and the next run does the work anew";

function goneProblem({ code, message }: Said, how: Connecting): Problem | undefined {
  const isGone =
    /^(57P01|57P02|08\w{3}|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code) ||
    /Connection terminated|connection error and is not queryable|Client was closed/i.test(message);
  if (!isGone) return undefined;
  return {
    code: "warehouse-unreadable",
    message: "The connection to the database was lost.",
    where: { path: how.label },
    found: message,
    hint: untouched,
  };
}

function stopProblem({ code, message }: Said): Problem | undefined {
  if (code !== "57014") return undefined;
  if (!/statement timeout/.test(message))
    return { code: "interrupted", message: "This was interrupted before it was done." };
  return {
    code: "statement-failed",
    message: "A statement took longer than it may.",
    found: message,
    hint: `give it more time: postgres({ statementTimeout: 3600 }) in seconds, or the role's statement_timeout; ${untouched}`,
  };
}

/** Whoever asks what is published writes nothing. */
function sealedProblem(said: Said, evidence: { readonly detail?: string }): Problem | undefined {
  if (said.code === "25006" || /cannot insert multiple commands/.test(said.message)) {
    return {
      code: "query-refused",
      message: "Only questions about what is published are answered here: nothing is written or set.",
      found: said.message,
      accepted: "one SELECT over the published tables",
      ...evidence,
    };
  }
  return undefined;
}

function readOnlyProblem({ code, message }: Said, how: Connecting): Problem | undefined {
  if (code !== "25006") return undefined;
  return {
    code: "warehouse-unwritable",
    message: "The database takes no writes: it is a replica, or set to read only.",
    where: { path: how.label },
    found: message,
    hint: "name the primary server (in a url with several hosts: target_session_attrs=read-write)",
  };
}

function fullProblem({ code, message }: Said): Problem | undefined {
  if (!/^(53100|53200|54\w{3})$/.test(code) && !/No space left on device/i.test(message)) return undefined;
  if (code === "53200") {
    return {
      code: "statement-failed",
      message: "The server's memory is not enough.",
      found: message,
      hint: `lower workMemory, or give the server more; ${untouched}`,
    };
  }
  if (code !== "53100" && !/No space left/i.test(message)) return undefined;
  return {
    code: "disk-full",
    message: "The database server has no room left to write.",
    found: message,
    hint: `free some space there; ${untouched}`,
  };
}

function rightsProblem({ code, message }: Said, how: Connecting): Problem | undefined {
  if (code !== "42501") return undefined;
  const what = /for (database|schema|table|view|function|sequence|language|type) (\S+)/.exec(message);
  const owner = /^must be owner of/.test(message);
  const grant: Readonly<Record<string, string>> = {
    database: `grant create on database ${what?.[2]} to …`,
    schema: `grant usage on schema ${what?.[2]} to …; in schemas of ours create, too`,
    table: `grant select on ${what?.[2]} to …`,
    view: `grant select on ${what?.[2]} to …`,
  };
  return {
    code: "warehouse-unwritable",
    message: "The database user may not do that.",
    where: { path: how.label },
    found: message,
    hint: owner
      ? "runs need the user that made the schemas of ours: let one user run them"
      : ((what?.[1] === undefined ? undefined : grant[what[1]]) ??
        "docs/postgres.md lists the privileges that a run needs"),
  };
}

function waitProblem({ code, message }: Said, how: Connecting): Problem | undefined {
  if (!/^(55P03|40P01|40001)$/.test(code)) return undefined;
  return {
    code: "warehouse-locked",
    message: "Another connection holds what this statement needs.",
    where: { path: how.label },
    found: message,
    hint: untouched,
  };
}

function dependentProblem({ code, message, detail }: Said): Problem | undefined {
  if (code !== "2BP01") return undefined;
  return {
    code: "statement-failed",
    message: "A table of ours has other columns now, and something of yours is built on it.",
    found: [message, detail].filter((one) => one !== undefined).join(": "),
    hint: "drop that view, run again, and make it anew",
  };
}

function hintOf({ hint }: Said): { readonly hint?: string } {
  return hint === undefined || /^No (function|operator) matches/.test(hint) ? {} : { hint };
}

/** The line of a statement at which it fails, with a mark under the place. */
function placed({ position, context }: Said, statement: string): string {
  if (position === undefined) return context === undefined ? "" : `${context}\n\n`;
  const before = statement.slice(0, position - 1);
  const line = statement.split("\n")[before.split("\n").length - 1] ?? "";
  const column = before.length - (before.lastIndexOf("\n") + 1);
  const from = Math.max(0, column - 60);
  return `${line.slice(from, from + 120)}\n${" ".repeat(column - from)}^\n\n`;
}
