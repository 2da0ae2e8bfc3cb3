import type { TableRef } from "../model/table.ts";
import type { Dialect } from "./dialect.ts";
import type { RunValue, Sql, SqlNode } from "./sql.ts";

/** How the nodes that are left open become text: where tables are, and what the run's values are. */
export interface Rendering {
  /** The parts of a table's name. */
  locate(table: TableRef, version: "current" | "prior"): readonly string[];
  /** The text of a run value: a literal to be run, a placeholder to be stored. */
  runValue(value: RunValue): string;
  /** The text in the place of a table's name, where it is written otherwise than as a name. */
  spell?(table: TableRef, version: "current" | "prior"): string | undefined;
  /** The same of a raw table. */
  spellRaw?(parts: readonly string[]): string | undefined;
}

/** The SQL text of a tree, in a dialect. */
export function render(fragment: Sql, dialect: Dialect, rendering: Rendering): string {
  const spell = (node: SqlNode): string => {
    switch (node.kind) {
      case "text":
        return node.text;
      case "name":
        return qualified(node.parts);
      case "value":
        return dialect.literal(node.value);
      case "raw":
        return rendering.spellRaw?.(node.parts) ?? qualified(node.parts);
      case "table":
        return rendering.spell?.(node.table, node.version) ?? qualified(rendering.locate(node.table, node.version));
      case "run":
        return rendering.runValue(node.value);
      case "column":
        return qualified([node.alias, node.name]);
      case "origins":
        return "";
      case "type":
        return dialect.type(node.type);
      case "call":
        return write(dialect.functions[node.call.fn](node.call.args, node.call.words));
    }
  };
  const qualified = (parts: readonly string[]): string => parts.map((part) => dialect.identifier(part)).join(".");
  const write = (piece: Sql): string => piece.nodes.map(spell).join("");
  return write(fragment);
}
