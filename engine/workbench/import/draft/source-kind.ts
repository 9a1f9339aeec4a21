import { isObject, type Json } from '../../../base/json/index.ts';

/** Kinds of sources that a draft can be imported from. */
export const SOURCE_KINDS = ['curl', 'har', 'postman', 'openapi', 'airbyte', 'manifest', 'sample'] as const;

export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Names of the kinds, for errors. */
export const SOURCE_LABELS: Readonly<Record<SourceKind, string>> = {
  curl: 'a curl command',
  har: 'a HAR file',
  postman: 'a Postman collection',
  openapi: 'an OpenAPI document',
  airbyte: 'an Airbyte manifest',
  manifest: 'a manifest',
  sample: 'a response body in JSON, NDJSON, CSV or XML',
};

const CURL = /^\s*(?:\$\s+)?(?:\S*[\\/])?curl(?:\.exe)?\s/i;

/** First lines of YAML documents, by kind. JSON is parsed instead. */
const YAML: readonly (readonly [SourceKind, RegExp])[] = [
  ['openapi', /^["']?(?:openapi|swagger)["']?\s*:/m],
  ['airbyte', /^(?:type\s*:\s*["']?DeclarativeSource|(?:streams|dynamic_streams)\s*:)/m],
];

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function detectJson(value: Json): SourceKind {
  if (!isObject(value)) return 'sample';
  const has = (name: string) => value[name] !== undefined;
  if (has('manifestVersion') && has('streams')) return 'manifest';
  if (typeof value['openapi'] === 'string' || typeof value['swagger'] === 'string') return 'openapi';
  if (isObject(value['log']) && Array.isArray(value['log']['entries'])) return 'har';
  const collection = isObject(value['collection']) ? value['collection'] : value;
  if (Array.isArray(collection['item']) && isObject(collection['info'])) return 'postman';
  if (value['type'] === 'DeclarativeSource' || (has('version') && Array.isArray(value['streams']))) return 'airbyte';
  return 'sample';
}

/** Detects the kind of a pasted source by its content; any other text is a sample of a response body. */
export function detectSource(text: string): SourceKind {
  if (CURL.test(text)) return 'curl';
  if (/^\s*[{[]/.test(text)) {
    const value = parseJson(text);
    return value === undefined ? 'sample' : detectJson(value);
  }
  return YAML.find(([, pattern]) => pattern.test(text))?.[0] ?? 'sample';
}
