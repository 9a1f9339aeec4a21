import { escapeForTerminal } from '../escape-text.ts';
import type { Terminal } from '../terminal.ts';
import type { Display, ProgressSnapshot } from './index.ts';
import { formatRead, formatTotals, formatWait } from './text.ts';

const REDRAW_MS = 100;
const FRAMES = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
/** More lines would push the frame out of a small window, and the next redraw could not reach its top. */
const MOST_STREAMS = 12;

const CLEAR_BELOW = '\x1b[J';
const moveUp = (lines: number) => (lines > 0 ? `\x1b[${lines}A` : '');

const spinnerFrame = (elapsedMs: number) => FRAMES[Math.floor(elapsedMs / REDRAW_MS) % FRAMES.length];

function renderFrame(snapshot: ProgressSnapshot): string[] {
  const { counters, elapsedMs } = snapshot;
  const names = [...new Set([...Object.keys(counters.streams), ...counters.waiting.keys()])].slice(-MOST_STREAMS);
  const width = Math.max(0, ...names.map((name) => escapeForTerminal(name).length));
  const lines = names.map((name) => {
    const stream = counters.streams[name];
    const texts = [stream && formatRead(stream), formatWait(snapshot, name)].filter(Boolean);
    return `  ${escapeForTerminal(name).padEnd(width)}  ${texts.join(', ')}`;
  });
  return [...lines, `${spinnerFrame(elapsedMs)} ${counters.current ? formatTotals(snapshot) : 'connecting'}`];
}

/** Progress on a terminal: a line a stream and one for the whole, redrawn in place; gone when the run ends. */
export function createLiveDisplay(terminal: Terminal): Display {
  let height = 0;
  const draw = (lines: readonly string[]) => {
    // A line that wraps would make the next redraw climb too little.
    const cut = lines.map((line) => `${line.slice(0, terminal.columns() - 1)}\n`);
    terminal.tell(`\r${moveUp(height)}${CLEAR_BELOW}${cut.join('')}`);
    height = lines.length;
  };
  return { everyMs: REDRAW_MS, show: (snapshot) => draw(renderFrame(snapshot)), end: () => draw([]) };
}
