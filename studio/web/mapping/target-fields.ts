import asset from '../../../schemas/asset.schema.json' with { type: 'json' };
import finding from '../../../schemas/finding.schema.json' with { type: 'json' };

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Levels of nested objects that are offered as dotted targets. */
const MAX_DEPTH = 6;

function resolve(schema: Schema, root: unknown): Schema {
  const path = schema.$ref?.startsWith('#/') ? schema.$ref.slice(2).split('/') : [];
  if (path.length === 0) return schema;
  const found = path.reduce<unknown>((at, part) => (at as Readonly<Record<string, unknown>> | undefined)?.[part], root);
  return typeof found === 'object' && found !== null ? (found as Schema) : schema;
}

function listFieldsBelow(schema: Schema, root: unknown, path: readonly string[]): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, given]) => {
    const part = resolve(given, root);
    const target = [...path, name];
    return part.properties && target.length < MAX_DEPTH ? listFieldsBelow(part, root, target) : [target.join('.')];
  });
}

const listSchemaFields = (schema: unknown): readonly string[] =>
  typeof schema === 'object' && schema !== null ? listFieldsBelow(resolve(schema as Schema, schema), schema, []) : [];

const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  asset: listSchemaFields(asset),
  finding: listSchemaFields(finding),
};

interface Entities {
  readonly entities?: Readonly<Record<string, { readonly schema?: unknown; readonly identity?: readonly string[] }>>;
}

function parse(manifest: string): Entities {
  try {
    return JSON.parse(manifest) as Entities;
  } catch {
    return {};
  }
}

/** Lists the dotted fields of an entity: built-in, or declared in the manifest with a schema or an identity. */
export function listTargetFields(manifest: string, entity: string): readonly string[] {
  if (Object.hasOwn(BUILT_IN, entity)) return BUILT_IN[entity] ?? [];
  const declared = parse(manifest).entities?.[entity];
  return [...new Set([...(declared?.identity ?? []), ...listSchemaFields(declared?.schema)])];
}
