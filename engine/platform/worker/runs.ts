import type { Selectable } from 'kysely';
import { engineError } from '../../base/errors/index.ts';
import type { RunReport } from '../../base/report/report.generated.ts';
import type { Database, Written } from '../../inventory/store/store.ts';
import type { RejectRow, RequestRow, RunRow, SliceRow } from '../../inventory/store/tables.ts';
import { listPassThroughs, listProducedEntities } from '../../manifest/index.ts';
import type { RunCounters } from '../../pipeline/run/run-counters.ts';
import type { RunSetup } from '../connections/index.ts';
import { PLANNING } from './planning-slice.ts';
import { readReport, UNKNOWN } from './run-report.ts';
import { MAX_FAILURES } from './slice-attempts.ts';

/** Run in lists. */
export interface RunSummary {
  readonly id: string;
  readonly connectionId: string;
  readonly connection: string;
  readonly reason: string;
  /** Epoch ms. */
  readonly slot: number | null;
  readonly state: string;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly error: RunReport['error'];
  /** Undefined while the run is in progress. */
  readonly report: RunReport | undefined;
}

/** Next attempt of a slice, or of one of its requests, after an error. */
interface PendingRetry {
  readonly error: Pick<NonNullable<RunReport['error']>, 'code' | 'message' | 'fix'>;
  /** Number of the retry. */
  readonly retry: number;
  readonly of: number;
  readonly at: number;
}

/** Progress of a stream of a run. */
interface StreamProgress {
  readonly stream: string;
  readonly slices: number;
  readonly done: number;
  readonly running: number;
  /** Rejects that are not mapped since. */
  readonly rejected: number;
  /** Next retry of a slice or of a request: the error of its last attempt, and the next attempt. */
  readonly retry: PendingRetry | null;
}

/** Run with report and progress. */
export interface RunDetail extends Omit<RunSummary, 'report'> {
  /** Current counts while the run is in progress. */
  readonly report: RunReport;
  /** Numbers of records that were added, changed, unchanged, returned and repeated. */
  readonly written: Written;
  readonly streams: readonly StreamProgress[];
  /** True per entity if all its records are stored; the vendors' guides call a run processed once the assets are. */
  readonly complete: Readonly<Record<string, boolean>> & { readonly asset: boolean; readonly finding: boolean };
}

type Row = Selectable<RunRow> & { readonly connection: string | null };

const toSummary = (row: Row): RunSummary => ({
  id: row.id,
  connectionId: row.connection_id,
  connection: row.connection ?? row.connection_id,
  reason: row.reason,
  slot: row.slot,
  state: row.state,
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  error: row.error === null ? null : (JSON.parse(row.error) as RunReport['error']),
  report: row.report === null ? undefined : (JSON.parse(row.report) as RunReport),
});

const selectRuns = (db: Database) =>
  db
    .selectFrom('run')
    .leftJoin('connection', 'connection.id', 'run.connection_id')
    .selectAll('run')
    .select('connection.name as connection');

/** Filter and page of a list of runs. */
export interface RunFilter {
  readonly connectionId?: string;
  /** Id of a run; lists older runs. */
  readonly before?: string;
  readonly limit?: number;
}

/** Lists runs, newest first. */
export async function listRuns(
  db: Database,
  { connectionId, before, limit = 50 }: RunFilter = {},
): Promise<readonly RunSummary[]> {
  let query = selectRuns(db).orderBy('run.created_at', 'desc').orderBy('run.id', 'desc').limit(limit);
  if (connectionId !== undefined) query = query.where('run.connection_id', '=', connectionId);
  if (before !== undefined) {
    const { created_at: at } = await readRunRow(db, before);
    query = query.where((is) =>
      is.or([is('run.created_at', '<', at), is.and([is('run.created_at', '=', at), is('run.id', '<', before)])]),
    );
  }
  return (await query.execute()).map(toSummary);
}

/** Reads the row of a run by id or by a unique prefix of it. Throws RUN_UNKNOWN. */
export async function readRunRow(db: Database, ref: string): Promise<Row> {
  const exact = await selectRuns(db).where('run.id', '=', ref).executeTakeFirst();
  if (exact) return exact;
  const matches = /^[0-9a-f]{4,}$/.test(ref)
    ? await selectRuns(db).where('run.id', 'like', `${ref}%`).limit(2).execute()
    : [];
  const [only] = matches;
  if (matches.length !== 1 || !only) throw engineError('RUN_UNKNOWN', { run: ref });
  return only;
}

type SliceState = Pick<SliceRow, 'state' | 'error' | 'failures' | 'not_before' | 'request_retry'>;

/** Returns the retry that a slice, or one of its requests, waits for. */
function parseRetry(slice: SliceState): PendingRetry | undefined {
  if (slice.state === 'RUNNING' && slice.request_retry !== null) return JSON.parse(slice.request_retry) as PendingRetry;
  if (slice.state !== 'WAITING' || slice.error === null) return undefined;
  const { code, message, fix } = JSON.parse(slice.error) as PendingRetry['error'];
  return { error: { code, message, fix }, retry: slice.failures, of: MAX_FAILURES - 1, at: slice.not_before };
}

/** Returns the earliest retry among the slices of a stream. */
function findRetry(slices: readonly SliceState[]): PendingRetry | null {
  const [next] = slices.flatMap((slice) => parseRetry(slice) ?? []).sort((one, other) => one.at - other.at);
  return next ?? null;
}

/** Progress of a stream with its stage in the run. */
type StreamStage = StreamProgress & { readonly stage: number };

/** Counts the rejects of a run that are not mapped since, stored or not, by the stream whose slices read them. */
async function countRejects(
  db: Database,
  { id, setup }: Row,
  { rejects }: Pick<RunCounters, 'rejects'>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('reject')
    .select(({ fn }) => ['stream', fn.countAll().as('count')])
    .where('run_id', '=', id)
    .where('mended_at', 'is', null)
    .groupBy('stream')
    .execute();
  const { manifest = UNKNOWN } = JSON.parse(setup) as Partial<RunSetup>;
  const counts = new Map<string, number>();
  const add = (stream: string, count: number) => {
    const read = manifest.streams[stream]?.responseOf ?? stream;
    counts.set(read, (counts.get(read) ?? 0) + count);
  };
  for (const { stream, count } of rows) add(stream, Number(count));
  for (const [stream, { unstored }] of Object.entries(rejects))
    for (const { count } of Object.values(unstored)) add(stream, count);
  return counts;
}

async function readStreamProgress(db: Database, run: Row, counters: RunCounters): Promise<readonly StreamStage[]> {
  const rejects = await countRejects(db, run, counters);
  const rows = await db
    .selectFrom('slice')
    .select(['stage', 'stream', 'state', 'error', 'failures', 'not_before', 'request_retry'])
    .where('run_id', '=', run.id)
    .where('ordinal', '>', PLANNING)
    .orderBy('stage')
    .execute();
  const byStream = Map.groupBy(rows, ({ stream }) => stream);
  return [...byStream].map(([stream, slices]) => ({
    stream,
    stage: slices[0]?.stage ?? 0,
    slices: slices.length,
    done: slices.filter(({ state }) => state === 'DONE').length,
    running: slices.filter(({ state }) => state === 'RUNNING').length,
    rejected: rejects.get(stream) ?? 0,
    retry: findRetry(slices),
  }));
}

/** Reports per entity whether all streams that it is mapped from are read. */
function computeComplete(row: Row, streams: readonly StreamStage[]): RunDetail['complete'] {
  const { manifest = UNKNOWN } = JSON.parse(row.setup) as Partial<RunSetup>;
  const passed = listPassThroughs(manifest);
  const sources = (entity: string) => [
    ...Object.values(manifest.maps).flatMap(({ to, from }) => (to === entity ? [from] : [])),
    ...passed.flatMap((one) => (one.entity === entity ? [one.stream] : [])),
  ];
  // A stream of a later stage than the run's has more slices to come: its parents are still being read.
  const isDone = (name: string) =>
    streams.some(({ stream, stage, slices, done }) => stream === name && stage <= row.stage && slices === done);
  const isRead = (name: string) => isDone(manifest.streams[name]?.responseOf ?? name);
  const isComplete = (entity: string) => row.state === 'PROCESSED' || sources(entity).every(isRead);
  const others = listProducedEntities(manifest).map(({ name }) => [name, isComplete(name)]);
  return { ...Object.fromEntries(others), asset: isComplete('asset'), finding: isComplete('finding') };
}

/** Reads a run with its report, current while it is in progress, and the progress of its streams. Throws RUN_UNKNOWN. */
export async function readRun(db: Database, ref: string, now: number): Promise<RunDetail> {
  const row = await readRunRow(db, ref);
  const summary = toSummary(row);
  const { report, written, counters } = await readReport(db, row, { finishedAt: row.finished_at ?? now });
  const streams = await readStreamProgress(db, row, counters);
  return {
    ...summary,
    ...{ report: summary.report ?? report, written, complete: computeComplete(row, streams) },
    streams: streams.map(({ stage: _, ...stream }) => stream),
  };
}

/** Page of a list of rejects or requests. */
export interface Paging {
  /** Lists rows with greater ids. */
  readonly after?: number;
  readonly limit?: number;
}

/** Lists a run's rejects in the order of storing. */
export const listRejects = (
  db: Database,
  runId: string,
  { after = 0, limit = 100 }: Paging = {},
): Promise<readonly Selectable<RejectRow>[]> =>
  db
    .selectFrom('reject')
    .selectAll()
    .where('run_id', '=', runId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();

/** Lists the reasons of all rejects of a run, without their items, in the order of storing. */
export const listRejectReasons = (db: Database, runId: string) =>
  db
    .selectFrom('reject')
    .select(['id', 'entity', 'stream', 'code', 'message', 'pointer', 'mended_at'])
    .where('run_id', '=', runId)
    .orderBy('id')
    .execute();

/** Reads rejects by id. */
export const readRejects = async (db: Database, ids: readonly number[]): Promise<readonly Selectable<RejectRow>[]> =>
  ids.length === 0 ? [] : db.selectFrom('reject').selectAll().where('id', 'in', ids).orderBy('id').execute();

/** Lists a run's logged requests in the order of storing. */
export const listRequests = (
  db: Database,
  runId: string,
  { after = 0, limit = 200 }: Paging = {},
): Promise<readonly Selectable<RequestRow>[]> =>
  db
    .selectFrom('request')
    .selectAll()
    .where('run_id', '=', runId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
