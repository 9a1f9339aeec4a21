import { type ArgumentRow, type CommandRow, defineCommand } from '../command.ts';
import type { OptionName } from '../options.ts';
import { ADMIN_COMMANDS } from './admin/index.ts';
import { CONNECTION_COMMANDS } from './connection/index.ts';
import { IMPORT_COMMANDS } from './import/index.ts';
import { INVENTORY_COMMANDS } from './inventory/index.ts';
import { MAP_COMMANDS } from './map/index.ts';
import { PROTOCOL_COMMANDS } from './protocol/index.ts';
import { WORK_COMMANDS } from './work/index.ts';

const CONNECTOR: ArgumentRow = { form: '<connector>', summary: 'a catalogue id or the path of a manifest' };

/** Summaries of command groups, by the first word of their commands. */
export const GROUPS: Readonly<Record<string, string>> = {
  import: 'create a connector from an existing definition, recording or sample',
  connection: 'manage saved connections',
  map: 'manage transform maps, which convert vendor items to records',
  schedule: 'show upcoming runs',
  runs: 'show, retry and cancel runs',
  risk: 'show or change the risk formula',
  airbyte: 'run a connector as an Airbyte source',
  db: 'manage the store: version, sizes, migrations, old rows, partitions, encryption keys',
};

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandRow<OptionName>[] = [
  defineCommand({
    name: 'list',
    summary: "list the catalogue's connectors",
    options: ['json'],
    load: async () => (await import('./connector/list.ts')).list,
  }),
  defineCommand({
    name: 'validate',
    summary: 'validate manifests and report all problems',
    arguments: [{ form: '<connector...>', summary: 'catalogue ids or paths of manifests' }],
    options: ['json', 'fix', 'verbose'],
    examples: ['mapwright validate ./my-connector', 'mapwright validate ./my-connector --fix'],
    load: async () => (await import('./connector/validate.ts')).validate,
  }),
  defineCommand({
    name: 'run',
    summary: 'run one sync: read from the vendor, map, write',
    arguments: [CONNECTOR],
    requires: ['config', 'to'],
    options: [
      'state',
      'full',
      'select',
      'set',
      'concurrency',
      'limit',
      'partitions',
      'keep-partial',
      'record',
      'debug-http',
      'allow-private-network',
      'json',
      'quiet',
    ],
    examples: [
      'mapwright run ./my-connector --config my-config.json --to ndjson:out --state my.state',
      'mapwright run ./my-connector --config my-config.json --to stdout --limit 10 --debug-http http.ndjson',
    ],
    load: async () => (await import('./run/run.ts')).run,
  }),
  defineCommand({
    name: 'read',
    summary: 'read the first pages of one stream and show each request, response, item and record',
    arguments: [CONNECTOR],
    requires: ['config', 'stream'],
    options: ['partitions', 'pages', 'items', 'set', 'allow-private-network', 'json'],
    examples: ['mapwright read ./my-connector --config my-config.json --stream findings --pages 3'],
    load: async () => (await import('./connector/read.ts')).read,
  }),
  defineCommand({
    name: 'check',
    summary: 'test a connection: network, TLS, authentication, authorization, data',
    arguments: [CONNECTOR],
    requires: ['config'],
    options: ['set', 'allow-private-network', 'json'],
    examples: ['mapwright check ./my-connector --config my-config.json'],
    load: async () => (await import('./connector/check.ts')).check,
  }),
  defineCommand({
    name: 'authorize',
    summary: 'obtain a refresh token by consent, and write it to the file that the config names',
    arguments: [CONNECTOR],
    requires: ['config'],
    options: ['set', 'allow-private-network', 'json'],
    examples: ['mapwright authorize ./my-connector --config my-config.json'],
    load: async () => (await import('./connector/authorize.ts')).authorize,
  }),
  defineCommand({
    name: 'test',
    summary: 'replay recorded cases offline and compare the records',
    arguments: [{ form: '[connector...]', summary: 'catalogue ids or paths of manifests (default: all)' }],
    options: ['all', 'strict', 'update', 'json'],
    examples: ['mapwright test ./my-connector --strict', 'mapwright test --all ./my-connectors'],
    load: async () => (await import('./connector/test.ts')).test,
  }),
  defineCommand({
    name: 'docs',
    summary: "print the connector's guide in Markdown",
    arguments: [CONNECTOR],
    load: async () => (await import('./connector/docs.ts')).docs,
  }),
  defineCommand({
    name: 'types',
    summary: "print TypeScript types of the connector's settings and records",
    arguments: [CONNECTOR],
    load: async () => (await import('./connector/types.ts')).types,
  }),
  defineCommand({
    name: 'preview',
    summary: 'map a sample payload without network access',
    arguments: [CONNECTOR],
    requires: ['map', 'sample'],
    options: ['json'],
    examples: ['mapwright preview ./my-connector --map finding --sample page.json'],
    load: async () => (await import('./connector/preview.ts')).preview,
  }),
  defineCommand({
    name: 'studio',
    summary: 'start the web studio: mappings, connections, runs, findings',
    arguments: [{ form: '[manifest...]', summary: 'additional manifests, or their folders' }],
    options: [
      'port',
      'host',
      'tls-cert',
      'tls-key',
      'behind-proxy',
      'open',
      'write',
      'demo',
      'no-worker',
      'allow-private-network',
      'store',
    ],
    examples: [
      'mapwright studio --demo --open',
      'mapwright studio ./my-connector --write',
      'mapwright studio --host 0.0.0.0 --tls-cert studio.crt --tls-key studio.key',
      'mapwright studio --behind-proxy https://studio.example.com',
    ],
    load: async () => (await import('./studio/studio.ts')).studio,
  }),
  defineCommand({
    name: 'init',
    summary: 'create a connector: a manifest with one passing test case',
    arguments: [{ form: '<id>', summary: 'id of the new connector: lowercase letters, digits, hyphens' }],
    options: ['dir', 'auth', 'paging', 'partition', 'job', 'incremental'],
    examples: [
      'mapwright init acme-scanner',
      'mapwright init acme-scanner --auth oauth2 --paging cursor --incremental',
      'mapwright test ./acme-scanner',
    ],
    load: async () => (await import('./connector/init.ts')).init,
  }),
  defineCommand({
    name: 'completion',
    summary: 'print a completion script for bash, zsh or fish',
    arguments: [{ form: '<shell>', summary: 'bash, zsh or fish' }],
    load: async () => (await import('./completion.ts')).completion,
  }),
  ...IMPORT_COMMANDS,
  ...CONNECTION_COMMANDS,
  ...MAP_COMMANDS,
  ...WORK_COMMANDS,
  ...INVENTORY_COMMANDS,
  ...ADMIN_COMMANDS,
  ...PROTOCOL_COMMANDS,
];
