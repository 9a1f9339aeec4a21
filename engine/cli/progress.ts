import type { Meter } from '../run/meter.ts';
import { durationText } from '../time/index.ts';
import { shown } from './shown.ts';
import type { Terminal } from './terminal.ts';

const REDRAW_MS = 100;
const PLAIN_MS = 5000;
const CLEAR = '\r\x1b[K';

/** Shows a run's counters on stderr until it is stopped. */
export interface Progress {
  watch(meter: Meter): void;
  stop(): void;
}

const number = (value: number): string => value.toLocaleString('en-US');

function waitingText({ waiting }: Meter): string {
  const [first] = waiting;
  if (!first) return '';
  const [stream, { until, why }] = first;
  return `, ${stream} waits ${durationText(Math.max(0, until - Date.now()))} for ${why}`;
}

/** One line: where the run stands and how fast it is. */
function lineOf(meter: Meter, seconds: number): string {
  const { current, entities, streams } = meter;
  const records = entities.asset.written + entities.finding.written;
  const pages = Object.values(streams).reduce((sum, stream) => sum + stream.pages, 0);
  const retries = Object.values(streams).reduce((sum, stream) => sum + stream.retries, 0);
  const rejected = entities.asset.rejected + entities.finding.rejected;
  const rate = seconds > 0 ? `, ${number(Math.round(records / seconds))}/s` : '';
  return [
    current ?? 'connecting',
    `: ${number(pages)} pages, ${number(records)} records${rate}`,
    rejected > 0 ? `, ${number(rejected)} rejected` : '',
    retries > 0 ? `, ${number(retries)} retries` : '',
    waitingText(meter),
  ].join('');
}

/** A live line on a terminal, a plain line every few seconds elsewhere. */
export function showProgress(title: string, terminal: Terminal): Progress {
  const begin = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const seconds = () => (performance.now() - begin) / 1000;
  const live = (meter: Meter) => {
    const line = shown(`${title}  ${lineOf(meter, seconds())}`).slice(0, terminal.columns() - 1);
    terminal.tell(`${CLEAR}${line}`);
  };
  const plain = (meter: Meter) => terminal.tell(`${title}  ${shown(lineOf(meter, seconds()))}\n`);
  return {
    watch(meter) {
      if (!terminal.isLive) terminal.tell(`${title}  started\n`);
      timer = setInterval(terminal.isLive ? live : plain, terminal.isLive ? REDRAW_MS : PLAIN_MS, meter);
      timer.unref();
    },
    stop() {
      clearInterval(timer);
      if (terminal.isLive) terminal.tell(CLEAR);
    },
  };
}
