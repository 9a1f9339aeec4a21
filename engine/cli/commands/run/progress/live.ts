import type { Terminal } from '../../../terminal.ts';
import { escapeForTerminal } from '../../../text/escape-text.ts';
import type { Display, ProgressSnapshot } from './index.ts';
import { formatRead, formatTotals, formatWait } from './text.ts';

const REDRAW_MS = 100;
const FRAMES = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
/** Limit that keeps the frame inside a small window; a redraw cannot reach lines above it. */
const MAX_STREAMS = 12;

const CLEAR_BELOW = '\x1b[J';
const moveUp = (lines: number) => (lines > 0 ? `\x1b[${lines}A` : '');

const spinnerFrame = (elapsedMs: number) => FRAMES[Math.floor(elapsedMs / REDRAW_MS) % FRAMES.length];

function renderFrame(snapshot: ProgressSnapshot): string[] {
  const { counters, elapsedMs } = snapshot;
  const names = [...new Set([...Object.keys(counters.streams), ...counters.waiting.keys()])].slice(-MAX_STREAMS);
  const width = Math.max(0, ...names.map((name) => escapeForTerminal(name).length));
  const lines = names.map((name) => {
    const stream = counters.streams[name];
    const texts = [stream && formatRead(stream), formatWait(snapshot, name)].filter(Boolean);
    return `  ${escapeForTerminal(name).padEnd(width)}  ${texts.join(', ')}`;
  });
  return [...lines, `${spinnerFrame(elapsedMs)} ${counters.current ? formatTotals(snapshot) : 'connecting'}`];
}

/** Creates progress output for a terminal: one line per stream and a total, redrawn in place and removed at the end. */
export function createLiveDisplay(terminal: Terminal): Display {
  let height = 0;
  const draw = (lines: readonly string[]) => {
    // Truncated, because a wrapped line would break the line count of the next redraw.
    const cut = lines.map((line) => `${line.slice(0, terminal.columns() - 1)}\n`);
    terminal.tell(`\r${moveUp(height)}${CLEAR_BELOW}${cut.join('')}`);
    height = lines.length;
  };
  return { everyMs: REDRAW_MS, show: (snapshot) => draw(renderFrame(snapshot)), end: () => draw([]) };
}
