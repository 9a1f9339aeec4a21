import { hash } from 'node:crypto';
import { PostgresAdapter, type Selectable, sql } from 'kysely';
import { type Json, type JsonObject, stableStringify } from '../../base/json/index.ts';
import type { Database, Tx } from '../../inventory/store/store.ts';
import type { Tables } from '../../inventory/store/tables.ts';

/** Audited action. `detail` contains names, codes and counts, never values. */
export interface Action {
  readonly at: number;
  readonly actor: string;
  /** `connection.create`, `state.move`, `map.edit`, … */
  readonly action: string;
  /** Affected object, such as `connection:<id>`. */
  readonly subject: string;
  readonly detail?: JsonObject;
}

/** Stored audit entry. */
export type AuditEntry = Selectable<Tables['audit']>;

/** Predecessor hash of the first entry. */
const GENESIS = 'mapwright';
const AUDIT_LOCK = 7_277_101;
const PAGE = 1000;

type Entry = Omit<AuditEntry, 'seq' | 'hash'>;

const computeHash = ({ previous, at, actor, action, subject, detail }: Entry): string =>
  hash('sha256', stableStringify([previous, Number(at), actor, action, subject, detail] as Json), 'base64url');

/** Serializes writers: two entries with the same predecessor would fork the chain. SQLite has only one writer. */
async function lockAudit(tx: Tx): Promise<void> {
  if (tx.getExecutor().adapter instanceof PostgresAdapter)
    await sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`.execute(tx);
}

/** Appends an entry to the audit log, in the transaction of the audited action. */
export async function writeAudit(tx: Tx, { detail = {}, ...action }: Action): Promise<void> {
  await lockAudit(tx);
  const last = await tx.selectFrom('audit').select('hash').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const entry: Entry = { ...action, detail: JSON.stringify(detail), previous: last?.hash ?? GENESIS };
  await tx
    .insertInto('audit')
    .values({ ...entry, hash: computeHash(entry) })
    .execute();
}

/** Result of verifying the log: number of valid entries, the last valid hash, and the `seq` of the first invalid entry. */
export interface AuditVerdict {
  readonly ok: boolean;
  readonly entries: number;
  /** Hash of the last entry. Stored elsewhere, it proves later that no entry was removed from the end. */
  readonly head: string;
  readonly brokenAt: number | null;
}

/** Verifies that every entry is unchanged and follows its predecessor. */
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

/** Lists entries, newest first, optionally before `before` and for one subject. */
export async function listAudit(
  db: Database,
  { before, subject, limit = 100 }: { before?: number; subject?: string; limit?: number } = {},
): Promise<readonly AuditEntry[]> {
  let query = db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(limit);
  if (before !== undefined) query = query.where('seq', '<', before);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  return query.execute();
}
