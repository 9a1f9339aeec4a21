import { pino } from 'pino';
import type { WorkerEvent } from '../worker/index.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Log level of each event; events per page and request are debug. */
const LEVELS: Readonly<Record<WorkerEvent['type'], Level>> = {
  'worker-started': 'info',
  'worker-stopping': 'info',
  'worker-stopped': 'info',
  'run-planned': 'info',
  'slices-planned': 'info',
  'slice-started': 'debug',
  'slice-finished': 'debug',
  'slice-handed-back': 'info',
  'slice-lost': 'warn',
  'slice-failed': 'error',
  'page-stored': 'debug',
  request: 'debug',
  'request-retry': 'debug',
  'run-finished': 'info',
  trouble: 'error',
  'store-reconnected': 'warn',
};

/** Picks the logged fields of an event: all of them, but only a summary of a report. */
function logFields(event: WorkerEvent): object {
  if (event.type !== 'run-finished') return event;
  const { report, ...rest } = event;
  const { state, mode, entities, warnings } = report;
  return { ...rest, state, mode, entities, warnings: warnings.map(({ code }) => code) };
}

/**
 * Creates a structured log with one JSON document per line, including the ids of run and connection. `write` receives each
 * line and must redact it; `level` is the minimum level.
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
