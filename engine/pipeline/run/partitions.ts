import type { Json } from '../../base/json/index.ts';
import { formatTime, resolveInstant, splitWindows, toMillis } from '../../base/time/index.ts';
import { createPageAllowance, takeTurn } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import type { CompiledStream, Connector, ConnectorScope } from '../connector/connector.ts';
import { type CursorValue, formatStart } from './cursor-order.ts';
import { findCursorKey, findStart } from './cursors.ts';
import type { Parent, Parents } from './parents.ts';
import type { Cursors } from './state-store.ts';

/** Part of a stream: one parent item, one time window, or both. */
export interface Partition {
  /** Index among the stream's partitions. */
  readonly ordinal: number;
  /** Name in reports and saved cursors. */
  readonly key: string;
  /** Key of the parent item. */
  readonly parentKey: string;
  /** Name of its saved cursor. */
  readonly cursorKey: string;
  readonly scope: ConnectorScope;
  /** Ancestor items by their names in expressions. */
  readonly ancestors: Readonly<Record<string, Json>>;
  /** Start of reading in a delta run. */
  readonly start: CursorValue | undefined;
}

export interface PartitionContext {
  readonly connector: Connector;
  readonly stream: CompiledStream;
  readonly parents: Parents;
  readonly cursors: Cursors;
  /** Start of the run, epoch ms. */
  readonly now: number;
}

interface Span {
  readonly scope: Readonly<Record<string, unknown>>;
  readonly key: string;
}

const NO_WINDOW: readonly Span[] = [{ scope: {}, key: '' }];

/** Returns the time windows of a stream: from its start, or from the cursor in a delta run, to its end. */
function listSpans({ stream, now }: PartitionContext, start: CursorValue | undefined): readonly Span[] {
  const spec = stream.window;
  if (!spec) return NO_WINDOW;
  const begin = typeof start === 'bigint' ? toMillis(start) : resolveInstant(spec.start, now, spec.zone);
  const spans = splitWindows(begin, resolveInstant(spec.end, now, spec.zone), spec.length, spec.zone);
  return spans.map((span) => ({
    scope: {
      window: {
        start: formatTime(span.start, spec.format, spec.zone),
        end: formatTime(span.end, spec.format, spec.zone),
      },
    },
    key: formatTime(span.start, 'rfc3339Seconds'),
  }));
}

function* partitionsOfParent(
  context: PartitionContext,
  parent: Parent | undefined,
): Generator<Omit<Partition, 'ordinal'>> {
  const { stream, connector } = context;
  const as = stream.partition?.as;
  const ancestors = parent && as !== undefined ? { ...parent.ancestors, [as]: parent.item } : {};
  const start = findStart(stream, context.cursors, parent?.key ?? '');
  const cursor = stream.incremental && start !== undefined ? { start: formatStart(stream.incremental, start) } : {};
  for (const span of listSpans(context, start)) {
    yield {
      key: [parent?.key, span.key].filter(Boolean).join('/'),
      parentKey: parent?.key ?? '',
      cursorKey: findCursorKey(stream, parent?.key ?? ''),
      scope: { ...connector.scope, ...ancestors, cursor, ...span.scope },
      ancestors,
      start,
    };
  }
}

/** Yields the partitions of a stream in the order of its parents and, for each parent, of time. */
export async function* listPartitions(context: PartitionContext): AsyncGenerator<Partition> {
  const { partition } = context.stream;
  let ordinal = 0;
  const numbered = (one: Omit<Partition, 'ordinal'>): Partition => ({ ...one, ordinal: ordinal++ });
  if (!partition) {
    for (const one of partitionsOfParent(context, undefined)) yield numbered(one);
    return;
  }
  const allowance = createPageAllowance();
  for (const parent of context.parents.of(partition.parent)) {
    const passes = !partition.where || isTrue(await partition.where.evaluate(parent.item, parent.ancestors, allowance));
    const turn = takeTurn(allowance);
    if (turn) await turn;
    if (!passes) continue;
    for (const one of partitionsOfParent(context, parent)) yield numbered(one);
  }
}
