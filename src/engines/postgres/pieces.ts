import type { Cursor } from "./driver.ts";

/** The next rows of an answer, as many as asked for or fewer, and its columns. */
export function pieces(
  cursor: Cursor<unknown[]>,
  rows: number,
): Promise<{ readonly rows: readonly unknown[][]; readonly fields: readonly { name: string; dataTypeID: number }[] }> {
  return new Promise((resolve, reject) => {
    cursor.read(
      rows,
      (
        error: Error | undefined | null,
        found,
        result?: { readonly fields: readonly { name: string; dataTypeID: number }[] },
      ) => {
        if (error instanceof Error) reject(error);
        else resolve({ rows: found, fields: result?.fields ?? [] });
      },
    );
  });
}
