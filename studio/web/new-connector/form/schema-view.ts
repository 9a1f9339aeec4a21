import schemaUrl from '../../../../schemas/manifest.schema.json?url';
import { type Content, isContent } from '../manifest-content.ts';

/** Member of an object in the schema. */
export interface SchemaMember {
  readonly name: string;
  readonly schema: Content;
  readonly isRequired: boolean;
}

/** Variant of an object, selected by its `type`. */
export interface SchemaVariant {
  readonly type: string;
  readonly schema: Content;
}

/** Form control of a schema: `link` for what only the text can edit. */
export type ControlKind = 'text' | 'number' | 'flag' | 'choice' | 'texts' | 'variants' | 'link';

/** The manifest schema, with its references resolved one at a time. */
export interface SchemaView {
  /** Returns the schema of a definition. */
  readonly definition: (name: string) => Content;
  readonly root: Content;
  readonly members: (schema: Content) => readonly SchemaMember[];
  readonly variants: (schema: Content) => readonly SchemaVariant[];
  readonly controlKind: (schema: Content) => ControlKind;
}

const asContent = (value: unknown): Content => (isContent(value) ? value : {});

const listSchemas = (value: unknown): Content[] => (Array.isArray(value) ? value.filter(isContent) : []);

/** Returns the first sentence of a description. */
export const shortenDescription = ({ description }: Content): string | undefined =>
  typeof description === 'string'
    ? (/^.*?[.:](?=\s|$)/s.exec(description)?.[0].replace(/:$/, '.') ?? description)
    : undefined;

/** Returns the allowed values of a choice, as texts. */
export const listChoices = (schema: Content): readonly string[] =>
  Array.isArray(schema['enum']) ? schema['enum'].map(String) : [];

const CONTROLS: Readonly<Record<string, ControlKind>> = {
  string: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'flag',
};

function createSchemaView(root: Content): SchemaView {
  const definitions = asContent(root['definitions']);
  const definition = (name: string): Content => asContent(definitions[name]);
  const resolve = (schema: Content): Content => {
    const [, name] = /^#\/definitions\/(.+)$/.exec(String(schema['$ref'] ?? '')) ?? [];
    if (name === undefined) return schema;
    const { $ref: _, ...own } = schema;
    return { ...resolve(definition(name)), ...own };
  };
  const members = (schema: Content): SchemaMember[] => {
    const required = Array.isArray(schema['required']) ? schema['required'] : [];
    return Object.entries(asContent(schema['properties'])).map(([name, one]) => ({
      name,
      schema: resolve(asContent(one)),
      isRequired: required.includes(name),
    }));
  };
  const typeOf = (schema: Content): unknown => asContent(asContent(schema['properties'])['type'])['const'];
  const variants = (schema: Content): SchemaVariant[] =>
    listSchemas(schema['oneOf'])
      .map(resolve)
      .flatMap((one) => {
        const type = typeOf(one);
        return typeof type === 'string' ? [{ type, schema: one }] : [];
      });
  const controlKind = (schema: Content): ControlKind => {
    if (variants(schema).length > 0) return 'variants';
    if (Array.isArray(schema['enum'])) return 'choice';
    const { type } = schema;
    if (type === 'array') return resolve(asContent(schema['items']))['type'] === 'string' ? 'texts' : 'link';
    if (typeof type === 'string') return CONTROLS[type] ?? 'link';
    const options = listSchemas(schema['anyOf'] ?? schema['oneOf']).map(resolve);
    return options.some((one) => one['type'] === 'string' && one['enum'] === undefined) ? 'text' : 'link';
  };
  return { definition, root, members, variants, controlKind };
}

let loading: Promise<SchemaView> | undefined;

/** Loads the manifest schema of this build, once. */
export function loadSchema(): Promise<SchemaView> {
  loading ??= fetch(schemaUrl)
    .then((response) => response.json())
    .then((schema) => createSchemaView(schema as Content));
  return loading;
}
