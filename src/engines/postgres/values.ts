import type { RawColumn } from "../../config/project.ts";
import type { ColumnType } from "../../model/column.ts";

/** Answers come as texts, and are read here. */
export const textOfAll = { getTypeParser: () => (text: unknown) => text };

/** PostgreSQL's own numbers of its types. */
const named: Readonly<Record<number, string>> = {
  16: "BOOLEAN",
  20: "BIGINT",
  21: "SMALLINT",
  23: "INTEGER",
  25: "TEXT",
  114: "JSON",
  700: "REAL",
  701: "DOUBLE",
  1043: "VARCHAR",
  1082: "DATE",
  1114: "TIMESTAMP",
  1184: "TIMESTAMP WITH TIME ZONE",
  1700: "NUMERIC",
  2950: "UUID",
  3802: "JSONB",
};

export function typeName(oid: number): string {
  return named[oid] ?? `TYPE ${oid}`;
}

/** What the compiler must know of a raw column's type; undefined where its kind (array, row) decides. */
export function foldType(oid: number): RawColumn["type"] | undefined {
  switch (oid) {
    case 16:
      return "boolean";
    case 20:
    case 21:
    case 23:
      return "integer";
    case 700:
    case 701:
      return "number";
    case 18:
    case 19:
    case 25:
    case 1042:
    case 1043:
      return "text";
    case 114:
    case 3802:
      return "json";
    case 1082:
      return "date";
    case 1114:
      return "timestamp";
    case 1184:
      return "zoned timestamp";
    default:
      return undefined;
  }
}

/** The types of ours that columns of these types were made as. */
export const ourTypes: Readonly<Record<string, ColumnType>> = {
  text: "text",
  bigint: "integer",
  "double precision": "number",
  boolean: "boolean",
  "timestamp without time zone": "timestamp",
  "character varying": "json",
};

/** A cell as a plain value: times as ISO text in UTC, whole numbers as numbers where they fit. */
export function plainValue(text: unknown, oid: number): unknown {
  if (typeof text !== "string") return text;
  switch (oid) {
    case 16:
      return text === "t";
    case 20:
    case 21:
    case 23:
    case 26:
      return whole(text);
    case 700:
    case 701:
      return Number(text.replace(/^(-?)inf.*$/i, "$1Infinity"));
    case 1700:
      return /^-?\d+$/.test(text) ? whole(text) : text;
    case 1114:
    case 1184:
      return /^\d/.test(text) ? `${text.replace(" ", "T").replace(/\+00$/, "")}Z` : text;
    default:
      return text;
  }
}

function whole(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

/** A cell of a line for COPY in its text format. */
export function copied(cell: unknown): string {
  if (cell === null || cell === undefined) return "\\N";
  const text = typeof cell === "string" ? cell : typeof cell === "object" ? JSON.stringify(cell) : String(cell);
  return text.replace(/[\0\\\t\n\r]/g, (sign) => escapes[sign] ?? "");
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};
