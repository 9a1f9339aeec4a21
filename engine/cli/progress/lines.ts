import { escapeForTerminal } from '../escape-text.ts';
import type { Terminal } from '../terminal.ts';
import type { Display, ProgressSnapshot } from './index.ts';
import { formatRead, formatTotals, formatWait } from './text.ts';

const LOOK_MS = 250;
const SAY_MS = 5_000;

/** Progress where nothing can be redrawn: a line when a stream begins, when it ends, and every few seconds. */
export function createLineDisplay(terminal: Terminal): Display {
  const begun = new Set<string>();
  let current: string | undefined;
  let saidAt = 0;
  const say = (stream: string, text: string) => terminal.tell(`${escapeForTerminal(stream)}: ${text}\n`);
  const finish = ({ counters }: ProgressSnapshot) => {
    const stream = current === undefined ? undefined : counters.streams[current];
    if (current !== undefined && stream) say(current, `done, ${formatRead(stream)}`);
  };
  const turn = (snapshot: ProgressSnapshot) => {
    const { counters } = snapshot;
    if (counters.current !== current) {
      finish(snapshot);
      current = counters.current;
    }
    for (const stream of Object.keys(counters.streams).filter((name) => !begun.has(name))) {
      begun.add(stream);
      say(stream, 'reading');
    }
  };
  const repeat = (snapshot: ProgressSnapshot) => {
    for (const [name, stream] of Object.entries(snapshot.counters.streams)) {
      const wait = formatWait(snapshot, name);
      if (name === current || wait) say(name, [formatRead(stream), wait].filter(Boolean).join(', '));
    }
    terminal.tell(`${formatTotals(snapshot)}\n`);
  };
  return {
    everyMs: LOOK_MS,
    show(snapshot) {
      turn(snapshot);
      if (snapshot.elapsedMs - saidAt < SAY_MS) return;
      saidAt = snapshot.elapsedMs;
      repeat(snapshot);
    },
    end(snapshot) {
      turn(snapshot);
      finish(snapshot);
    },
  };
}
