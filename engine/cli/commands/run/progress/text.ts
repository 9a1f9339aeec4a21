import { formatDuration } from '../../../../base/time/index.ts';
import type { RunCounters, StreamReport } from '../../../../pipeline/run/run-counters.ts';
import { escapeForTerminal } from '../../../text/escape-text.ts';
import type { ProgressSnapshot } from './index.ts';

const numberFormat = new Intl.NumberFormat('en');

const formatCount = (count: number, one: string, many = `${one}s`) =>
  `${numberFormat.format(count)} ${count === 1 ? one : many}`;

/** Formats the pages, items, partitions and retries of a stream. */
export const formatRead = ({ pages, items, retries, partitions }: StreamReport): string =>
  [
    formatCount(pages, 'page'),
    formatCount(items, 'item'),
    ...(partitions > 1 ? [formatCount(partitions, 'partition')] : []),
    ...(retries > 0 ? [formatCount(retries, 'retry', 'retries')] : []),
  ].join(', ');

/** Formats the remaining wait of a stream and its reason; undefined if the stream does not wait. */
export function formatWait({ counters, now }: ProgressSnapshot, stream: string): string | undefined {
  const waiting = counters.waiting.get(stream);
  return waiting && `waiting ${formatDuration(Math.max(0, waiting.until - now))} for ${escapeForTerminal(waiting.why)}`;
}

const countRecords = ({ entities }: RunCounters) => {
  const all = Object.values(entities);
  return {
    written: all.reduce((sum, { written }) => sum + written, 0),
    rejected: all.reduce((sum, { rejected }) => sum + rejected, 0),
  };
};

/** Formats the number of records written, their rate and the elapsed time. */
export function formatTotals({ counters, elapsedMs }: ProgressSnapshot): string {
  const { written, rejected } = countRecords(counters);
  const perSecond = Math.round((written * 1000) / Math.max(1, elapsedMs));
  const rejects = rejected > 0 ? [`${numberFormat.format(rejected)} rejected`] : [];
  return [
    formatCount(written, 'record'),
    ...rejects,
    `${numberFormat.format(perSecond)}/s`,
    formatDuration(elapsedMs),
  ].join(', ');
}
