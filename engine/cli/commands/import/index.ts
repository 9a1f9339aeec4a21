import { type ArgumentRow, defineCommand } from '../../command.ts';

const file = (summary: string): ArgumentRow => ({ form: '<file>', summary: `${summary}; - for standard input` });

/** Commands that create a connector from something that exists. */
export const IMPORT_COMMANDS = [
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
] as const;
