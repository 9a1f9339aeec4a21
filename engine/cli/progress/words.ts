import { durationText } from '../../base/time/index.ts';
import type { Meter, StreamReport } from '../../pipeline/run/meter.ts';
import { shown } from '../shown.ts';
import type { Moment } from './index.ts';

const grouped = new Intl.NumberFormat('en');

const counted = (count: number, one: string, many = `${one}s`) =>
  `${grouped.format(count)} ${count === 1 ? one : many}`;

/** What a stream has read so far. */
export const readText = ({ pages, items, retries, partitions }: StreamReport): string =>
  [
    counted(pages, 'page'),
    counted(items, 'item'),
    ...(partitions > 1 ? [counted(partitions, 'partition')] : []),
    ...(retries > 0 ? [counted(retries, 'retry', 'retries')] : []),
  ].join(', ');

/** What a stream is waiting for, and for how long yet; nothing when it is not. */
export function waitText({ meter, now }: Moment, stream: string): string | undefined {
  const waiting = meter.waiting.get(stream);
  return waiting && `waits ${durationText(Math.max(0, waiting.until - now))} for ${shown(waiting.why)}`;
}

const recordsOf = ({ entities: { asset, finding } }: Meter) => ({
  written: asset.written + finding.written,
  rejected: asset.rejected + finding.rejected,
});

/** The records written so far, how fast, and since when. */
export function totalText({ meter, elapsedMs }: Moment): string {
  const { written, rejected } = recordsOf(meter);
  const perSecond = Math.round((written * 1000) / Math.max(1, elapsedMs));
  const rejects = rejected > 0 ? [`${grouped.format(rejected)} rejected`] : [];
  return [counted(written, 'record'), ...rejects, `${grouped.format(perSecond)}/s`, durationText(elapsedMs)].join(', ');
}
