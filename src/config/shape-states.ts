import { z } from "zod";
import { either, fragment } from "./shape-parts.ts";

const cell = either('a text, null, { column: "…" }, or sql`…`', [
  z.string(),
  z.null(),
  z.strictObject({ column: z.string() }),
  fragment,
]);
const plain = either("a text, or null for the end of the state", [z.string(), z.null()]);
const oneOrSeveral = either("a text, or a list of texts", [z.string(), z.array(z.string())]);
const side = z.enum(["from", "to"]);

/** What a state may say; which of it goes together is looked at when it is validated. */
export const state = z.strictObject({
  of: z.string(),
  description: z.string().optional(),
  events: z.record(z.string(), plain).optional(),
  entries: z
    .array(
      z.strictObject({
        event: z.string(),
        role: z.string().optional(),
        value: cell.optional(),
        number: either('a number, { column: "…" }, or sql`…`', [
          z.number(),
          z.strictObject({ column: z.string() }),
          fragment,
        ]).optional(),
      }),
    )
    .optional(),
  timeouts: z
    .array(
      z.strictObject({
        after: z.strictObject({
          days: z.number().optional(),
          hours: z.number().optional(),
          minutes: z.number().optional(),
        }),
        without: z
          .array(
            either('the name of an event, or { event: "…", role: "…" }', [
              z.string(),
              z.strictObject({ event: z.string(), role: z.string().optional() }),
            ]),
          )
          .optional(),
        from: z.array(z.string()).optional(),
        value: plain.optional(),
        number: z.number().optional(),
      }),
    )
    .optional(),
  from: z.array(z.string()).optional(),
  over: z
    .strictObject({
      members: z.string().optional(),
      groups: z.string().optional(),
      state: z.string().optional(),
      through: z.string().optional(),
      side: side.optional(),
      role: z.string().optional(),
    })
    .optional(),
  best: z.array(z.string()).optional(),
  cases: z
    .array(
      z.strictObject({
        when: z
          .record(
            z.string(),
            either("a text, null where it has no value, or a list of them", [
              z.string(),
              z.null(),
              z.array(z.union([z.string(), z.null()])),
            ]),
          )
          .optional(),
        any: oneOrSeveral.optional(),
        all: oneOrSeveral.optional(),
        value: plain,
      }),
    )
    .optional(),
  otherwise: plain.optional(),
  count: either("true, a text, or a list of texts", [z.literal(true), z.string(), z.array(z.string())]).optional(),
  sum: z.literal(true).optional(),
  value: fragment.optional(),
  number: fragment.optional(),
  transitions: z.record(z.string(), z.array(z.string())).optional(),
  first: z.array(z.string()).optional(),
});
