import { type BuiltInEntity, isConstant } from '../../../engine/manifest/entities.ts';
import asset from '../../../schemas/asset.schema.json' with { type: 'json' };
import finding from '../../../schemas/finding.schema.json' with { type: 'json' };

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly required?: readonly string[];
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

/** Field of an entity that a map can fill. */
export interface TargetField {
  /** Dotted path. */
  readonly target: string;
  /** True if every record needs it. */
  readonly isRequired: boolean;
  readonly description?: string;
}

function listFieldsBelow(schema: Schema, root: unknown, above: Omit<TargetField, 'description'>): TargetField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, given]) => {
    const part = { ...given, ...resolve(given, root) };
    const target = above.target === '' ? name : `${above.target}.${name}`;
    const isRequired = above.isRequired && schema.required?.includes(name) === true;
    if (part.properties && target.split('.').length < MAX_DEPTH)
      return listFieldsBelow(part, root, { target, isRequired });
    const description = given.description ?? part.description;
    return [{ target, isRequired, ...(description === undefined ? {} : { description }) }];
  });
}

const listSchemaFields = (schema: unknown): readonly TargetField[] =>
  typeof schema === 'object' && schema !== null
    ? listFieldsBelow(resolve(schema as Schema, schema), schema, { target: '', isRequired: true })
    : [];

// The engine fills the constants of an entity.
const listBuiltIn = (entity: BuiltInEntity, schema: unknown): readonly TargetField[] =>
  listSchemaFields(schema).map((one) => (isConstant(entity, one.target) ? { ...one, isRequired: false } : one));

const FIELDS: Readonly<Record<string, readonly TargetField[]>> = {
  asset: listBuiltIn('asset', asset),
  finding: listBuiltIn('finding', finding),
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

/** Lists the fields of an entity: built-in, or declared in the manifest with a schema or an identity. */
export function listTargetFields(manifest: string, entity: string): readonly TargetField[] {
  if (Object.hasOwn(FIELDS, entity)) return FIELDS[entity] ?? [];
  const { identity = [], schema } = parse(manifest).entities?.[entity] ?? {};
  const fields = listSchemaFields(schema);
  const others = fields.filter(({ target }) => !identity.includes(target));
  const isOwn = (target: string) => fields.find((one) => one.target === target);
  return [...identity.map((target) => ({ ...isOwn(target), target, isRequired: true })), ...others];
}
