import { sql } from 'kysely';
import type { Store, Tx, Unseen } from '../store.ts';
import type { RecordTable } from './columns.ts';

/** Rows that the end of a run may close; findings that the vendor reports as FIXED keep the vendor's status. */
const OPEN = {
  asset: sql`f.gone_at IS NULL`,
  finding: sql`f.status <> 'FIXED'`,
  // Records without an identity belong to their run: no later one can contain them.
  entity_record: sql`f.gone_at IS NULL AND f.identity IS NOT NULL`,
} as const;

const openCondition = (table: RecordTable, { connectionId }: Unseen) =>
  sql`f.connection_id = ${connectionId} AND ${OPEN[table]}`;

/** Later than any time. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Rows seen since `since`, but neither by the run nor, since its start, by a concurrent one. */
const unseenCondition = (table: RecordTable, { runId, since = 0 }: Unseen) =>
  sql`EXISTS (SELECT 1 FROM ${sql.table(`${table}_seen`)} s WHERE s.record_id = f.id AND s.run_id <> ${runId}
    AND s.seen_at >= CAST(${since} AS bigint) AND s.seen_at < coalesce((SELECT r.started_at FROM run r WHERE r.id = ${runId}), CAST(${NEVER} AS bigint)))`;

const closableRows = (table: RecordTable, run: Unseen) =>
  sql`SELECT f.id FROM ${sql.table(table)} f WHERE ${openCondition(table, run)} AND ${unseenCondition(table, run)}`;

async function countRows(tx: Tx, rows: ReturnType<typeof closableRows>): Promise<number> {
  const { rows: found } = await sql<{ count: number }>`SELECT count(*) AS count FROM (${rows}) c`.execute(tx);
  return found[0]?.count ?? 0;
}

/** Counts the rows that `closeAbsent` would close, and the total. */
export const countAbsent: Store['absent'] = async (tx, run) => {
  const present = (table: RecordTable) =>
    sql`SELECT f.id FROM ${sql.table(table)} f WHERE ${openCondition(table, run)}`;
  return {
    absent: {
      findings: await countRows(tx, closableRows('finding', run)),
      assets: await countRows(tx, closableRows('asset', run)),
      records: await countRows(tx, closableRows('entity_record', run)),
    },
    present: {
      findings: await countRows(tx, present('finding')),
      assets: await countRows(tx, present('asset')),
      records: await countRows(tx, present('entity_record')),
    },
  };
};

/** Forgets the content of the rows that are about to be closed: their next sighting reads them. */
const forgetContent = (tx: Tx, table: RecordTable, run: Unseen) =>
  sql`UPDATE ${sql.table(`${table}_seen`)} SET content_hash = NULL WHERE record_id IN (${closableRows(table, run)})`.execute(
    tx,
  );

/** Marks findings that the run has not seen as FIXED, with their history, and such assets and other records as absent. */
export const closeAbsent: Store['closeAbsent'] = async (tx, { at, ...run }) => {
  const now = sql`CAST(${at} AS bigint)`;
  await sql`INSERT INTO finding_status (finding_id, at, run_id, status, reason)
    SELECT c.id, ${now}, CAST(${run.runId} AS text), 'FIXED', 'absent' FROM (${closableRows('finding', run)}) c`.execute(
    tx,
  );
  for (const table of ['finding', 'asset', 'entity_record'] as const) await forgetContent(tx, table, run);
  const findings = await sql`UPDATE finding SET status = 'FIXED', gone_at = ${now}, changed_at = ${now}
    WHERE id IN (${closableRows('finding', run)})`.execute(tx);
  const assets = await sql`UPDATE asset SET gone_at = ${now}, changed_at = ${now}
    WHERE id IN (${closableRows('asset', run)})`.execute(tx);
  const records = await sql`UPDATE entity_record SET gone_at = ${now}, changed_at = ${now}
    WHERE id IN (${closableRows('entity_record', run)})`.execute(tx);
  return {
    findings: Number(findings.numAffectedRows ?? 0),
    assets: Number(assets.numAffectedRows ?? 0),
    records: Number(records.numAffectedRows ?? 0),
  };
};
