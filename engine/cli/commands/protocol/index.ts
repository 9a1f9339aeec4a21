import { type ArgumentRow, type CommandRow, defineCommand } from '../../command.ts';
import type { OptionName } from '../../options.ts';

const CONNECTOR: ArgumentRow = { form: '<connector>', summary: 'a catalogue id or the path of a manifest' };
const SHARED = ['set', 'allow-private-network'] as const satisfies readonly OptionName[];

/** Commands that speak the protocols of other platforms. */
export const PROTOCOL_COMMANDS: readonly CommandRow<OptionName>[] = [
  defineCommand({
    name: 'airbyte spec',
    summary: 'print the specification: settings and capabilities',
    arguments: [CONNECTOR],
    load: async () => (await import('./airbyte.ts')).spec,
  }),
  defineCommand({
    name: 'airbyte check',
    summary: 'test the connection',
    arguments: [CONNECTOR],
    requires: ['config'],
    options: SHARED,
    load: async () => (await import('./airbyte.ts')).check,
  }),
  defineCommand({
    name: 'airbyte discover',
    summary: 'print the catalog of streams',
    arguments: [CONNECTOR],
    requires: ['config'],
    options: SHARED,
    load: async () => (await import('./airbyte.ts')).discover,
  }),
  defineCommand({
    name: 'airbyte read',
    summary: 'read the streams of a configured catalog',
    arguments: [CONNECTOR],
    requires: ['config', 'catalog'],
    options: ['state', 'concurrency', ...SHARED],
    examples: ['mapwright airbyte read ./my-connector --config config.json --catalog catalog.json --state state.json'],
    load: async () => (await import('./airbyte.ts')).read,
  }),
  defineCommand({
    name: 'singer',
    summary: 'read as a Singer tap',
    arguments: [CONNECTOR],
    options: ['config', 'discover', 'catalog', 'state', 'about', 'concurrency', ...SHARED],
    examples: [
      'mapwright singer ./my-connector --config config.json --discover > catalog.json',
      'mapwright singer ./my-connector --config config.json --catalog catalog.json --state state.json | target-jsonl',
    ],
    load: async () => (await import('./singer.ts')).singer,
  }),
  defineCommand({
    name: 'mcp',
    summary: 'serve the Model Context Protocol, so that an assistant can write and test connectors',
    arguments: [{ form: '[folder]', summary: 'folder of your connectors (default: the working folder)' }],
    options: ['write', 'allow-private-network'],
    examples: ['mapwright mcp ./my-connectors', 'mapwright mcp ./my-connectors --write'],
    load: async () => (await import('../mcp/mcp.ts')).mcp,
  }),
];
