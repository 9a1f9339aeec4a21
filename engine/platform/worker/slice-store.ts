import { createTables } from '../../base/json/index.ts';
import { isDue } from '../../inventory/store/due.ts';
import { passFailpoint } from '../../inventory/store/failpoint.ts';
import { formatPosition } from '../../inventory/store/position.ts';
import { type StoredReject, storeRejects } from '../../inventory/store/reject-rows.ts';
import { SAMPLE_ITEMS, type SampledItem } from '../../inventory/store/sample-rows.ts';
import type { EntityRecord, InventoryRecord, Tx, Written } from '../../inventory/store/store.ts';
import type { SliceRow } from '../../inventory/store/tables.ts';
import { type BuiltInEntity, isBuiltIn } from '../../manifest/index.ts';
import type { CompiledStream } from '../../pipeline/connector/index.ts';
import { type Batch, buildRejectScope, countBatch } from '../../pipeline/run/batch.ts';
import { createJobBook, type JobBook } from '../../pipeline/run/job-book.ts';
import type { Parent } from '../../pipeline/run/parents.ts';
import { createReplaces } from '../../pipeline/run/record-version.ts';
import type { SentRequest } from '../../pipeline/run/request-log.ts';
import {
  countRepeated,
  countRepeats,
  createRunCounters,
  entityCounters,
  extractTotals,
  type RunCounters,
} from '../../pipeline/run/run-counters.ts';
import { buildCheckpoint } from '../../pipeline/run/stream-batches.ts';
import { admitRejects } from '../../pipeline/run/writer.ts';
import { type ClaimedSlice, updateClaimed } from './claim.ts';
import { lockRun } from './lock-run.ts';
import type { WorkerParts } from './parts.ts';
import { planOverlapped } from './plan-overlap.ts';
import { addWritten, listWritten, NOTHING_WRITTEN, type ParentPosition, type SliceProgress } from './slice.ts';
import { storedRejects, storeParents, storeRequests } from './slice-rows.ts';
import type { WorkerRun } from './worker-run.ts';

/** Limit for storing a page at once. A larger page is stored in parts; if a crash interrupts it, records read again count as repeated. */
const MAX_RECORDS = 20_000;
/** Limit of logged requests of a slice. */
const MAX_REQUESTS = 500;

/** Buffer for the records of a slice, which are stored page by page in one transaction with the checkpoint. */
export interface SliceStore {
  readonly counters: RunCounters;
  /** Checkpoint to resume from. */
  readonly resume: SliceProgress['at'];
  /** Open jobs of the stream; stored with each checkpoint. */
  readonly jobs: JobBook;
  readonly onRequest: (request: SentRequest) => void;
  /** Records that a partition is read from a cursor. */
  delta(): void;
  add(batch: Batch): Promise<void>;
  /**
   * Stores the rest in the transaction that finishes the slice, locks the run, and updates the slice's row with `values`.
   * Returns a function that emits the event; call it after the commit.
   */
  finish(tx: Tx, values: Partial<SliceRow>): Promise<() => void>;
}

/** Rows that are read but not stored. */
interface PendingRows {
  readonly assets: InventoryRecord[];
  readonly findings: InventoryRecord[];
  readonly others: EntityRecord[];
  readonly rejects: StoredReject[];
  readonly samples: SampledItem[];
  /** Parents with their streams. */
  readonly parents: { readonly stream: CompiledStream; readonly parent: Parent }[];
  readonly requests: SentRequest[];
}

const createPendingRows = (): PendingRows => ({
  ...{ assets: [], findings: [], others: [] },
  ...{ rejects: [], samples: [], parents: [], requests: [] },
});

const countRows = ({ assets, findings, others, rejects, parents }: PendingRows): number =>
  assets.length + findings.length + others.length + rejects.length + parents.length;

/** Adds a batch; `positionOf` returns the position of an entity's next record in the run. */
function addBatch(
  { assets, findings, others, rejects, parents }: PendingRows,
  batch: Batch & { readonly member: CompiledStream },
  positionOf: (entity: string) => string,
): void {
  const builtIn: Readonly<Record<BuiltInEntity, InventoryRecord[]>> = { asset: assets, finding: findings };
  for (const { entity, record, item, identity } of batch.mapped) {
    if (isBuiltIn(entity)) builtIn[entity].push({ record, raw: JSON.stringify(item) });
    else others.push({ entity, identity, record, position: positionOf(entity) });
  }
  const scope = buildRejectScope(batch);
  for (const reject of batch.rejects) rejects.push({ reject, scope });
  for (const parent of batch.parents) parents.push({ stream: batch.member, parent });
}

function countWritten(counters: RunCounters, written: Written): void {
  for (const [entity, { repeated, ...others }] of listWritten(written)) {
    countRepeats(counters, entity, repeated);
    entityCounters(counters, entity).written += Object.values(others).reduce((sum, count) => sum + count, 0);
  }
}

const parseProgress = ({ checkpoint }: ClaimedSlice): SliceProgress | undefined =>
  checkpoint === null ? undefined : (JSON.parse(checkpoint) as SliceProgress);

export function createSliceStore(
  { platform, queue, tell }: WorkerParts,
  { run, slice, stream }: { readonly run: WorkerRun; readonly slice: ClaimedSlice; readonly stream: CompiledStream },
): SliceStore {
  const { store, clock } = platform;
  const before = parseProgress(slice);
  const counters = createRunCounters(before?.totals);
  const marks = createTables(before?.marks);
  const ids = { connectionId: run.connectionId, runId: run.id };
  const rowsOf = { ...ids, sliceId: slice.id, ordinal: slice.ordinal, stream: stream.name };
  let { at, delta, parents, written } = before ?? { at: undefined, delta: false, parents: 0, written: NOTHING_WRITTEN };
  const jobs = createJobBook(at?.jobs, stream.job?.delete !== undefined);
  let pending = createPendingRows();
  let [storedAt, logged] = [clock.now(), 0];
  // Numbers the records without an identity, from the last complete page on: a page that is read again has the same numbers.
  const appended: Record<string, number> = { ...before?.appended };
  let appendedAtPage = { ...appended };
  const positionOf = (entity: string): string => {
    appended[entity] = (appended[entity] ?? 0) + 1;
    return formatPosition(slice.id, appended[entity]);
  };
  const replaces = createReplaces(run.connector.manifest);

  const limit = run.connector.budget.rejects;
  /** Streams whose limit of stored rejects is reached. */
  const full = new Set<string>();
  const isFull = (of: string): boolean => limit === 0 || full.has(of);
  /** Returns the pending rejects of a stream to store: the slices of a run share one limit per stream. */
  const admitOf = async (tx: Tx, of: string, rejects: readonly StoredReject[]): Promise<readonly StoredReject[]> => {
    const room = isFull(of) ? 0 : limit - (await storedRejects(tx, { ...rowsOf, stream: of }, limit));
    if (room <= rejects.length) full.add(of);
    return admitRejects(counters, { stream: of, room }, { rejects, reject: (one) => one.reject });
  };
  const admitPending = async (tx: Tx): Promise<readonly StoredReject[]> => {
    const admitted: StoredReject[] = [];
    for (const [of, rejects] of Map.groupBy(pending.rejects, ({ reject }) => reject.stream))
      admitted.push(...(await admitOf(tx, of, rejects)));
    return admitted;
  };
  /** Stores the parents of pages; returns the positions of the new ones by stream. */
  const storePendingParents = async (tx: Tx): Promise<ReadonlyMap<string, readonly ParentPosition[]>> => {
    let first = parents;
    const stored = new Map<string, readonly ParentPosition[]>();
    for (const [of, some] of Map.groupBy(pending.parents, (one) => one.stream)) {
      const added = some.map(({ parent }) => parent);
      const positions = await storeParents(tx, { ...rowsOf, stream: of.name }, { parents: added, first });
      const known = added.length - positions.length;
      stored.set(of.name, positions);
      if (known > 0 && of.mappings.length === 0) countRepeated(counters, of.name, known);
      first += added.length;
    }
    parents = first;
    return stored;
  };
  /** Stores the pending rows with the checkpoint; `values` finish the slice, which locks the run. */
  const storePending = async (tx: Tx, values?: Partial<SliceRow>): Promise<Written> => {
    passFailpoint('slice-store');
    const { assets, findings, others, requests, samples } = pending;
    const isEmpty = assets.length + findings.length + others.length === 0;
    const now = isEmpty
      ? NOTHING_WRITTEN
      : await store.write(tx, { ...ids, at: clock.now(), assets, findings, others, replaces });
    countWritten(counters, now);
    const stored = await storePendingParents(tx);
    await storeRequests(tx, rowsOf, requests);
    // The other slices of the run wait for its lock: it is taken after the records are written.
    await planOverlapped({ platform, queue }, tx, { run, stored, total: parents });
    const isLocked = values || samples.length > 0 || pending.rejects.some(({ reject }) => !isFull(reject.stream));
    if (isLocked) await lockRun(tx, store, run.id);
    await storeRejects(tx, rowsOf, await admitPending(tx));
    await run.sampler.store(tx, ids, samples);
    written = addWritten(written, now);
    const progress: SliceProgress = {
      ...(at ? { at } : {}),
      totals: extractTotals(counters),
      marks,
      delta,
      parents,
      written,
      ...(Object.keys(appendedAtPage).length > 0 ? { appended: appendedAtPage } : {}),
    };
    passFailpoint('slice-checkpoint');
    await updateClaimed(tx, slice, { checkpoint: JSON.stringify(progress), failures: 0, ...values });
    passFailpoint('slice-commit');
    return now;
  };
  const emitStored = (now: Written) => {
    const fields = { ...ids, slice: slice.id, stream: stream.name, attempt: slice.attempt };
    tell({ type: 'page-stored', ...fields, written: now, rejects: pending.rejects.length });
  };
  const flush = async () => {
    emitStored(await store.transaction((tx) => storePending(tx)));
    [pending, storedAt] = [createPendingRows(), clock.now()];
  };
  return {
    counters,
    resume: at,
    jobs,
    onRequest(request) {
      tell({ type: 'request', ...ids, slice: slice.id, request });
      if (logged++ < MAX_REQUESTS) pending.requests.push(request);
    },
    delta() {
      delta = true;
    },
    async add(batch) {
      countBatch(counters, stream, batch);
      for (const { entity } of batch.mapped) entityCounters(counters, entity).mapped += 1;
      const member = batch.member ?? stream;
      addBatch(pending, { ...batch, member }, positionOf);
      if (pending.samples.length < SAMPLE_ITEMS) pending.samples.push(...run.sampler.pick(member.name, batch));
      if (batch.page && !batch.page.unkept) {
        at = buildCheckpoint({ marks, jobs }, stream, batch);
        appendedAtPage = { ...appended };
      }
      const size = countRows(pending);
      // A job that was just created is stored at once, so that it is not created again after a crash.
      const due = batch.page?.unread || isDue(size, clock.now() - storedAt);
      if (batch.page ? due : size >= MAX_RECORDS) await flush();
    },
    async finish(tx, values) {
      const now = await storePending(tx, values);
      return () => emitStored(now);
    },
  };
}
