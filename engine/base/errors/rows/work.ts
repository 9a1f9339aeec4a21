import type { ErrorRow } from '../row.ts';

export const WORK_ERRORS = {
  RUN_OPEN: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { connection: string; run: string }) =>
      `the connection "${d.connection}" is being synced already (run ${d.run})`,
    fix: 'Wait for that run to end, or cancel it with: mapwright runs cancel <run>',
  },
  RUN_UNKNOWN: {
    stage: 'platform',
    httpStatus: 404,
    message: (d: { run: string }) => `there is no run ${d.run}`,
    fix: 'List the runs with: mapwright runs list',
  },
  RUN_NOT_OPEN: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { run: string; state: string }) => `the run ${d.run} has ended: it is ${d.state}`,
    fix: 'Start another with: mapwright connection run <name>',
  },
  RUN_NOT_RETRIED: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { run: string; why: string }) => `the run ${d.run} cannot be gone on with: ${d.why}`,
    fix: 'Start another with: mapwright connection run <name>',
  },
  SLICE_LOST: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { slice: string }) => `another worker has taken the slice ${d.slice}, or its run was cancelled`,
    fix: 'Nothing is to be done: what this worker had not stored yet is read by the other.',
  },
  SLICE_ABANDONED: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { attempts: number; stream: string }) =>
      `${d.attempts} workers in a row died over the same part of "${d.stream}"`,
    fix: 'Look at the memory of the workers and at their logs, then go on with: mapwright runs retry <run>',
  },
  ABSENT_TOO_MANY: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { absent: number; present: number }) =>
      `${d.absent} of ${d.present} findings are gone at once; none was closed`,
    fix: 'If that is right, close them with: mapwright runs close-absent <run>',
  },
  ABSENT_HIDDEN: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { absent: number }) =>
      `${d.absent} findings of earlier runs, which read something else (settings, filters, choice or map), stay as they are`,
    fix: 'When they are gone for good, close them with: mapwright runs close-absent <run>',
  },
  ABSENT_NOT_CLOSED: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { run: string; why: string }) =>
      `the findings that the run ${d.run} did not see cannot be closed: ${d.why}`,
    fix: 'Only a complete, full run without warnings and rejects can say what is gone; start one with: mapwright connection run <name> --full',
  },
  PORT_TAKEN: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { port: number; host: string }) => `the port ${d.port} on ${d.host} cannot be listened on`,
    fix: 'Choose another with --port, or end the program that uses it.',
  },
} as const satisfies Record<string, ErrorRow>;
