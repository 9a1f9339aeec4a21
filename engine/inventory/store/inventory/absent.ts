import { sql } from 'kysely';
import type { Store, Tx, Unseen } from '../store.ts';
import type { Entity } from './columns.ts';

/** What a run's end may close: a finding that the vendor itself calls FIXED stays the vendor's. */
const open = (entity: Entity, { connectionId }: Unseen) =>
  entity === 'asset'
    ? sql`f.connection_id = ${connectionId} AND f.gone_at IS NULL`
    : sql`f.connection_id = ${connectionId} AND f.status <> 'FIXED'`;

/** Later than any time. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Seen since `since`, but neither by the run nor, since it started, by another one that overlaps with it. */
const unseen = (entity: Entity, { runId, since = 0 }: Unseen) =>
  sql`EXISTS (SELECT 1 FROM ${sql.table(`${entity}_seen`)} s WHERE s.record_id = f.id AND s.run_id <> ${runId}
    AND s.seen_at >= CAST(${since} AS bigint) AND s.seen_at < coalesce((SELECT r.started_at FROM run r WHERE r.id = ${runId}), CAST(${NEVER} AS bigint)))`;

const toClose = (entity: Entity, run: Unseen) =>
  sql`SELECT f.id FROM ${sql.table(entity)} f WHERE ${open(entity, run)} AND ${unseen(entity, run)}`;

async function count(tx: Tx, rows: ReturnType<typeof toClose>): Promise<number> {
  const { rows: found } = await sql<{ count: number }>`SELECT count(*) AS count FROM (${rows}) c`.execute(tx);
  return found[0]?.count ?? 0;
}

/** How many rows `closeAbsent` would close, and of how many. */
export const absent: Store['absent'] = async (tx, run) => {
  const present = (entity: Entity) => sql`SELECT f.id FROM ${sql.table(entity)} f WHERE ${open(entity, run)}`;
  return {
    absent: { findings: await count(tx, toClose('finding', run)), assets: await count(tx, toClose('asset', run)) },
    present: { findings: await count(tx, present('finding')), assets: await count(tx, present('asset')) },
  };
};

/** Findings that the run has not seen become FIXED, with their history; assets are gone. */
export const closeAbsent: Store['closeAbsent'] = async (tx, { at, ...run }) => {
  const now = sql`CAST(${at} AS bigint)`;
  await sql`INSERT INTO finding_status (finding_id, at, run_id, status, reason)
    SELECT c.id, ${now}, CAST(${run.runId} AS text), 'FIXED', 'absent' FROM (${toClose('finding', run)}) c`.execute(tx);
  const findings = await sql`UPDATE finding SET status = 'FIXED', gone_at = ${now}, changed_at = ${now}
    WHERE id IN (${toClose('finding', run)})`.execute(tx);
  const assets = await sql`UPDATE asset SET gone_at = ${now}, changed_at = ${now}
    WHERE id IN (${toClose('asset', run)})`.execute(tx);
  return { findings: Number(findings.numAffectedRows ?? 0), assets: Number(assets.numAffectedRows ?? 0) };
};
