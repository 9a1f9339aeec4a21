import { type ArgumentRow, defineCommand } from '../../command.ts';
import type { OptionName } from '../../options.ts';

const NAME: ArgumentRow = { form: '<name>', summary: "the connection's name or id" };
const SETTINGS: readonly OptionName[] = ['config', 'set', 'set-env', 'set-file', 'set-stdin'];
const SCOPE: readonly OptionName[] = ['description', 'asset-types', 'finding-types', 'entities', 'use-map'];
const SCHEDULE: readonly OptionName[] = ['at', 'every', 'cron', 'start', 'end', 'zone', 'manual-only'];
const STORE: readonly OptionName[] = ['store', 'json'];
const CHECK_OPTIONS: readonly OptionName[] = ['force', 'allow-private-network', 'quiet'];

/** Commands for saved connections. */
export const CONNECTION_COMMANDS = [
  defineCommand({
    name: 'connection create',
    summary: 'test and save a connection; without options, asks step by step',
    arguments: [{ form: '[connector]', summary: 'a catalogue id or the path of a manifest' }],
    options: [
      'name',
      'like',
      ...SETTINGS,
      ...SCOPE,
      ...SCHEDULE,
      'unset',
      'inactive',
      'preserve-absent',
      'authorize',
      ...CHECK_OPTIONS,
      ...STORE,
    ],
    examples: [
      'mapwright connection create',
      'mapwright connection create ./my-connector --name "My scanner" --set settings.user=ann --set-env token=MY_TOKEN --every "6 hours"',
      'mapwright connection create ./my-connector --name nightly --config my-config.json --cron "30 2 * * *" --zone Europe/Berlin',
      'mapwright connection create --like nightly --name weekly --every "1 week" --set "filters.applications=…"',
    ],
    load: async () => (await import('./create.ts')).create,
  }),
  defineCommand({
    name: 'connection list',
    summary: 'list connections with state, next run and schedule',
    options: STORE,
    load: async () => (await import('./list.ts')).list,
  }),
  defineCommand({
    name: 'connection show',
    summary: 'show a connection, without its secrets',
    arguments: [NAME],
    options: STORE,
    load: async () => (await import('./show.ts')).show,
  }),
  defineCommand({
    name: 'connection edit',
    summary: 'change a connection, effective from its next run; changed settings and filters are tested first',
    arguments: [NAME],
    options: [
      'name',
      ...SETTINGS,
      'unset',
      ...SCOPE,
      ...SCHEDULE,
      'scheduled',
      'unscheduled',
      'active',
      'inactive',
      'preserve-absent',
      'close-absent',
      'revision',
      ...CHECK_OPTIONS,
      ...STORE,
    ],
    examples: [
      `mapwright connection edit nightly --set "filters.applications=Name eq 'www.test.com'"`,
      'mapwright connection edit nightly --every "1 day" --start 2026-12-01T02:30 --zone Europe/Berlin',
      'mapwright connection edit nightly --use-map finding=my-findings --manual-only',
    ],
    load: async () => (await import('./edit.ts')).edit,
  }),
  defineCommand({
    name: 'connection test',
    summary: 'test a saved connection, optionally with changed settings',
    arguments: [NAME],
    options: [...SETTINGS, 'allow-private-network', 'quiet', ...STORE],
    load: async () => (await import('./test.ts')).test,
  }),
  defineCommand({
    name: 'connection run',
    summary: 'run a connection now, regardless of its schedule',
    arguments: [NAME],
    options: ['full', 'detach', 'concurrency', 'allow-private-network', 'quiet', ...STORE],
    load: async () => (await import('./run.ts')).run,
  }),
  defineCommand({
    name: 'connection pause',
    summary: 'pause a connection: no runs start until it is resumed',
    arguments: [NAME],
    options: ['quiet', ...STORE],
    load: async () => (await import('./pause.ts')).pause,
  }),
  defineCommand({
    name: 'connection resume',
    summary: 'resume a paused connection',
    arguments: [NAME],
    options: ['quiet', ...STORE],
    load: async () => (await import('./pause.ts')).resume,
  }),
  defineCommand({
    name: 'connection rotate',
    summary: 'replace secrets and their related settings; a run in progress keeps the old ones',
    arguments: [NAME],
    options: ['set', 'set-env', 'set-file', 'set-stdin', ...CHECK_OPTIONS, ...STORE],
    examples: [
      'mapwright connection rotate nightly',
      'mapwright connection rotate nightly --set-file api_key=new-key.txt',
      'mapwright connection rotate nightly --set settings.api_id=… --set-env api_key=NEW_KEY',
    ],
    load: async () => (await import('./rotate.ts')).rotate,
  }),
  defineCommand({
    name: 'connection authorize',
    summary: 'obtain a refresh token by consent in a browser or by a device code, and store it',
    arguments: [NAME],
    options: ['allow-private-network', ...STORE],
    examples: ['mapwright connection authorize nightly'],
    load: async () => (await import('./authorize.ts')).authorize,
  }),
  defineCommand({
    name: 'connection delete',
    summary: 'delete a connection and keep or remove its inventory, or remove the kept inventory of a deleted one',
    arguments: [NAME],
    options: ['inventory', 'yes', ...STORE],
    examples: [
      'mapwright connection delete nightly --inventory keep --yes',
      'mapwright connection delete nightly --inventory remove --yes',
    ],
    load: async () => (await import('./delete.ts')).remove,
  }),
] as const;
