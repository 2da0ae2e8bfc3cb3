import { NexusError } from "../../base/problem.ts";
import type { Driver, DuckDBInstance } from "./driver.ts";

interface Shared {
  readonly opening: Promise<DuckDBInstance>;
  users: number;
}

/** Two instances on one file in one process would lose data, so all of a process share what is open. */
const open = new Map<string, Shared>();

/** How a file is opened; whoever writes it is alone. */
export type Access = "write" | "inspect" | "read";

/** An instance for a file, shared with others of this process that open it in the same way; `release` gives it back. */
export async function sharedInstance(
  api: Driver,
  path: string,
  access: Access,
  settings: Readonly<Record<string, string>>,
  prepare: (fresh: DuckDBInstance) => Promise<void>,
): Promise<{ readonly instance: DuckDBInstance; readonly release: () => void }> {
  if (path === ":memory:") {
    const instance = await prepared(api, settings, prepare);
    return { instance, release: () => instance.closeSync() };
  }
  const writing = open.has(keyOf(path, "write"));
  if (writing || (access === "write" && open.has(keyOf(path, "inspect")))) {
    throw new NexusError({
      code: "warehouse-locked",
      message: "The warehouse is in use: this process has it open already.",
      where: { file: path },
      hint: "one run at a time: wait for it to end before the next; readers open the published copy, which is never locked",
    });
  }
  const key = keyOf(path, access);
  const shared = open.get(key) ?? { opening: prepared(api, settings, prepare), users: 0 };
  shared.users += 1;
  open.set(key, shared);
  const release = (): void => {
    shared.users -= 1;
    if (shared.users > 0) return;
    open.delete(key);
    void shared.opening.then((instance) => instance.closeSync()).catch(() => undefined);
  };
  try {
    return { instance: await shared.opening, release };
  } catch (error) {
    release();
    throw error;
  }
}

/** A fresh instance that has been told everything; the warehouse is attached to it. */
async function prepared(
  api: Driver,
  settings: Readonly<Record<string, string>>,
  prepare: (fresh: DuckDBInstance) => Promise<void>,
): Promise<DuckDBInstance> {
  const instance = await api.DuckDBInstance.create(":memory:", settings);
  try {
    await prepare(instance);
    return instance;
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

function keyOf(path: string, access: Access): string {
  return `${access} ${path}`;
}
