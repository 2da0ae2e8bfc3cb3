import { slug } from "../../base/names.ts";
import type { ProjectEvent } from "../../config/project.ts";
import type { TableRef } from "../../model/table.ts";
import { isMadeFromRows } from "./kept-table.ts";

/** By the source's key, not its name: a source that is renamed remembers what it kept. */
function stem(event: ProjectEvent): string {
  return `${slug(event.sourceKey)}__${event.key}`;
}

/** What is kept of the raw rows of one event definition, typed and keyed. */
export function rowsRef(event: ProjectEvent): TableRef {
  return { layer: "source", name: stem(event) };
}

/** One row an event: the kept rows themselves, or what is made from them. */
export function keptRef(event: ProjectEvent): TableRef {
  return isMadeFromRows(event) ? { layer: "source", name: `${stem(event)}${madeSuffix}` } : rowsRef(event);
}

/** Ends the name of what is made from kept rows. */
export const madeSuffix = "__events";

/** Raw rows that could not become events, with the reason. */
export function setAsideRef(event: ProjectEvent): TableRef {
  return { layer: "source", name: `${stem(event)}__set_aside` };
}

/** The events of one definition that the source deleted. */
export function deletionsRef(event: ProjectEvent): TableRef {
  return { layer: "source", name: `${stem(event)}__deletions` };
}

/** The elements of one list of an event, one row each. */
export function listRef(event: ProjectEvent, list: string): TableRef {
  return { layer: "source", name: `${stem(event)}__${list}` };
}

/** Mail headers already parsed, for all sources. */
export const parsedAddresses: TableRef = { layer: "source", name: "parsed_addresses" };

/** Texts with encoded words already decoded, for all sources. */
export const decodedTexts: TableRef = { layer: "source", name: "decoded_texts" };

/** The column of a mention's identifier or trait. */
export function mentionColumn(mention: string, name: string): string {
  return `${mention}__${name}`;
}

/** The column of a mention's role, where it differs from row to row. */
export function roleColumn(mention: string): string {
  return `${mention}__role`;
}

/** The column of a list's raw text. */
export function listColumn(list: string): string {
  return `_list_${list}`;
}
