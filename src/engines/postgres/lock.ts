import { NexusError } from "../../base/problem.ts";

type Ask = (text: string) => Promise<readonly (readonly unknown[])[]>;

/** Two keys of 32 bits: ours, and one for the schemas of a project. The lock goes with the connection, however it ends. */
function keys(prefix: string): string {
  return `1314410581, hashtext(${literal(prefix)})`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Takes the one right to write the schemas of a project, or tells who has it. */
export async function takeLock(ask: Ask, prefix: string, label: string): Promise<void> {
  const [[taken] = []] = await ask(`select pg_try_advisory_lock(${keys(prefix)})`);
  if (taken === "t") return;
  const [[pid, address, since] = []] = await ask(
    `select l.pid, coalesce(a.client_addr::text, 'the same machine'), to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') from pg_locks as l left join pg_stat_activity as a on a.pid = l.pid where l.locktype = 'advisory' and l.granted and l.classid = 1314410581 and l.objid = (hashtext(${literal(prefix)})::bigint & 4294967295)::oid limit 1`,
  );
  const who = pid === undefined ? "another run" : `a run from ${String(address)}, connected since ${String(since)} UTC`;
  throw new NexusError({
    code: "warehouse-locked",
    message: `The warehouse is in use: ${who} writes the schemas "${prefix}".`,
    where: { path: label },
    ...(pid === undefined ? {} : { found: `server process ${String(pid)}` }),
    hint: "wait until that run has ended, or stop it; readers need not wait",
  });
}
