import type { Json } from '../../base/json/index.ts';
import type { CompiledIncremental, CompiledStream, Connector } from '../connector/connector.ts';
import type { ExtractedItem } from '../extract/index.ts';
import type { PagingProgress } from '../pagination/index.ts';
import type { StatusMeaning } from '../retry/index.ts';
import type { Batch, PageEnd } from './batch.ts';
import { readItemCursors, readPageCursor } from './cursor-source.ts';
import { HELD_MARK, isBeforeStart, updateMark } from './cursors.ts';
import { createOrderWarning, followOrder, type ListOrder } from './descending.ts';
import type { JobBook } from './job-book.ts';
import { createLookups, type FetchFirst, type Lookups, readFirstItem } from './lookups.ts';
import { createEmptyBatch, type ItemMapping, mapBatch, readMemberBatches } from './map-batch.ts';
import type { MapContext } from './map-items.ts';
import type { Parents } from './parents.ts';
import { errorsReported, findListWarnings, partitionSkipped, type Skip, skipReason } from './partition-warnings.ts';
import { type Partition, pickTimes, type Times } from './partitions.ts';
import type { Ports } from './ports.ts';
import { readJob } from './read-job.ts';
import { attachLocation } from './report.ts';
import { rereadList } from './reread-list.ts';
import { type CursorReads, NO_READS, type RunCounters, type Warning } from './run-counters.ts';
import type { ItemQuota } from './run-limits.ts';
import type { Checkpoint, CursorMark } from './state-store.ts';
import { buildRangeScope, nextRange, splitRange } from './time-ranges.ts';
import { type AdvanceStep, isReread, type VendorClient, type VendorPage } from './vendor-client.ts';

/** Everything that reading a partition needs; shared by all partitions of a stream. */
export interface PartitionReadContext {
  readonly connector: Connector;
  readonly stream: CompiledStream;
  readonly client: VendorClient;
  readonly ports: Ports;
  readonly parents: Parents;
  readonly counters: RunCounters;
  readonly runId: string;
  /** Open jobs of the stream. */
  readonly jobs: JobBook;
  readonly signal: AbortSignal;
  /** Limit of a trial run. */
  readonly quota?: ItemQuota | undefined;
}

/** Reads one partition: runs its job if it has one, then reads page after page. Yields mapped items in batches, in order. */
export async function* readPartition(
  reader: PartitionReadContext,
  partition: Partition,
  from?: Checkpoint,
): AsyncGenerator<Batch> {
  try {
    yield* readWhole(reader, partition, from);
  } catch (error) {
    const why = skipReason(error, { ...reader, ancestors: partition.ancestors });
    if (why !== undefined) return yield createSkippedBatch(reader, partition, { status: why });
    throw attachLocation(error, { stream: reader.stream.name, partition: partition.key || null });
  }
}

function readWhole(
  reader: PartitionReadContext,
  partition: Partition,
  from: Checkpoint | undefined,
): AsyncGenerator<Batch> {
  const lookups = createItemLookups(reader);
  if (!reader.stream.job)
    return readPages(reader, partition, { state: createPageState(reader, partition, { lookups, from: from ?? {} }) });
  return readJob({
    context: reader,
    book: reader.jobs,
    partition,
    from,
    empty: createEmptyBatch(partition),
    skip: (skip) => createSkippedBatch(reader, partition, skip),
    readFile: ({ partition: part, signal, meaningOf, bindings, progress, given }) => {
      const start = { given, ...(progress === undefined ? {} : { progress }) };
      const state = createPageState(reader, part, { lookups, from: start, bindings });
      return readPages({ ...reader, signal }, part, { state, meaningOf });
    },
  });
}

/** Pages to read: those of a partition, or those of a file of its job. */
interface PageSource {
  readonly state: PageState;
  readonly meaningOf?: StatusMeaning | undefined;
}

async function* readPages(
  reader: PartitionReadContext,
  partition: Partition,
  { state, meaningOf }: PageSource,
): AsyncGenerator<Batch> {
  for (;;) {
    const next = yield* readPage(reader, partition, { state, meaningOf });
    if (next.kind === 'skipped') return yield createSkippedBatch(reader, partition, next);
    if (next.progress === undefined) return yield createEndBatch(partition, state, next.warnings);
    state.progress = next.progress;
    yield {
      ...createEmptyBatch(partition),
      warnings: next.warnings,
      ...takeCursorReads(state),
      page: {
        progress: next.progress as unknown as Json,
        ...(reader.client.namesSecret(next.progress) ? { unkept: true } : {}),
        ...pickMark(state),
        given: state.given,
      },
    };
  }
}

/** Step after a page: the progress for the next one, or the end of the partition. */
type Next =
  | ({ readonly kind: 'skipped' } & Skip)
  | { readonly kind: 'read'; readonly progress?: PagingProgress; readonly warnings: readonly Warning[] };

const END: Next = { kind: 'read', warnings: [] };

/** Reads one page: yields its items in batches, and returns what follows it. */
async function* readPage(
  reader: PartitionReadContext,
  partition: Partition,
  { state, meaningOf }: PageSource,
): AsyncGenerator<Batch, Next> {
  const { stream, client, signal } = reader;
  const { progress } = state;
  state.order = { isPastStart: false, isBroken: progress.isUnordered ?? false };
  const scope = buildRangeScope(stream, partition.scope, progress);
  if (progress.ranges) bindTimes(state, pickTimes(stream, scope));
  const page = await client.page(stream, scope, { progress, meaningOf, signal });
  if (page.kind === 'skipped') return page;
  if (isReread(page)) return { kind: 'read', ...rereadList(stream, partition, { progress, reply: page }) };
  if (page.kind === 'end') return endRange(reader, partition, { progress, step: stream.paginator.end(progress) });
  try {
    return yield* readItems(reader, partition, { page, state });
  } finally {
    await page.body.discard();
  }
}

/** Yields the items of a page, and returns what follows it. */
async function* readItems(
  reader: PartitionReadContext,
  partition: Partition,
  { page, state }: { page: VendorPage; state: PageState },
): AsyncGenerator<Batch, Next> {
  const { stream, client } = reader;
  const { progress } = state;
  state.mark ??= { cap: page.date };
  const known = stream.paginator.holdsPages ? await advanceHeld(reader, { page, state }) : undefined;
  const narrowed = known?.kind === 'narrow' ? splitRange(stream, partition, progress) : undefined;
  const isUnused = narrowed !== undefined || (known?.kind === 'done' && known.isRepeat);
  if (!isUnused) {
    yield* readBatches(reader, partition, { page, state });
    for (const context of state.members)
      yield* readMemberBatches(partition, page, { context, missed: state.missed, quota: reader.quota });
    if (reader.quota?.isSpent) state.full = true;
    yield* reportErrors(reader, partition, { page, state });
    if (!state.full) await updatePageMark(reader, state, page);
  }
  if (narrowed) return { kind: 'read', progress: narrowed, warnings: [] };
  const step = state.full ? undefined : (known ?? (await client.advance(stream, progress, page)));
  return step === undefined ? END : endOrdered(reader, partition, { state, step });
}

/** Returns the continuation of a step. A descending list ends after the first item older than the start of the read. */
function endOrdered(
  reader: PartitionReadContext,
  partition: Partition,
  { state, step }: { state: PageState; step: AdvanceStep },
): Next {
  const { progress, order } = state;
  if (order.isPastStart && !order.isBroken) return { ...END, ...pickProgress(nextRange(reader.stream, progress)) };
  const next = endRange(reader, partition, { progress, step });
  if (!order.isBroken || progress.isUnordered || next.kind === 'skipped') return next;
  const warnings = [...next.warnings, createOrderWarning(reader.stream, partition.key)];
  return { ...next, warnings, ...pickProgress(next.progress && { ...next.progress, isUnordered: true }) };
}

const pickProgress = (progress: PagingProgress | undefined) => (progress ? { progress } : {});

/** Advances the paginator before the items of the page are used. */
async function advanceHeld(
  { stream, client }: PartitionReadContext,
  { page, state }: { page: VendorPage; state: PageState },
): Promise<AdvanceStep> {
  await page.hold(state.context.bindings);
  return client.advance(stream, state.progress, page);
}

/** Returns the continuation of a step: the next page, the next time range, or the end, with the warnings of the list that ended. */
function endRange(
  { stream }: PartitionReadContext,
  partition: Partition,
  { progress, step }: { progress: PagingProgress; step: AdvanceStep },
): Next {
  const decided = step.kind === 'narrow' ? step.otherwise : step;
  if (decided.kind === 'next') return { kind: 'read', progress: decided.progress, warnings: [] };
  const warnings = findListWarnings({ stream: stream.name, partition: partition.key }, decided);
  return { kind: 'read', warnings, ...pickProgress(nextRange(stream, progress)) };
}

/** Yields a warning for the errors that a page reports beside its data, once per reason. */
function* reportErrors(
  { stream }: PartitionReadContext,
  partition: Partition,
  { page, state }: { page: VendorPage; state: PageState },
): Generator<Batch> {
  const reason = state.full ? undefined : page.reportedErrors();
  if (reason === undefined || state.reported.has(reason)) return;
  state.reported.add(reason);
  yield { ...createEmptyBatch(partition), warnings: [errorsReported(stream, partition.key, reason)] };
}

/** Makes the time range that is being read visible to the expressions over its pages and items. */
function bindTimes(state: PageState, times: Times): void {
  const bind = (context: MapContext): MapContext => ({
    ...context,
    bindings: { ...context.bindings, ...times },
    times,
  });
  state.context = bind(state.context);
  state.members = state.members.map(bind);
}

interface PageState extends ItemMapping {
  context: MapContext;
  /** Errors that pages reported so far. */
  readonly reported: Set<string>;
  progress: PagingProgress;
  mark: CursorMark | undefined;
  /** Items passed on so far; counts against the stream's limit. */
  given: number;
  full: boolean;
  /** Order of the items of the page. */
  order: ListOrder;
  /** Cursor values sought and found since the last complete page. */
  reads: CursorReads;
  /** Contexts of the streams that read the same pages. */
  members: readonly MapContext[];
}

/** Lookups of a partition's items, and the warnings for items whose lookup the vendor refused. */
interface ItemLookups extends Pick<PageState, 'missed'>, Pick<MapContext, 'lookups'> {
  /** Lookups of the streams that read the same pages. */
  readonly ofMembers: readonly Lookups[];
}

function createItemLookups(reader: PartitionReadContext): ItemLookups {
  const missed = new Map<Json, Warning>();
  const fetchFirst: FetchFirst = async (name, item, bindings) => {
    const { first, warning } = await readFirstItem(reader, { name, item, bindings });
    if (warning) missed.set(item, warning);
    return first;
  };
  const create = (stream: CompiledStream) => createLookups(stream, reader.parents, fetchFirst);
  return { missed, lookups: create(reader.stream), ofMembers: reader.stream.members.map(create) };
}

/** Lookups to share, the checkpoint to start from, and further variables of expressions. */
interface PageStart {
  readonly lookups: ItemLookups;
  readonly from: Pick<Checkpoint, 'progress' | 'cursor' | 'given'>;
  readonly bindings?: Readonly<Record<string, Json>>;
}

function createPageState(
  { connector, stream, runId }: PartitionReadContext,
  partition: Partition,
  { lookups: { missed, lookups, ofMembers }, from, bindings = {} }: PageStart,
): PageState {
  const times = pickTimes(stream, partition.scope);
  const createContext = (of: CompiledStream, own: Lookups): MapContext => ({
    stream: of,
    select: connector.select,
    lookups: own,
    bindings: { settings: connector.visible, run: { id: runId }, ...partition.ancestors, ...times, ...bindings },
    times,
    parentKey: partition.parentKey,
  });
  return {
    progress: (from.progress as PagingProgress | undefined) ?? stream.paginator.first(),
    mark: from.cursor,
    given: from.given ?? 0,
    full: false,
    order: { isPastStart: false, isBroken: false },
    reads: NO_READS,
    missed,
    reported: new Set(),
    context: createContext(stream, lookups),
    members: stream.members.map((member, at) => createContext(member, ofMembers[at] ?? lookups)),
  };
}

async function* readBatches(
  reader: PartitionReadContext,
  partition: Partition,
  { page, state }: { page: VendorPage; state: PageState },
): AsyncGenerator<Batch> {
  const { stream } = reader;
  for await (const extracted of page.items(state.context.bindings)) {
    const { allowance, body } = page;
    const found = await readItemCursors(stream.incremental, extracted, { ...state.context, allowance });
    const wanted = filterItems(reader, partition, { extracted, found, state });
    if (wanted.length === 0) continue;
    yield await mapBatch(partition, wanted, { ...state, allowance, needsInterpreter: body.needsInterpreter });
    if (state.full) return;
  }
}

/** Adds cursor values to the mark of the partition. */
function noteCursors(spec: CompiledIncremental, state: PageState, values: readonly (Json | undefined)[]): void {
  if (!state.mark) return;
  const { mark, valid } = updateMark(spec, state.mark, values);
  state.mark = mark;
  state.reads = { sought: state.reads.sought + values.length, found: state.reads.found + valid };
}

/** Adds the cursor of a page's envelope or headers to the mark. A value that contains a secret is not saved. */
async function updatePageMark(
  { stream, client }: PartitionReadContext,
  state: PageState,
  page: VendorPage,
): Promise<void> {
  const spec = stream.incremental;
  if (!spec || spec.cursor.kind === 'path' || spec.cursor.kind === 'item') return;
  const value = await readPageCursor(spec.cursor, page.facts());
  noteCursors(spec, state, [value !== undefined && client.namesSecret(value) ? undefined : value]);
}

/** Extracted items with their cursor values; undefined if the cursor is not in the items. */
interface Selected {
  readonly extracted: readonly ExtractedItem[];
  readonly found: readonly (Json | undefined)[] | undefined;
  readonly state: PageState;
}

/** Keeps items that are within the limits of the stream and of a trial run and, if the vendor cannot filter, not older than the cursor. */
function filterItems(
  { stream, quota }: PartitionReadContext,
  partition: Partition,
  { extracted, found, state }: Selected,
): readonly ExtractedItem[] {
  let wanted = extracted;
  const spec = stream.incremental;
  if (spec && found) {
    noteCursors(spec, state, found);
    const { start } = partition;
    if (spec.clientSide && start !== undefined)
      wanted = wanted.filter((_, index) => !isBeforeStart(spec, found[index], start));
    if (spec.isDescending && start !== undefined) state.order = followOrder(spec, state.order, { found, start });
  }
  wanted = wanted.slice(0, Math.min(stream.limit - state.given, quota?.leftOf(stream.name) ?? wanted.length));
  state.given += wanted.length;
  quota?.take(stream.name, wanted.length);
  state.full = state.given >= stream.limit || quota?.isSpent === true;
  return wanted;
}

const pickMark = ({ mark }: PageState): Pick<PageEnd, 'cursor'> => (mark ? { cursor: mark } : {});

/** Returns the counts of cursor values for the batch that completes a page, and resets them. */
function takeCursorReads(state: PageState): Pick<Batch, 'cursors'> {
  const { reads } = state;
  state.reads = NO_READS;
  return reads.sought === 0 ? {} : { cursors: reads };
}

const createEndBatch = (partition: Partition, state: PageState, warnings: readonly Warning[] = []): Batch => ({
  ...createEmptyBatch(partition),
  ...takeCursorReads(state),
  warnings,
  page: { ...pickMark(state), given: state.given, ...(state.full ? { full: true } : {}) },
});

const createSkippedBatch = (reader: PartitionReadContext, partition: Partition, skip: Skip): Batch => ({
  ...createEmptyBatch(partition),
  warnings: [partitionSkipped(reader.stream, partition.key, skip)],
  page: { skipped: skip.status, vendorReason: skip.vendorReason, cursor: HELD_MARK },
});
