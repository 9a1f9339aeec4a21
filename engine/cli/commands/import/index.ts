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
    name: 'import har',
    summary: 'create a connector from the requests that a browser recorded',
    arguments: [file('a HAR file')],
    options: ['dir', 'json'],
    examples: ['mapwright import har acme.har --dir ./acme'],
    load: async () => (await import('./har.ts')).har,
  }),
  defineCommand({
    name: 'import curl',
    summary: 'create a connector from curl commands',
    arguments: [{ form: '<command>', summary: 'the command in quotes, as browsers copy it; - for standard input' }],
    options: ['dir', 'sample', 'json'],
    examples: [
      'mapwright import curl \'curl https://api.acme.example/users?page=1 -H "Authorization: Bearer …"\' --dir ./acme',
      'mapwright import curl - --sample response.json --dir ./acme < command.txt',
    ],
    load: async () => (await import('./curl.ts')).curl,
  }),
  defineCommand({
    name: 'import postman',
    summary: 'create a connector from a Postman collection',
    arguments: [file('a collection, exported as JSON')],
    options: ['dir', 'json'],
    examples: ['mapwright import postman acme.postman_collection.json --dir ./acme'],
    load: async () => (await import('./postman.ts')).postman,
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
