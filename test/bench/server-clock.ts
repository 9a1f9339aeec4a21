import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Store } from '../../engine/inventory/store/index.ts';

/** Ticks of the CPU times in /proc, per second; the same on all common Linux systems. */
const TICKS = 100;

async function processSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return (user + system) / TICKS;
}

/**
 * Returns a clock of the CPU seconds that the PostgreSQL server's processes have used for this database. Processes that ended
 * count until the last reading before their end.
 */
export async function openServerClock({ db }: Store) {
  const known = new Map<number, number>();
  return async (): Promise<number> => {
    const { rows } = await sql<{ pid: number }>`
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() OR datname IS NULL`.execute(db);
    for (const { pid } of rows) known.set(pid, Math.max(known.get(pid) ?? 0, await processSeconds(pid)));
    return [...known.values()].reduce((sum, one) => sum + one, 0);
  };
}
