import { parseDocument } from 'yaml';
import { engineError } from '../../base/errors/index.ts';
import { isObject, type Json, type JsonObject } from '../../base/json/index.ts';

const DEEPEST = 200;
const MOST_VALUES = 5_000_000;

/** Reports why a value is too large to be read: circles of YAML aliases are endless, and reused aliases multiply. */
function findExcess(root: Json): string | undefined {
  let level: Json[] = [root];
  let count = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return `it has more than ${DEEPEST} levels of nesting`;
    const next: Json[] = [];
    for (const value of level)
      if (typeof value === 'object' && value !== null)
        for (const inner of Object.values(value)) next.push(inner as Json);
    count += next.length;
    if (count > MOST_VALUES) return `it has more than ${MOST_VALUES} values`;
    level = next;
  }
  return undefined;
}

const asJson = (value: unknown): Json => value as Json;

/** Version of YAML: in 1.1, words such as yes and on are booleans. Times stay texts. */
export type YamlVersion = '1.1' | '1.2';

const isTime = (tag: unknown): boolean =>
  typeof tag === 'object' && tag !== null && 'tag' in tag && String(tag.tag).endsWith(':timestamp');

function readYaml(text: string, version: YamlVersion): { readonly value: Json } | { readonly problem: string } {
  const document = parseDocument(text, {
    version,
    customTags: (tags: unknown[]) => tags.filter((tag) => !isTime(tag)),
    maxAliasCount: 100,
    logLevel: 'silent',
    uniqueKeys: false,
  } as never);
  const [error] = document.errors;
  if (error) return { problem: `it is neither valid JSON nor valid YAML: ${error.message.split('\n')[0]}` };
  return { value: asJson(document.toJS({ maxAliasCount: 100 })) };
}

function readValue(text: string, version: YamlVersion): { readonly value: Json } | { readonly problem: string } {
  const trimmed = text.replace(/^\uFEFF/, '');
  try {
    return { value: asJson(JSON.parse(trimmed)) };
  } catch (error) {
    if (/^\s*[{[]/.test(trimmed)) {
      const position = error instanceof Error ? /\(line \d+ column \d+\)/.exec(error.message)?.[0] : undefined;
      return { problem: `it is not valid JSON${position ? ` ${position}` : ''}` };
    }
  }
  try {
    return readYaml(trimmed, version);
  } catch (error) {
    return { problem: error instanceof RangeError ? 'it is nested too deeply' : 'its YAML aliases are excessive' };
  }
}

/** Source of an import, for errors. */
export interface SourceName {
  /** Path of the file, or a name such as "the command". */
  readonly source: string;
  /** Expected form, for the fix: "an OpenAPI 3 or Swagger 2 document". */
  readonly form: string;
  /** Default: 1.2. */
  readonly yaml?: YamlVersion;
}

/** Parses a JSON document, or a YAML document where `allowYaml`. Throws IMPORT_UNREADABLE for anything but an object. */
export function parseObject(text: string, { source, form, yaml = '1.2' }: SourceName): JsonObject {
  const read = readValue(text, yaml);
  if ('problem' in read) throw engineError('IMPORT_UNREADABLE', { source, form, reason: read.problem });
  if (!isObject(read.value)) throw engineError('IMPORT_UNREADABLE', { source, form, reason: 'it is not an object' });
  const excess = findExcess(read.value);
  if (excess !== undefined) throw engineError('IMPORT_UNREADABLE', { source, form, reason: excess });
  return read.value;
}
