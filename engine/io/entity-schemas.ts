import { isObject, type Json, type JsonObject, toPointer } from '../base/json/index.ts';
import { type Issue, readManifestText } from '../manifest/index.ts';
import { confinePath } from './confine-path.ts';
import { readText } from './read-text.ts';

/** Largest schema file that is read. */
const MAX_BYTES = 1 << 20;

/** Text of a manifest whose entities have inline schemas only, and the issues of files that cannot be read. */
export interface InlinedManifest {
  readonly text: string;
  readonly issues: readonly Issue[];
}

type Read = { readonly schema: Json } | { readonly problem: string };

async function readSchemaFile(folder: string, file: string): Promise<Read> {
  const path = await confinePath(folder, file).catch(() => undefined);
  if (path === undefined) return { problem: "it is outside the manifest's folder" };
  const read = await readText(path, MAX_BYTES);
  if ('problem' in read) return read;
  try {
    const schema = JSON.parse(read.text) as Json;
    return isObject(schema) ? { schema } : { problem: 'it does not contain a JSON object' };
  } catch {
    return { problem: 'it is not valid JSON' };
  }
}

const createIssue = (entity: string, file: string, problem: string): Issue => ({
  rule: 'entities/schema-file',
  severity: 'error',
  path: toPointer(['entities', entity, 'schema']),
  message: `cannot read the schema ${file} of the entity "${entity}": ${problem}`,
  fix: 'Set the path of a JSON Schema file, relative to the manifest and within its folder.',
});

const findEntities = (manifest: Json | undefined): JsonObject => {
  const entities = isObject(manifest) ? manifest['entities'] : undefined;
  return isObject(entities) ? entities : {};
};

/** Replaces the schema files of a manifest's entities by their contents. Returns the text unchanged if there are none. */
export async function inlineEntitySchemas(text: string, folder: string): Promise<InlinedManifest> {
  const { value } = readManifestText(text);
  const changed: Record<string, Json> = {};
  const issues: Issue[] = [];
  for (const [name, entity] of Object.entries(findEntities(value))) {
    if (!isObject(entity) || typeof entity['schema'] !== 'string') continue;
    const read = await readSchemaFile(folder, entity['schema']);
    if ('problem' in read) issues.push(createIssue(name, entity['schema'], read.problem));
    else changed[name] = { ...entity, schema: read.schema };
  }
  if (Object.keys(changed).length === 0 || !isObject(value)) return { text, issues };
  return { text: JSON.stringify({ ...value, entities: { ...findEntities(value), ...changed } }), issues };
}
