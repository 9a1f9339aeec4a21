import type { Json } from '../../base/json/index.ts';
import { carried } from '../connector/carry.ts';
import type { CompiledStream, Connector, Scope } from '../connector/connector.ts';
import type { Extracted } from '../extract/index.ts';
import type { Progress } from '../pagination/index.ts';
import { type Batch, NOTHING, type PageEnd } from './batch.ts';
import { HELD, isBefore, noted } from './cursors.ts';
import { firstItem } from './first-item.ts';
import { runJob } from './job.ts';
import type { Checkpoint, CursorMark } from './journal.ts';
import { keyOf } from './key-of.ts';
import { leftOut, type Why } from './left-out.ts';
import { createLookups, type FetchFirst } from './lookups.ts';
import { type MapContext, mapItems } from './map-items.ts';
import type { Meter, Warning } from './meter.ts';
import type { Parent, Parents } from './parents.ts';
import type { Partition } from './partitions.ts';
import { locate } from './place.ts';
import type { Ports } from './ports.ts';
import { unfit } from './unfit.ts';
import type { Page, Vendor } from './vendor.ts';

/** What reading a partition needs; the same for all partitions of a stream. */
export interface Reader {
  readonly connector: Connector;
  readonly stream: CompiledStream;
  readonly vendor: Vendor;
  readonly ports: Ports;
  readonly parents: Parents;
  readonly meter: Meter;
  readonly runId: string;
  readonly signal: AbortSignal;
}

/** Reads one partition: its job if it has one, then page after page; items leave mapped, in batches, in their order. */
export async function* readPartition(reader: Reader, partition: Partition, from?: Checkpoint): AsyncGenerator<Batch> {
  try {
    yield* pagesOf(reader, partition, from);
  } catch (error) {
    const why = unfit(error, { ...reader, ancestors: partition.ancestors });
    if (why !== undefined) return yield skipped(reader, partition, why);
    throw locate(error, { stream: reader.stream.name, partition: partition.key || null });
  }
}

async function* pagesOf(reader: Reader, partition: Partition, from: Checkpoint | undefined): AsyncGenerator<Batch> {
  const { stream } = reader;
  const job = stream.job ? await runJob(reader, stream.job, { scope: partition.scope, known: from?.job }) : undefined;
  if (job?.kind === 'skipped') return yield skipped(reader, partition, job.status);
  const scope: Scope = job ? { ...partition.scope, job: job.captured } : partition.scope;
  const state = pageState(reader, partition, from);
  for (;;) {
    const page = await reader.vendor.page(stream, scope, { progress: state.progress, signal: reader.signal });
    if (page.kind === 'skipped') return yield skipped(reader, partition, page.status);
    if (page.kind === 'end') {
      const { items, ...said } = state.progress;
      return yield endOf(partition, state, totalWarning(reader, partition, { ...said, read: items }));
    }
    state.mark ??= { cap: page.date };
    yield* batchesOf(reader, partition, { page, state });
    const step = state.full ? undefined : await reader.vendor.advance(stream, state.progress, page);
    await page.body.discard();
    if (step?.kind !== 'next') return yield endOf(partition, state, step && totalWarning(reader, partition, step));
    state.progress = step.progress;
    yield {
      ...emptyBatch(partition),
      page: {
        progress: step.progress as unknown as Json,
        ...(reader.vendor.namesSecret(step.progress) ? { unkept: true } : {}),
        ...jobOf(job),
        ...markOf(state),
        given: state.given,
      },
    };
  }
}

interface PageState {
  progress: Progress;
  mark: CursorMark | undefined;
  /** Items that were given so far, against the stream's limit. */
  given: number;
  full: boolean;
  /** What was looked up for an item and may not be read. */
  readonly missed: Map<Json, Warning>;
  readonly context: MapContext;
}

function pageState(reader: Reader, partition: Partition, from: Checkpoint | undefined): PageState {
  const { connector, stream, parents } = reader;
  const missed = new Map<Json, Warning>();
  const fetchFirst: FetchFirst = async (name, item, bindings) => {
    const { first, warning } = await firstItem(reader, { name, item, bindings });
    if (warning) missed.set(item, warning);
    return first;
  };
  return {
    progress: (from?.progress as Progress | undefined) ?? stream.paginator.first(),
    mark: from?.cursor,
    given: from?.given ?? 0,
    full: false,
    missed,
    context: {
      stream,
      select: connector.select,
      lookups: createLookups(stream, parents, fetchFirst),
      bindings: { settings: connector.visible, run: { id: reader.runId }, ...partition.ancestors },
    },
  };
}

async function* batchesOf(
  reader: Reader,
  partition: Partition,
  { page, state }: { page: Page; state: PageState },
): AsyncGenerator<Batch> {
  const { stream } = reader;
  for await (const extracted of page.items(state.context.bindings)) {
    const wanted = within(stream, partition, { extracted, state });
    if (wanted.length === 0) continue;
    const mapped = stream.mappings.length === 0 ? NOTHING : await mapItems(state.context, wanted, page.body.needsStock);
    const parents = stream.carry === undefined ? [] : parentsOf(stream, partition, wanted);
    yield { ...emptyBatch(partition), ...mapped, parents, items: wanted.length, warnings: missedIn(state, wanted) };
    if (state.full) return;
  }
}

/** The warnings of a batch's lookups in the order of its items, whatever the order in which they were answered. */
function missedIn({ missed }: PageState, extracted: readonly Extracted[]): Warning[] {
  if (missed.size === 0) return [];
  const warnings = itemsIn(extracted).flatMap((item) => missed.get(item) ?? []);
  missed.clear();
  return warnings;
}

const itemsIn = (extracted: readonly Extracted[]): Json[] => {
  const items: Json[] = [];
  for (const one of extracted) if (one.kind === 'item') items.push(one.value);
  return items;
};

/** The items that count: not older than the cursor where the vendor cannot filter, and within the limit. */
function within(
  stream: CompiledStream,
  partition: Partition,
  { extracted, state }: { extracted: readonly Extracted[]; state: PageState },
): readonly Extracted[] {
  let wanted = extracted;
  const spec = stream.incremental;
  if (spec) {
    if (state.mark) state.mark = noted(spec, state.mark, itemsIn(extracted));
    const { start } = partition;
    if (spec.clientSide && start !== undefined) {
      wanted = wanted.filter((one) => one.kind === 'bad' || !isBefore(spec, one.value, start));
    }
  }
  if (state.given + wanted.length >= stream.limit) {
    wanted = wanted.slice(0, stream.limit - state.given);
    state.full = true;
  }
  state.given += wanted.length;
  return wanted;
}

function parentsOf(stream: CompiledStream, partition: Partition, extracted: readonly Extracted[]): Parent[] {
  const { carry = [] } = stream;
  return itemsIn(extracted).map((item) => ({
    key: [partition.parentKey, keyOf(stream, item)].filter(Boolean).join('/'),
    item: carried(item, carry),
    ancestors: partition.ancestors,
  }));
}

const emptyBatch = ({ ordinal, key, cursorKey, ancestors }: Partition): Batch => ({
  ...NOTHING,
  partition: { ordinal, key, cursorKey, ancestors },
  items: 0,
  parents: [],
  warnings: [],
});

const markOf = ({ mark }: PageState): Pick<PageEnd, 'cursor'> => (mark ? { cursor: mark } : {});

const jobOf = (job: { captured: Json } | undefined): Pick<PageEnd, 'job'> => (job ? { job: job.captured } : {});

const endOf = (partition: Partition, state: PageState, warnings: readonly Warning[] = []): Batch => ({
  ...emptyBatch(partition),
  warnings,
  page: markOf(state),
});

const named = (reader: Reader, partition: Partition) => ({
  stream: reader.stream.name,
  ...(partition.key ? { partition: partition.key } : {}),
});

const skipped = (reader: Reader, partition: Partition, why: Why): Batch => ({
  ...emptyBatch(partition),
  warnings: [leftOut(reader.stream, partition.key, why)],
  page: { skipped: why, cursor: HELD },
});

function totalWarning(
  reader: Reader,
  partition: Partition,
  step: { readonly announced?: number; readonly fewest?: number; readonly read: number },
): Warning[] {
  const { announced, fewest = announced, read: got } = step;
  if (announced === undefined || fewest === undefined) return [];
  if (announced === got) return announced === fewest ? [] : [totalChanged(reader, partition, { announced, fewest })];
  const message = `the vendor announced ${announced} items of "${reader.stream.name}" and sent ${got}: the data moved while they were read`;
  return [{ code: 'TOTAL_DIFFERS', message, ...named(reader, partition), count: Math.abs(announced - got) }];
}

/** All that was announced came, yet the total was another one in between: what shifted meanwhile may have passed us. */
function totalChanged(
  reader: Reader,
  partition: Partition,
  { announced, fewest }: { readonly announced: number; readonly fewest: number },
): Warning {
  const message = `the vendor's total of "${reader.stream.name}" went between ${fewest} and ${announced} while it was read: items that shifted between pages may be missing`;
  return { code: 'TOTAL_CHANGED', message, ...named(reader, partition), count: announced - fewest };
}
