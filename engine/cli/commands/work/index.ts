import { type ArgumentRow, defineCommand } from '../../command.ts';
import type { OptionName } from '../../options.ts';

const RUN: ArgumentRow = { form: '<run>', summary: "the run's id, or its first characters" };
const STORE: readonly OptionName[] = ['store', 'json'];
const DOING: readonly OptionName[] = ['concurrency', 'allow-private-network', 'quiet'];

/** Commands for workers and runs. */
export const WORK_COMMANDS = [
  defineCommand({
    name: 'worker',
    summary: 'start due connections and execute their runs until interrupted',
    options: ['port', 'host', ...DOING, ...STORE],
    examples: ['mapwright worker', 'DATABASE_URL=postgres://… mapwright worker --concurrency 8 --port 9464'],
    load: async () => (await import('./worker.ts')).worker,
  }),
  defineCommand({
    name: 'runs list',
    summary: 'list the newest runs with state, record counts and errors',
    arguments: [{ form: '[connection]', summary: 'name or id of a connection (default: all)' }],
    options: ['count', ...STORE],
    load: async () => (await import('./runs.ts')).list,
  }),
  defineCommand({
    name: 'runs show',
    summary: 'show the report of a run, also while it is in progress',
    arguments: [RUN],
    options: STORE,
    load: async () => (await import('./runs.ts')).show,
  }),
  defineCommand({
    name: 'runs rejects',
    summary: 'list the rejects of a run and the reasons',
    arguments: [RUN],
    options: ['count', ...STORE],
    load: async () => (await import('./runs.ts')).rejects,
  }),
  defineCommand({
    name: 'runs retry',
    summary: 'resume a failed run, or re-map the rejects of a finished one',
    arguments: [RUN],
    options: ['detach', ...DOING, ...STORE],
    load: async () => (await import('./runs.ts')).retry,
  }),
  defineCommand({
    name: 'runs cancel',
    summary: 'cancel a run; records that it has stored are kept',
    arguments: [RUN],
    options: STORE,
    load: async () => (await import('./runs.ts')).cancel,
  }),
  defineCommand({
    name: 'runs close-absent',
    summary: 'close findings missing from a complete run despite the safety limit',
    arguments: [RUN],
    options: STORE,
    load: async () => (await import('./runs.ts')).closeAbsent,
  }),
] as const;
