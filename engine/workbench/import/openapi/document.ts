import { upgrade } from '@scalar/openapi-upgrader';
import { engineError } from '../../../base/errors/index.ts';
import { isObject, type Json, type JsonObject, toPointer } from '../../../base/json/index.ts';
import { getObject } from '../members.ts';
import { parseObject, type SourceName } from '../parse-document.ts';

const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

function findProblem(document: JsonObject): string | undefined {
  const version = document['openapi'] ?? document['swagger'];
  if (version === undefined) return 'it has neither "openapi" nor "swagger" at its top';
  if (!/^(?:2\.0|3\.\d)/.test(String(version))) return `its version ${String(version).slice(0, 20)} is not supported`;
  return Object.keys(getObject(document, 'paths')).length === 0 ? 'it has no paths' : undefined;
}

/** Parses an OpenAPI 3 or Swagger 2 document, in JSON or YAML, and returns it in the form of OpenAPI 3.1. Throws IMPORT_UNREADABLE. */
export function parseOpenapi(text: string, name: SourceName): JsonObject {
  const document = parseObject(text, name);
  const problem = findProblem(document);
  if (problem !== undefined) throw engineError('IMPORT_UNREADABLE', { ...name, reason: problem });
  // YAML reads an unquoted version as a number.
  const versioned =
    document['swagger'] === undefined
      ? { ...document, openapi: String(document['openapi']) }
      : { ...document, swagger: '2.0' };
  try {
    return asObject(upgrade(versioned, '3.1'));
  } catch (error) {
    throw engineError('IMPORT_UNREADABLE', { ...name, reason: 'it does not follow the OpenAPI specification' }, error);
  }
}

const MOST_REFERENCES = 20;

/** Finds references to other documents, which are not read. Returns each target once, with the pointer of its first use. */
export function findRemoteReferences(document: JsonObject): [target: string, from: string][] {
  const found = new Map<string, string>();
  const queue: [Json, readonly (string | number)[]][] = [[document, []]];
  for (let at = queue.pop(); at !== undefined && found.size < MOST_REFERENCES; at = queue.pop()) {
    const [value, path] = at;
    if (typeof value !== 'object' || value === null) continue;
    const ref = isObject(value) ? value['$ref'] : undefined;
    if (typeof ref === 'string' && !ref.startsWith('#')) found.set(ref, toPointer(path));
    for (const [key, inner] of Object.entries(value)) queue.push([inner as Json, [...path, key]]);
  }
  return [...found];
}
