import { z } from "zod";
import { Sql } from "../sql/sql.ts";

export const fragment = z.instanceof(Sql);
export const node = z.looseObject({ kind: z.string() });

/** One of several shapes: zod would only say that none of them fits. */
export function either<const T extends readonly z.ZodType[]>(accepted: string, shapes: T) {
  return z.union(shapes, { error: () => accepted });
}
