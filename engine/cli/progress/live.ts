import { shown } from '../shown.ts';
import type { Terminal } from '../terminal.ts';
import type { Display, Moment } from './index.ts';
import { readText, totalText, waitText } from './words.ts';

const REDRAW_MS = 100;
const FRAMES = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
/** More lines would push the frame out of a small window, and the next redraw could not reach its top. */
const MOST_STREAMS = 12;

const CLEAR_BELOW = '\x1b[J';
const up = (lines: number) => (lines > 0 ? `\x1b[${lines}A` : '');

const spinner = (elapsedMs: number) => FRAMES[Math.floor(elapsedMs / REDRAW_MS) % FRAMES.length];

function frame(moment: Moment): string[] {
  const { meter, elapsedMs } = moment;
  const names = [...new Set([...Object.keys(meter.streams), ...meter.waiting.keys()])].slice(-MOST_STREAMS);
  const width = Math.max(0, ...names.map((name) => shown(name).length));
  const lines = names.map((name) => {
    const stream = meter.streams[name];
    const texts = [stream && readText(stream), waitText(moment, name)].filter(Boolean);
    return `  ${shown(name).padEnd(width)}  ${texts.join(', ')}`;
  });
  return [...lines, `${spinner(elapsedMs)} ${meter.current ? totalText(moment) : 'connecting'}`];
}

/** Progress on a terminal: a line a stream and one for the whole, redrawn in place; gone when the run ends. */
export function liveDisplay(terminal: Terminal): Display {
  let height = 0;
  const draw = (lines: readonly string[]) => {
    // A line that wraps would make the next redraw climb too little.
    const cut = lines.map((line) => `${line.slice(0, terminal.columns() - 1)}\n`);
    terminal.tell(`\r${up(height)}${CLEAR_BELOW}${cut.join('')}`);
    height = lines.length;
  };
  return { everyMs: REDRAW_MS, show: (moment) => draw(frame(moment)), end: () => draw([]) };
}
