import { CompiledQuery, sql } from 'kysely';
import { isEngineError } from '../../../base/errors/index.ts';
import type { JsonObject } from '../../../base/json/types.ts';
import { passFailpoint } from '../failpoint.ts';
import type { RecordTable } from '../inventory/columns.ts';
import { createCounts } from '../inventory/counts.ts';
import {
  decideOutcome,
  decideReplacement,
  type PriorStatus,
  type StoredRow,
  type WriteOutcome,
} from '../inventory/outcome.ts';
import { pickWinners } from '../inventory/pick-winners.ts';
import { createRecordKey } from '../inventory/record-key.ts';
import { listWrittenValues, type RowContext, readEntity, toRow, type WritableRow } from '../inventory/row.ts';
import { writeEntities } from '../inventory/write-entities.ts';
import type { InventoryPage, InventoryRecord, Store, Tx, WriteCounts } from '../store.ts';
import { copyRows } from './copy-rows.ts';
import { FORGET, INVENTORY_SQL, PRIOR, STATUS_COLUMNS } from './statements.ts';

/** Writes one table's records of a page, in one transaction. */
interface Writing {
  readonly tx: Tx;
  readonly table: RecordTable;
  readonly page: RowContext & Pick<InventoryPage, 'replaces'>;
}

/** Row of the table as it will be: new, or in place of the stored one. */
interface Version extends Partial<Pick<WriteOutcome, 'reason'>> {
  readonly id: number;
  readonly row: WritableRow;
  readonly status: string;
  readonly firstSeenAt: number;
}

/** Sighting of a record of the page, by its position in the page. */
interface Sighting {
  readonly position: number;
  readonly record_id: number;
  /** True if the stored record is the same. */
  readonly unchanged: boolean;
}

/** Existing row and the record that was read. */
interface Match {
  readonly id: number;
  readonly row: WritableRow;
}

async function query<R>({ tx }: Writing, text: string, parameters: readonly unknown[]): Promise<R[]> {
  const { rows } = await tx.executeQuery<R>(CompiledQuery.raw(text, [...parameters]));
  return rows;
}

/** Formats an array of ids, keys or hashes, none of which need quotes: the driver would search each for them. */
const formatArray = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;

const formatKeys = (rows: readonly WritableRow[]) => [
  formatArray(rows.map(({ key }) => key)),
  formatArray(rows.map(({ hash }) => hash)),
];

const pickRow = (rows: readonly WritableRow[], position: number): WritableRow => {
  const row = rows[position - 1];
  if (row === undefined) throw new RangeError(`the page has no record ${position}`);
  return row;
};

/** Writes rows and the changes of their statuses to the history. */
async function copyVersions({ tx, table, page }: Writing, versions: readonly Version[]): Promise<void> {
  const { connectionId, runId, at } = page;
  const { columns } = INVENTORY_SQL[table];
  const rows = versions.map(({ id, row, status, firstSeenAt }) => [
    ...[id, connectionId, runId, firstSeenAt, at],
    ...listWrittenValues(table, row, status),
  ]);
  await copyRows(tx, table, { columns, rows });
  if (table !== 'finding') return;
  const moved = versions.flatMap(({ id, status, reason }) =>
    reason === undefined ? [] : [[id, at, runId, status, reason]],
  );
  await copyRows(tx, 'finding_status', { columns: STATUS_COLUMNS, rows: moved });
}

/** Adds the records that the table does not contain; returns the positions of the others. */
async function addRows(writing: Writing, rows: readonly WritableRow[]): Promise<readonly WritableRow[]> {
  if (rows.length === 0) return [];
  const { table, page } = writing;
  const { ids: reserve, see, added: findAdded } = INVENTORY_SQL[table];
  const [reserved] = await query<{ ids: string }>(writing, reserve, [rows.length]);
  const ids = `{${reserved?.ids}}`;
  const sightings = CompiledQuery.raw(see, [...formatKeys(rows), ids, page.runId, page.at]);
  const { numAffectedRows } = await writing.tx.executeQuery(sightings);
  const numbers = (reserved?.ids ?? '').split(',').map(Number);
  let fresh = new Set(rows.keys());
  if (Number(numAffectedRows) < rows.length) {
    const found = await query<{ position: number }>(writing, findAdded, [ids]);
    fresh = new Set(found.map(({ position }) => position - 1));
  }
  await copyVersions(
    writing,
    rows.flatMap((row, at) => {
      const id = numbers[at];
      const isAdded = fresh.has(at) && id !== undefined;
      return isAdded ? [{ id, row, status: row.status, reason: 'vendor' as const, firstSeenAt: page.at }] : [];
    }),
  );
  return rows.filter((_, at) => !fresh.has(at));
}

/** Replaces rows: as costly as an update, which writes a new version and its index entries, too, but by COPY. */
async function replaceVersions(writing: Writing, versions: readonly Version[]): Promise<void> {
  if (versions.length === 0) return;
  await query(writing, INVENTORY_SQL[writing.table].remove, [formatArray(versions.map(({ id }) => id))]);
  await copyVersions(writing, versions);
}

interface ReadRow extends StoredRow {
  readonly first_seen_at: number;
}

/** Updates rows that this run sees for the first time, and counts them. */
async function changeRows(writing: Writing, matches: readonly Match[], counts: Record<keyof WriteCounts, number>) {
  if (matches.length === 0) return;
  const { read, rehash } = INVENTORY_SQL[writing.table];
  const ids = formatArray(matches.map(({ id }) => id));
  const stored = new Map((await query<ReadRow>(writing, read, [ids])).map((one) => [one.id, one]));
  await query(writing, rehash, [ids, formatArray(matches.map(({ row }) => row.hash))]);
  const versions = matches.flatMap(({ id, row }): Version[] => {
    const known = stored.get(id);
    if (!known) return [];
    const { kind, ...outcome } = decideOutcome(known, row);
    counts[kind] += 1;
    return [{ id, row, ...outcome, firstSeenAt: known.first_seen_at }];
  });
  await replaceVersions(writing, versions);
}

interface Replacement extends Match {
  readonly firstSeenAt: number;
}

/** Returns the repeats that replace the stored record of the same run, and locks their rows. */
async function takeReplacements(writing: Writing, repeats: readonly Match[]): Promise<readonly Replacement[]> {
  const { table, page } = writing;
  const { lock, records } = INVENTORY_SQL[table];
  const ids = formatArray(repeats.map(({ id }) => id));
  await query(writing, lock, [ids]);
  // Read after locking, to see the commits that the lock waited for.
  const found = await query<{ id: number; first_seen_at: number; record: string }>(writing, records, [ids]);
  const stored = new Map(found.map((one) => [one.id, one]));
  return repeats.flatMap(({ id, row }) => {
    const known = stored.get(id);
    if (!known) return [];
    const record = JSON.parse(known.record) as JsonObject;
    const replaces = page.replaces?.(readEntity(table, row.source), record, row.source.record) ?? true;
    return replaces ? [{ id, row, firstSeenAt: known.first_seen_at }] : [];
  });
}

/** Replaces records that the same run has written, with the status as if each were the run's only one. */
async function replaceRows(writing: Writing, repeats: readonly Match[]): Promise<void> {
  const replacing = repeats.length === 0 ? [] : await takeReplacements(writing, repeats);
  if (replacing.length === 0) return;
  const ids = formatArray(replacing.map(({ id }) => id));
  const priors = new Map<number, PriorStatus>();
  if (writing.table === 'finding') {
    const found = await query<PriorStatus & { finding_id: number }>(writing, PRIOR, [ids, writing.page.runId]);
    for (const prior of found) priors.set(prior.finding_id, prior);
    await query(writing, FORGET, [ids, writing.page.runId]);
  }
  const { rehash } = INVENTORY_SQL[writing.table];
  await query(writing, rehash, [ids, formatArray(replacing.map(({ row }) => row.hash))]);
  await replaceVersions(
    writing,
    replacing.map(({ id, row, firstSeenAt }) => ({
      ...{ id, row, firstSeenAt },
      ...decideReplacement(priors.get(id), row.status),
    })),
  );
}

/** Finds the records that this run has stored before; returns the records that another run has just added. */
async function repeatRows(
  writing: Writing,
  rows: readonly WritableRow[],
  counts: Record<keyof WriteCounts, number>,
): Promise<readonly WritableRow[]> {
  if (rows.length === 0) return [];
  const { find } = INVENTORY_SQL[writing.table];
  const found = await query<Sighting & { repeated: boolean }>(writing, find, [...formatKeys(rows), writing.page.runId]);
  const repeats = found.filter((one) => one.repeated);
  counts.repeated += repeats.length;
  const differing = repeats.filter(({ unchanged }) => !unchanged);
  await replaceRows(
    writing,
    differing.map(({ position, record_id: id }) => ({ id, row: pickRow(rows, position) })),
  );
  const repeated = new Set(repeats.map(({ position }) => position - 1));
  return rows.filter((_, at) => !repeated.has(at));
}

/** Runs one round: claims and updates existing rows and adds the others. Returns the records that need another round. */
async function runRound(
  writing: Writing,
  rows: readonly WritableRow[],
  counts: Record<keyof WriteCounts, number>,
): Promise<readonly WritableRow[]> {
  const { runId, at } = writing.page;
  const { claim } = INVENTORY_SQL[writing.table];
  const claimed = await query<Sighting>(writing, claim, [...formatKeys(rows), runId, at]);
  const differing = claimed.filter(({ unchanged }) => !unchanged);
  counts.unchanged += claimed.length - differing.length;
  await changeRows(
    writing,
    differing.map(({ position, record_id: id }) => ({ id, row: pickRow(rows, position) })),
    counts,
  );
  if (claimed.length === rows.length) return [];
  const mine = new Set(claimed.map(({ position }) => position - 1));
  const others = rows.filter((_, index) => !mine.has(index));
  const known = await addRows(writing, others);
  counts.added += others.length - known.length;
  return repeatRows(writing, known, counts);
}

async function writeAll(
  tx: Tx,
  table: RecordTable,
  { page, records }: { page: InventoryPage; records: readonly InventoryRecord[] },
) {
  const counts = createCounts();
  const keyOf = createRecordKey(page.connectionId);
  let rows: readonly WritableRow[] = pickWinners(table, page, records).map((record) => toRow(table, record, keyOf));
  counts.repeated = records.length - rows.length;
  while (rows.length > 0) rows = await runRound({ tx, table, page }, rows, counts);
  return counts;
}

/** SQLSTATE deadlock_detected. */
const isDeadlock = (error: unknown): boolean =>
  isEngineError(error, 'STORE_LOCKED') && error.details['reason'] === '40P01';

/** Returns true if PostgreSQL chose this writer as the deadlock victim. */
const MOST_TRIES = 10;

/**
 * Runs part of a transaction, and retries it after a deadlock: concurrent writers of the same records that need
 * another round may wait for each other. Rolling back to the savepoint releases only the locks of this part.
 */
async function retryDeadlocks<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`savepoint page`.execute(tx);
  for (let tries = 1; ; tries += 1) {
    try {
      const done = await work();
      await sql`release savepoint page`.execute(tx);
      return done;
    } catch (error) {
      if (!isDeadlock(error) || tries === MOST_TRIES) throw error;
      await sql`rollback to savepoint page`.execute(tx);
    }
  }
}

/** Inventory writes on PostgreSQL: one statement per page finds unchanged records, COPY adds new and changed ones. */
export const postgresInventory: Pick<Store, 'write'> = {
  write: (tx, page) =>
    retryDeadlocks(tx, async () => {
      const asset = await writeAll(tx, 'asset', { page, records: page.assets });
      passFailpoint('store-write');
      const finding = await writeAll(tx, 'finding', { page, records: page.findings });
      const others = await writeEntities(page.others, (records) => writeAll(tx, 'entity_record', { page, records }));
      return { asset, finding, ...others };
    }),
};
