import type { ArgumentRow, CommandRow } from '../command.ts';
import type { OptionName } from '../options.ts';
import { ADMIN_COMMANDS } from './admin/index.ts';
import { CONNECTION_COMMANDS } from './connection/index.ts';
import { INVENTORY_COMMANDS } from './inventory/index.ts';
import { MAP_COMMANDS } from './map/index.ts';
import { defineCommand } from './row.ts';
import { WORK_COMMANDS } from './work/index.ts';

const CONNECTOR: ArgumentRow = { form: '<connector>', summary: 'an id of the catalogue, or the path of a manifest' };

/** The first words of commands of two words. */
export const GROUPS: Readonly<Record<string, string>> = {
  connection: 'saved connections: create, test, schedule, run, edit, rotate, delete',
  map: 'transform maps: how items become records; clone one to change it',
  schedule: 'when connections run',
  runs: 'what connections did: reports, rejects, another try',
  risk: 'how findings and assets are scored: by the published formula, or by your own',
  db: 'the store: its version, its keys',
};

/** The commands, in the order of the help. A new one is a file here and a row. */
export const COMMANDS: readonly CommandRow<OptionName>[] = [
  defineCommand({
    name: 'list',
    summary: "the catalogue's connectors",
    options: ['json'],
    load: async () => (await import('./list.ts')).list,
  }),
  defineCommand({
    name: 'validate',
    summary: 'check manifests: every problem at once',
    arguments: [{ form: '<connector...>', summary: 'ids of the catalogue, or paths of manifests' }],
    options: ['json', 'fix', 'verbose'],
    examples: ['mapwright validate ./my-connector', 'mapwright validate ./my-connector --fix'],
    load: async () => (await import('./validate.ts')).validate,
  }),
  defineCommand({
    name: 'run',
    summary: 'one sync: read from the vendor, map, write',
    arguments: [CONNECTOR],
    requires: ['config', 'to'],
    options: ['state', 'full', 'select', 'set', 'concurrency', 'record', 'allow-private-network', 'json', 'quiet'],
    examples: ['mapwright run ./my-connector --config my-config.json --to ndjson:out --state my.state'],
    load: async () => (await import('./run.ts')).run,
  }),
  defineCommand({
    name: 'check',
    summary: 'Test Connection: network, TLS, authentication, authorization, data',
    arguments: [CONNECTOR],
    requires: ['config'],
    options: ['set', 'allow-private-network', 'json'],
    examples: ['mapwright check ./my-connector --config my-config.json'],
    load: async () => (await import('./check.ts')).check,
  }),
  defineCommand({
    name: 'test',
    summary: 'replay recorded cases offline and compare what they give',
    arguments: [{ form: '[connector...]', summary: 'ids of the catalogue, or paths of manifests; all when absent' }],
    options: ['update', 'json'],
    load: async () => (await import('./test.ts')).test,
  }),
  defineCommand({
    name: 'docs',
    summary: "print the connector's guide in Markdown",
    arguments: [CONNECTOR],
    load: async () => (await import('./docs.ts')).docs,
  }),
  defineCommand({
    name: 'types',
    summary: "print TypeScript types of the connector's settings and records",
    arguments: [CONNECTOR],
    load: async () => (await import('./types.ts')).types,
  }),
  defineCommand({
    name: 'preview',
    summary: 'map a sample payload, with no network',
    arguments: [CONNECTOR],
    requires: ['map', 'sample'],
    options: ['json'],
    examples: ['mapwright preview ./my-connector --map finding --sample page.json'],
    load: async () => (await import('./preview.ts')).preview,
  }),
  defineCommand({
    name: 'studio',
    summary: 'the web studio, on this machine: mappings, connections, runs, findings',
    arguments: [{ form: '[manifest...]', summary: 'manifests of your own, or their folders, beside the catalogue' }],
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
    load: async () => (await import('./studio.ts')).studio,
  }),
  defineCommand({
    name: 'init',
    summary: 'begin a connector: a manifest with one recorded case that passes',
    arguments: [{ form: '<id>', summary: "the new connector's id: small letters, digits, hyphens" }],
    options: ['dir'],
    examples: ['mapwright init acme-scanner', 'mapwright test ./acme-scanner'],
    load: async () => (await import('./init.ts')).init,
  }),
  defineCommand({
    name: 'completion',
    summary: 'print a completion script for bash, zsh or fish',
    arguments: [{ form: '<shell>', summary: 'bash, zsh or fish' }],
    load: async () => (await import('./completion.ts')).completion,
  }),
  ...CONNECTION_COMMANDS,
  ...MAP_COMMANDS,
  ...WORK_COMMANDS,
  ...INVENTORY_COMMANDS,
  ...ADMIN_COMMANDS,
];
