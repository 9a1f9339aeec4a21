import { type ArgumentRow, defineCommand } from '../../command.ts';

const file = (summary: string): ArgumentRow => ({ form: '<file>', summary: `${summary}; - for standard input` });

/** Commands that create a connector from something that exists. */
export const IMPORT_COMMANDS = [
  defineCommand({
    name: 'import airbyte',
    summary: 'create a connector from a low-code definition of an Airbyte source',
    arguments: [file('a manifest.yaml')],
    options: ['dir', 'json'],
    examples: ['mapwright import airbyte source-acme/manifest.yaml --dir ./acme'],
    load: async () => (await import('./airbyte.ts')).airbyte,
  }),
  defineCommand({
    name: 'import openapi',
    summary: 'create a connector from an OpenAPI 3 or Swagger 2 document',
    arguments: [file('a document in JSON or YAML')],
    options: ['dir', 'tag', 'operation', 'json'],
    examples: [
      'mapwright import openapi petstore.yaml --dir ./petstore',
      'mapwright import openapi api.json --tag findings --operation listProjects',
    ],
    load: async () => (await import('./openapi.ts')).openapi,
  }),
  defineCommand({
    name: 'import sample',
    summary: 'create a connector that maps the items of a response body',
    arguments: [file('a response body in JSON, NDJSON, CSV or XML')],
    requires: ['map'],
    options: ['dir', 'json'],
    examples: ['mapwright import sample findings.json --map finding --dir ./acme'],
    load: async () => (await import('./sample.ts')).sample,
  }),
] as const;
