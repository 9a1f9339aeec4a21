import { sql } from 'kysely';
import type { Database, Store } from './store.ts';

/** Numbers of rows that pruning removes. */
export interface PrunedRows {
  /** Finished runs. */
  readonly runs: number;
  readonly slices: number;
  readonly parents: number;
  readonly requests: number;
  readonly rejects: number;
  /** Entries of the status history of findings. */
  readonly statuses: number;
  /** Vendor's items of records that the vendor no longer lists; the records stay. */
  readonly items: number;
}

/** Rows of a run, by the table that contains them. */
const RUN_TABLES = { slices: 'slice', parents: 'parent', requests: 'request', rejects: 'reject' } as const;
/** Runs per transaction. */
const RUNS = 20;
/** Findings or assets per transaction, whether they have rows to remove or not. */
const RECORDS = 20_000;

/** Runs that finished before a time, except the last run of each connection: its state and its actions refer to that one. */
const selectOldRuns = (db: Pick<Database, 'selectFrom'>, before: number) =>
  db
    .selectFrom('run')
    .select('run.id')
    .where('run.finished_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('connection').select('connection.id').whereRef('last_run_id', '=', 'run.id'))),
    );

/**
 * Entries that a later one replaced before the time, so that the status at any later time remains known. An entry of an open
 * run replaces nothing: the run may withdraw it.
 */
const isOldStatus = (before: number) => sql<boolean>`finding_status.at < CAST(${before} AS bigint) AND EXISTS (
  SELECT 1 FROM finding_status AS n WHERE n.finding_id = finding_status.finding_id AND n.at > finding_status.at
    AND n.at < CAST(${before} AS bigint) AND n.run_id NOT IN (SELECT id FROM run WHERE finished_at IS NULL))`;

/** Rows whose items are removed; a record that returns is stored with its item again. */
const isOldItem = (before: number) => sql<boolean>`gone_at < CAST(${before} AS bigint) AND raw IS NOT NULL`;

const ITEM_TABLES = ['asset', 'finding'] as const;

async function countRows(query: { execute(): Promise<readonly { readonly rows: number | string | bigint }[]> }) {
  return Number((await query.execute())[0]?.rows ?? 0);
}

/** Counts the rows that `pruneRows` would remove. */
export async function countPrunable(db: Database, before: number): Promise<PrunedRows> {
  const count = (table: 'run' | 'slice' | 'parent' | 'request' | 'reject' | 'finding_status' | 'asset' | 'finding') =>
    db.selectFrom(table).select(({ fn }) => fn.countAll().as('rows'));
  const ofRuns = (table: (typeof RUN_TABLES)[keyof typeof RUN_TABLES]) =>
    countRows(count(table).where('run_id', 'in', selectOldRuns(db, before)));
  let items = 0;
  for (const table of ITEM_TABLES) items += await countRows(count(table).where(isOldItem(before)));
  return {
    runs: await countRows(count('run').where('id', 'in', selectOldRuns(db, before))),
    slices: await ofRuns('slice'),
    parents: await ofRuns('parent'),
    requests: await ofRuns('request'),
    rejects: await ofRuns('reject'),
    statuses: await countRows(count('finding_status').where(isOldStatus(before))),
    items,
  };
}

type Totals = { -readonly [K in keyof PrunedRows]: number };

async function pruneRuns(store: Store, before: number, totals: Totals): Promise<void> {
  for (;;) {
    const removed = await store.transaction(async (tx) => {
      const ids = (await selectOldRuns(tx, before).limit(RUNS).execute()).map(({ id }) => id);
      if (ids.length === 0) return 0;
      for (const [key, table] of Object.entries(RUN_TABLES)) {
        const result = await tx.deleteFrom(table).where('run_id', 'in', ids).executeTakeFirst();
        totals[key as keyof typeof RUN_TABLES] += Number(result.numDeletedRows);
      }
      await tx.deleteFrom('run').where('id', 'in', ids).execute();
      return ids.length;
    });
    totals.runs += removed;
    if (removed < RUNS) return;
  }
}

/** Calls `work` with ranges of ids, each in a transaction of its own, so that other writers wait only briefly. */
async function eachRange(
  db: Database,
  table: (typeof ITEM_TABLES)[number],
  work: (from: number, to: number) => Promise<void>,
): Promise<void> {
  const { first, last } = await db
    .selectFrom(table)
    .select(({ fn }) => [fn.min('id').as('first'), fn.max('id').as('last')])
    .executeTakeFirstOrThrow();
  if (first === null || last === null) return;
  for (let from = Number(first); from <= Number(last); from += RECORDS) await work(from, from + RECORDS);
}

async function pruneStatuses(store: Store, before: number, totals: Totals): Promise<void> {
  await eachRange(store.db, 'finding', (from, to) =>
    store.transaction(async (tx) => {
      const { numDeletedRows } = await tx
        .deleteFrom('finding_status')
        .where('finding_status.finding_id', '>=', from)
        .where('finding_status.finding_id', '<', to)
        .where(isOldStatus(before))
        .executeTakeFirst();
      totals.statuses += Number(numDeletedRows);
    }),
  );
}

async function pruneItems(store: Store, before: number, totals: Totals): Promise<void> {
  for (const table of ITEM_TABLES)
    await eachRange(store.db, table, (from, to) =>
      store.transaction(async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable(table)
          .set({ raw: null })
          .where('id', '>=', from)
          .where('id', '<', to)
          .where(isOldItem(before))
          .executeTakeFirst();
        totals.items += Number(numUpdatedRows);
      }),
    );
}

/**
 * Removes the runs that finished before a time, the status history that later entries replaced before it, and the vendor's
 * items of records gone since then. Works in short transactions; a repeated call continues after an interruption.
 */
export async function pruneRows(store: Store, before: number): Promise<PrunedRows> {
  const totals: Totals = { runs: 0, slices: 0, parents: 0, requests: 0, rejects: 0, statuses: 0, items: 0 };
  await pruneRuns(store, before, totals);
  await pruneStatuses(store, before, totals);
  await pruneItems(store, before, totals);
  return totals;
}
