import type { ErrorRow } from '../row.ts';

export const WORK_ERRORS = {
  RUN_OPEN: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { connection: string; run: string }) =>
      `a run of the connection "${d.connection}" is already in progress (run ${d.run})`,
    fix: 'Wait for that run to finish, or cancel it with: mapwright runs cancel <run>',
  },
  RUN_UNKNOWN: {
    stage: 'platform',
    httpStatus: 404,
    message: (d: { run: string }) => `run not found: ${d.run}`,
    fix: 'List the runs with: mapwright runs list',
  },
  RUN_NOT_OPEN: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { run: string; state: string }) => `the run ${d.run} has already ended with the state ${d.state}`,
    fix: 'Start a new run with: mapwright connection run <name>',
  },
  RUN_NOT_RETRIED: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { run: string; why: string }) => `cannot resume the run ${d.run}: ${d.why}`,
    fix: 'Start a new run with: mapwright connection run <name>',
  },
  SLICE_LOST: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { slice: string }) => `lost the slice ${d.slice}: another worker claimed it, or the run was cancelled`,
    fix: 'No action needed: the other worker reads the data that this worker had not stored yet.',
  },
  SLICE_ABANDONED: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { attempts: number; stream: string }) =>
      `${d.attempts} workers in a row crashed on the same slice of "${d.stream}"`,
    fix: 'Check the memory and logs of the workers, then resume with: mapwright runs retry <run>',
  },
  ABSENT_TOO_MANY: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { absent: number; present: number; kind: string }) =>
      `safety limit: ${d.absent} of ${d.present} ${d.kind} are missing from this run; none was closed`,
    fix: 'If this is expected, close them with: mapwright runs close-absent <run>',
  },
  ABSENT_HIDDEN: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { absent: number; kind: string }) =>
      `${d.absent} ${d.kind} of earlier runs with other settings, filters, selections or maps were left unchanged`,
    fix: 'If they no longer exist, close them with: mapwright runs close-absent <run>',
  },
  ABSENT_NOT_CLOSED: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { run: string; why: string }) => `cannot close the findings missing from the run ${d.run}: ${d.why}`,
    fix: 'Start a full run with: mapwright connection run <name> --full. Only a complete full run without warnings and rejects can close missing findings.',
  },
  PORT_TAKEN: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { port: number; host: string }) => `cannot listen on port ${d.port} of ${d.host}`,
    fix: 'Choose another port with --port, or stop the process that uses it.',
  },
} as const satisfies Record<string, ErrorRow>;
