import { hash } from 'node:crypto';
import { PostgresAdapter, type Selectable, sql } from 'kysely';
import { type Json, type JsonObject, stableStringify } from '../../base/json/index.ts';
import type { Database, Tx } from '../../inventory/store/store.ts';
import type { Tables } from '../../inventory/store/tables.ts';

/** One thing that was done: by whom, to what; names, codes and counts, never a value. */
export interface Action {
  readonly at: number;
  readonly actor: string;
  /** `connection.create`, `state.move`, `map.edit`, … */
  readonly action: string;
  /** What it was done to, e.g. `connection:<id>`. */
  readonly subject: string;
  readonly detail?: JsonObject;
}

/** An entry as it is stored. */
export type AuditEntry = Selectable<Tables['audit']>;

/** What the first entry follows. */
const GENESIS = 'mapwright';
const AUDIT_LOCK = 7_277_101;
const PAGE = 1000;

type Entry = Omit<AuditEntry, 'seq' | 'hash'>;

const computeHash = ({ previous, at, actor, action, subject, detail }: Entry): string =>
  hash('sha256', stableStringify([previous, Number(at), actor, action, subject, detail] as Json), 'base64url');

/** Two writers with one predecessor would fork the chain; SQLite has one writer anyway. */
async function lockAudit(tx: Tx): Promise<void> {
  if (tx.getExecutor().adapter instanceof PostgresAdapter)
    await sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`.execute(tx);
}

/** Appends to the audit log, in the transaction that does the deed. */
export async function writeAudit(tx: Tx, { detail = {}, ...deed }: Action): Promise<void> {
  await lockAudit(tx);
  const last = await tx.selectFrom('audit').select('hash').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const entry: Entry = { ...deed, detail: JSON.stringify(detail), previous: last?.hash ?? GENESIS };
  await tx
    .insertInto('audit')
    .values({ ...entry, hash: computeHash(entry) })
    .execute();
}

/** Whether the log is whole: how many entries, the last one's hash, and the first one that does not follow. */
export interface AuditVerdict {
  readonly ok: boolean;
  readonly entries: number;
  /** Kept elsewhere, it shows later that nothing was cut off from the end. */
  readonly head: string;
  readonly brokenAt: number | null;
}

/** Reads the whole log and checks that each entry is unchanged and follows the one before it. */
export async function verifyAudit(db: Database): Promise<AuditVerdict> {
  let [head, entries, after] = [GENESIS, 0, -1];
  for (;;) {
    const page = await db.selectFrom('audit').selectAll().where('seq', '>', after).orderBy('seq').limit(PAGE).execute();
    for (const row of page) {
      if (row.previous !== head || row.hash !== computeHash(row))
        return { ok: false, entries, head, brokenAt: row.seq };
      [head, entries, after] = [row.hash, entries + 1, row.seq];
    }
    if (page.length < PAGE) return { ok: true, entries, head, brokenAt: null };
  }
}

/** The newest entries first; those before `before`, of one subject when it is given. */
export async function listAudit(
  db: Database,
  { before, subject, limit = 100 }: { before?: number; subject?: string; limit?: number } = {},
): Promise<readonly AuditEntry[]> {
  let query = db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(limit);
  if (before !== undefined) query = query.where('seq', '<', before);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  return query.execute();
}
