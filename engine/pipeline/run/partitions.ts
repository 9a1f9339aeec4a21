import { type Json, stableStringify } from '../../base/json/index.ts';
import {
  formatTime,
  formatTimeValue,
  resolveInstant,
  splitWindows,
  toMillis,
  type WindowSpan,
} from '../../base/time/index.ts';
import type { CompiledStream, CompiledWindow, Connector, ConnectorScope } from '../connector/connector.ts';
import { type CursorValue, formatStart } from './cursor-order.ts';
import { findCursorKey, findStart } from './cursors.ts';
import { joinKeys } from './parents.ts';
import { type Ancestors, listSourceValues, type SourceContext } from './source-values.ts';
import type { Cursors } from './state-store.ts';

/** Part of a stream: one combination of its sources' values, one time window, or both. */
export interface Partition {
  /** Index among the stream's partitions. */
  readonly ordinal: number;
  /** Name in reports and saved cursors. */
  readonly key: string;
  /** Key of the combination of values, without the window. */
  readonly parentKey: string;
  /** Name of its saved cursor. */
  readonly cursorKey: string;
  readonly scope: ConnectorScope;
  /** Partition values and the items above them, by their names in expressions. */
  readonly ancestors: Ancestors;
  /** Start of reading in a delta run. */
  readonly start: CursorValue | undefined;
  /** Its time window. */
  readonly window?: WindowSpan;
  /** Level of its parent item in a stream that is its own parent; 0 for the first level. */
  readonly level: number;
}

/** Time window and cursor of a read, as expressions see them. */
export type Times = Readonly<Partial<Record<'window' | 'cursor', Json>>>;

/** Picks the time window and the cursor from the scope of a stream's requests. */
export const pickTimes = ({ window, incremental }: CompiledStream, scope: ConnectorScope): Times => ({
  ...(window ? { window: (scope['window'] ?? {}) as Json } : {}),
  ...(incremental ? { cursor: (scope['cursor'] ?? {}) as Json } : {}),
});

export interface PartitionContext extends SourceContext {
  readonly connector: Connector;
  readonly stream: CompiledStream;
  readonly cursors: Cursors;
  /** Start of the run, epoch ms. */
  readonly now: number;
}

interface Span {
  readonly scope: Readonly<Record<string, unknown>>;
  readonly key: string;
  readonly window?: WindowSpan;
}

/** Formats `window` of a request's scope. */
export const formatWindow = ({ format, zone }: CompiledWindow, { start, end }: WindowSpan) => ({
  start: formatTimeValue(start, format, zone),
  end: formatTimeValue(end, format, zone),
});

const NO_WINDOW: readonly Span[] = [{ scope: {}, key: '' }];

/** Returns the time windows of a stream: from its start, or from the cursor in a delta run, to its end. */
function listSpans({ stream, now }: PartitionContext, start: CursorValue | undefined): readonly Span[] {
  const spec = stream.window;
  if (!spec) return NO_WINDOW;
  const begin = typeof start === 'bigint' ? toMillis(start) : resolveInstant(spec.start, now, spec.zone);
  const spans = splitWindows(begin, resolveInstant(spec.end, now, spec.zone), spec.length, spec.zone);
  return spans.map((span) => ({
    scope: { window: formatWindow(spec, span) },
    key: formatTime(span.start, 'rfc3339Seconds'),
    window: span,
  }));
}

/** Combination of one value of each source. */
interface Combination {
  readonly key: string;
  readonly ancestors: Ancestors;
  readonly level: number;
}

const WHOLE: Combination = { key: '', ancestors: {}, level: 0 };

function* partitionsOf(
  context: PartitionContext,
  { key, ancestors, level }: Combination,
): Generator<Omit<Partition, 'ordinal'>> {
  const { stream, connector } = context;
  const start = findStart(stream, context.cursors, key);
  const cursor = stream.incremental && start !== undefined ? { start: formatStart(stream.incremental, start) } : {};
  for (const span of listSpans(context, start)) {
    yield {
      key: joinKeys(key, span.key),
      parentKey: key,
      cursorKey: findCursorKey(stream, key),
      scope: { ...connector.scope, ...ancestors, cursor, ...span.scope },
      ancestors,
      level,
      start,
      ...(span.window ? { window: span.window } : {}),
    };
  }
}

/** Merges the ancestors of two sources. Undefined if they contain different items under one name. */
function mergeAncestors(outer: Ancestors, inner: Ancestors): Ancestors | undefined {
  for (const [name, item] of Object.entries(inner)) {
    const known = Object.hasOwn(outer, name) ? outer[name] : undefined;
    if (known !== undefined && stableStringify(known) !== stableStringify(item)) return undefined;
  }
  return { ...outer, ...inner };
}

/** Yields the combinations of the sources from `at` on; the last source varies fastest. */
async function* combineValues(context: PartitionContext, at: number, outer: Combination): AsyncGenerator<Combination> {
  const source = context.stream.sources[at];
  if (!source) {
    yield outer;
    return;
  }
  const isLast = at === context.stream.sources.length - 1;
  for await (const { key, value, ancestors, level = outer.level } of listSourceValues(
    context,
    source,
    outer.ancestors,
  )) {
    const merged = mergeAncestors(outer.ancestors, { ...ancestors, [source.as]: value });
    if (!merged) continue;
    const combination = { key: joinKeys(outer.key, key), ancestors: merged, level };
    if (isLast) yield combination;
    else yield* combineValues(context, at + 1, combination);
  }
}

/** Yields the partitions of a stream: the combinations of its sources in order and, for each combination, its windows in time. */
export async function* listPartitions(context: PartitionContext): AsyncGenerator<Partition> {
  let ordinal = 0;
  for await (const combination of combineValues(context, 0, WHOLE))
    for (const one of partitionsOf(context, combination)) yield { ...one, ordinal: ordinal++ };
}

/** Receives what listing a stream's partitions shows. */
export interface PartitionObserver {
  /** Called for each partition that is read from a cursor. */
  readonly onDelta: () => void;
  /** Called at the end if there is no partition because a list is empty. */
  readonly onNone: () => void;
  /** Called for items of the last level of a stream that is its own parent. */
  readonly onDeepest: () => void;
}

/** Yields the partitions of a stream like listPartitions, and notifies the observer. */
export async function* observePartitions(
  context: PartitionContext,
  { onDelta, onNone, onDeepest }: PartitionObserver,
): AsyncGenerator<Partition> {
  let [listed, isListEmpty] = [0, false];
  const onEmptyList = () => {
    isListEmpty = true;
  };
  for await (const partition of listPartitions({ ...context, onEmptyList, onDeepest })) {
    listed += 1;
    if (partition.start !== undefined) onDelta();
    yield partition;
  }
  if (listed === 0 && isListEmpty) onNone();
}
