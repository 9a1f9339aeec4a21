import assetSchema from '../../../../../schemas/asset.schema.json' with { type: 'json' };
import configSchema from '../../../../../schemas/config.schema.json' with { type: 'json' };
import expectedSchema from '../../../../../schemas/expected.schema.json' with { type: 'json' };
import findingSchema from '../../../../../schemas/finding.schema.json' with { type: 'json' };
import manifestSchema from '../../../../../schemas/manifest.schema.json' with { type: 'json' };
import recordingSchema from '../../../../../schemas/recording.schema.json' with { type: 'json' };
import { engineError } from '../../../../base/errors/index.ts';
import { isObject, type Json, type JsonObject, resolvePointer, toPointer } from '../../../../base/json/index.ts';
import { formatSuggestion } from '../../../../manifest/index.ts';
import { defineTool } from '../../../../protocol/mcp/index.ts';
import { OBJECTS, objectOf, TEXT, textOf } from '../inputs.ts';

const SCHEMAS = {
  manifest: manifestSchema,
  config: configSchema,
  asset: assetSchema,
  finding: findingSchema,
  recording: recordingSchema,
  expected: expectedSchema,
} as unknown as Readonly<Record<string, JsonObject>>;

interface Input {
  readonly schema?: string;
  readonly pointer?: string;
  readonly definition?: string;
}

const listDefinitions = ({ definitions = {} }: JsonObject): readonly JsonObject[] =>
  Object.entries(isObject(definitions) ? definitions : {}).map(([name, one]) => ({
    name,
    description: isObject(one) ? (one['description'] ?? '') : '',
  }));

/** Finds a part of a schema. Throws SCHEMA_PART_UNKNOWN. */
function findPart(name: string, schema: JsonObject, { pointer, definition }: Input): { pointer: string; value: Json } {
  const at = definition === undefined ? (pointer ?? '') : toPointer(['definitions', definition]);
  const value = resolvePointer(schema, at);
  if (value !== undefined) return { pointer: at, value };
  const known = listDefinitions(schema).map((one) => String(one['name']));
  const part = definition ?? at;
  throw engineError('SCHEMA_PART_UNKNOWN', {
    schema: name,
    part,
    path: definition === undefined ? '/pointer' : '/definition',
    meant: formatSuggestion(part, known),
  });
}

/** Returns the JSON Schemas that a connector is written against, whole or in parts. */
export const createSchemaTool = () =>
  defineTool<Input>({
    name: 'schema',
    title: 'Read a JSON Schema',
    description:
      'Returns a JSON Schema: of manifests (default), of a config, of the target records (asset, finding), or of recorded cases (recording, expected). The manifest schema is long: without "definition" or "pointer", it returns the top level and the names of the definitions, such as stream, paginator, auth, map, fieldSpec.',
    annotations: { readOnlyHint: true, openWorldHint: false },
    input: objectOf({
      schema: { enum: Object.keys(SCHEMAS), description: 'Name of the schema. Default: manifest.' },
      definition: textOf('Name of a definition of the schema.'),
      pointer: { type: 'string', pattern: '^(/.*)?$', description: 'JSON pointer into the schema.' },
    }),
    output: {
      schema: TEXT,
      pointer: TEXT,
      value: { description: 'The schema, or the part at the pointer.' },
      definitions: { ...OBJECTS, description: 'Names and descriptions of the definitions.' },
    },
    whole: ['value'],
    async run(input) {
      const { schema: name = 'manifest' } = input;
      const schema = SCHEMAS[name] ?? {};
      const { pointer, value } = findPart(name, schema, input);
      if (pointer !== '') return { schema: name, pointer, value };
      const { definitions: _, ...top } = schema;
      return { schema: name, pointer, value: top, definitions: listDefinitions(schema) };
    },
  });
