import { pino } from 'pino';
import type { WorkerEvent } from '../worker/index.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** How loud each event is; what happens for each page and request is for those who look for something. */
const LEVELS: Readonly<Record<WorkerEvent['type'], Level>> = {
  'worker-started': 'info',
  'worker-stopping': 'info',
  'worker-stopped': 'info',
  'worker-died': 'warn',
  'run-planned': 'info',
  'slices-planned': 'info',
  'slice-started': 'debug',
  'slice-finished': 'debug',
  'slice-handed-back': 'info',
  'slice-lost': 'warn',
  'slice-failed': 'error',
  'page-stored': 'debug',
  request: 'debug',
  'run-finished': 'info',
  trouble: 'error',
};

/** What of an event is logged: all of it but a report, of which the counts are. */
function logFields(event: WorkerEvent): object {
  if (event.type !== 'run-finished') return event;
  const { report, ...rest } = event;
  const { state, mode, entities, warnings } = report;
  return { ...rest, state, mode, entities, warnings: warnings.map(({ code }) => code) };
}

/**
 * Structured logs, one JSON document a line, with the ids of run and connection. `write` gets each line and redacts it;
 * `level` is the lowest that is written.
 */
export function createLog(write: (line: string) => void, level: Level = 'info'): (event: WorkerEvent) => void {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return (event) => log[LEVELS[event.type]](logFields(event), event.type);
}
