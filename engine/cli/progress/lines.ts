import { shown } from '../shown.ts';
import type { Terminal } from '../terminal.ts';
import type { Display, Moment } from './index.ts';
import { readText, totalText, waitText } from './words.ts';

const LOOK_MS = 250;
const SAY_MS = 5_000;

/** Progress where nothing can be redrawn: a line when a stream begins, when it ends, and every few seconds. */
export function lineDisplay(terminal: Terminal): Display {
  const begun = new Set<string>();
  let current: string | undefined;
  let saidAt = 0;
  const say = (stream: string, text: string) => terminal.tell(`${shown(stream)}: ${text}\n`);
  const finish = ({ meter }: Moment) => {
    const stream = current === undefined ? undefined : meter.streams[current];
    if (current !== undefined && stream) say(current, `done, ${readText(stream)}`);
  };
  const turn = (moment: Moment) => {
    const { meter } = moment;
    if (meter.current !== current) {
      finish(moment);
      current = meter.current;
    }
    for (const stream of Object.keys(meter.streams).filter((name) => !begun.has(name))) {
      begun.add(stream);
      say(stream, 'reading');
    }
  };
  const repeat = (moment: Moment) => {
    for (const [name, stream] of Object.entries(moment.meter.streams)) {
      const wait = waitText(moment, name);
      if (name === current || wait) say(name, [readText(stream), wait].filter(Boolean).join(', '));
    }
    terminal.tell(`${totalText(moment)}\n`);
  };
  return {
    everyMs: LOOK_MS,
    show(moment) {
      turn(moment);
      if (moment.elapsedMs - saidAt < SAY_MS) return;
      saidAt = moment.elapsedMs;
      repeat(moment);
    },
    end(moment) {
      turn(moment);
      finish(moment);
    },
  };
}
