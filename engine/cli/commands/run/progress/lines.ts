import type { Terminal } from '../../../terminal.ts';
import { escapeForTerminal } from '../../../text/escape-text.ts';
import type { Display, ProgressSnapshot } from './index.ts';
import { formatRead, formatTotals, formatWait } from './text.ts';

const POLL_MS = 250;
const REPORT_MS = 5_000;

/** Creates progress output without cursor control: a line when a stream starts, when it ends, and every five seconds. */
export function createLineDisplay(terminal: Terminal): Display {
  const startedStreams = new Set<string>();
  let current: string | undefined;
  let reportedAt = 0;
  const printLine = (stream: string, text: string) => terminal.tell(`${escapeForTerminal(stream)}: ${text}\n`);
  const finish = ({ counters }: ProgressSnapshot) => {
    const stream = current === undefined ? undefined : counters.streams[current];
    if (current !== undefined && stream) printLine(current, `done, ${formatRead(stream)}`);
  };
  const printChanges = (snapshot: ProgressSnapshot) => {
    const { counters } = snapshot;
    if (counters.current !== current) {
      finish(snapshot);
      current = counters.current;
    }
    for (const stream of Object.keys(counters.streams).filter((name) => !startedStreams.has(name))) {
      startedStreams.add(stream);
      printLine(stream, 'reading');
    }
  };
  const printReport = (snapshot: ProgressSnapshot) => {
    for (const [name, stream] of Object.entries(snapshot.counters.streams)) {
      const wait = formatWait(snapshot, name);
      if (name === current || wait) printLine(name, [formatRead(stream), wait].filter(Boolean).join(', '));
    }
    terminal.tell(`${formatTotals(snapshot)}\n`);
  };
  return {
    everyMs: POLL_MS,
    show(snapshot) {
      printChanges(snapshot);
      if (snapshot.elapsedMs - reportedAt < REPORT_MS) return;
      reportedAt = snapshot.elapsedMs;
      printReport(snapshot);
    },
    end(snapshot) {
      printChanges(snapshot);
      finish(snapshot);
    },
  };
}
