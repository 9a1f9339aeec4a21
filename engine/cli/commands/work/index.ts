import type { ArgumentRow } from '../../command.ts';
import type { OptionName } from '../../options.ts';
import { defineCommand } from '../row.ts';

const RUN: ArgumentRow = { form: '<run>', summary: "the run's id, or its first characters" };
const STORE: readonly OptionName[] = ['store', 'json'];
const DOING: readonly OptionName[] = ['concurrency', 'allow-private-network', 'quiet'];

/** Work: what does it, and what came of it. */
export const WORK_COMMANDS = [
  defineCommand({
    name: 'worker',
    summary: 'start connections when they are due and do their runs, until interrupted',
    options: ['port', 'host', ...DOING, ...STORE],
    examples: ['mapwright worker', 'DATABASE_URL=postgres://… mapwright worker --concurrency 8 --port 9464'],
    load: async () => (await import('./worker.ts')).worker,
  }),
  defineCommand({
    name: 'runs list',
    summary: 'the newest runs: state, what they brought, why they failed',
    arguments: [{ form: '[connection]', summary: 'only of this connection, by its name or id' }],
    options: ['count', ...STORE],
    load: async () => (await import('./runs.ts')).list,
  }),
  defineCommand({
    name: 'runs show',
    summary: 'a run: its report, so far while it goes on',
    arguments: [RUN],
    options: STORE,
    load: async () => (await import('./runs.ts')).show,
  }),
  defineCommand({
    name: 'runs rejects',
    summary: 'what a run could not map, and why',
    arguments: [RUN],
    options: ['count', ...STORE],
    load: async () => (await import('./runs.ts')).rejects,
  }),
  defineCommand({
    name: 'runs retry',
    summary: 'go on with a run that failed; of one that is processed, map its rejects again',
    arguments: [RUN],
    options: ['detach', ...DOING, ...STORE],
    load: async () => (await import('./runs.ts')).retry,
  }),
  defineCommand({
    name: 'runs cancel',
    summary: 'end a run; what it has stored stays',
    arguments: [RUN],
    options: STORE,
    load: async () => (await import('./runs.ts')).cancel,
  }),
  defineCommand({
    name: 'runs close-absent',
    summary: 'close the findings that a complete run did not see, though they are many',
    arguments: [RUN],
    options: STORE,
    load: async () => (await import('./runs.ts')).closeAbsent,
  }),
] as const;
