import type { CompiledStream, ConnectorScope } from '../connector/connector.ts';
import type { PagingProgress } from '../pagination/index.ts';
import { formatWindow, type Partition } from './partitions.ts';

type Range = readonly [start: number, end: number];
type Ranges = NonNullable<PagingProgress['ranges']>;

// Whole days first, so that both halves of a window of dates differ.
const GRAINS = [86_400_000, 3_600_000, 60_000, 1000, 1];

/** Returns a round time near the middle of a range; undefined if there is none inside. */
function findMiddle([start, end]: Range): number | undefined {
  const middle = start + (end - start) / 2;
  for (const grain of GRAINS) {
    const at = Math.floor(middle / grain) * grain;
    if (at - start >= (end - start) / 4 && at > start && at < end) return at;
  }
  return undefined;
}

/** Returns the time ranges that remain to be read of a partition, the current one first. */
const listRanges = ({ window }: Partition, { ranges }: PagingProgress): Ranges =>
  ranges ?? (window ? [[window.start, window.end]] : []);

/** Returns the scope of a partition with the time range that is being read. */
export function buildRangeScope(
  { window: spec }: CompiledStream,
  scope: ConnectorScope,
  { ranges }: PagingProgress,
): ConnectorScope {
  const [current] = ranges ?? [];
  if (!spec || !current) return scope;
  return { ...scope, window: formatWindow(spec, { start: current[0], end: current[1] }) };
}

/** Splits the current time range in halves. Returns undefined if the format of the window cannot tell them apart. */
export function splitRange(
  { window: spec, paginator }: CompiledStream,
  partition: Partition,
  progress: PagingProgress,
): PagingProgress | undefined {
  const [current, ...later] = listRanges(partition, progress);
  const middle = current && findMiddle(current);
  if (!spec || !current || middle === undefined) return undefined;
  const [start, end] = current;
  const texts = [start, middle, end].map((at) => formatWindow(spec, { start: at, end: at }).start);
  if (texts[0] === texts[1] || texts[1] === texts[2]) return undefined;
  return { ...paginator.first(), ranges: [[start, middle], [middle, end], ...later] };
}

/** Returns the progress of the next time range; undefined after the last one. */
export function nextRange({ paginator }: CompiledStream, { ranges = [] }: PagingProgress): PagingProgress | undefined {
  const later = ranges.slice(1);
  return later.length === 0 ? undefined : { ...paginator.first(), ranges: later };
}
