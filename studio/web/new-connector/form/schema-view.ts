import schemaUrl from '../../../../schemas/manifest.schema.json?url';
import { type Content, isContent } from '../manifest-content.ts';

/** Member of an object in the schema. */
export interface SchemaMember {
  readonly name: string;
  readonly schema: Content;
  readonly isRequired: boolean;
}

/** Alternative of a union, with its name for a select. */
export interface SchemaVariant {
  readonly name: string;
  readonly schema: Content;
  /** Member whose constant value selects the variant, such as `type`. */
  readonly tag?: string;
}

/** Form control of a schema: `link` for what only the text can edit. */
export type ControlKind =
  | 'text'
  | 'number'
  | 'flag'
  | 'choice'
  | 'texts'
  | 'object'
  | 'map'
  | 'list'
  | 'variants'
  | 'json'
  | 'link';

/** The manifest schema, with its references resolved one at a time. */
export interface SchemaView {
  /** Returns the schema of a definition. */
  readonly definition: (name: string) => Content;
  readonly root: Content;
  /** Returns the members of an object; `value` decides about those that are required only then. */
  readonly members: (schema: Content, value?: unknown) => readonly SchemaMember[];
  /** Returns the members of which an object has exactly one. */
  readonly exclusives: (schema: Content) => readonly string[];
  /** Returns the schema of the elements of a list, or of the values of an object with any names. */
  readonly items: (schema: Content) => Content;
  readonly variants: (schema: Content) => readonly SchemaVariant[];
  readonly controlKind: (schema: Content) => ControlKind;
  /** Returns true if the control of a schema can edit a value. */
  readonly fits: (schema: Content, value: unknown) => boolean;
  /** Returns the smallest value of a schema: empty, its default, or its first choice. */
  readonly create: (schema: Content) => unknown;
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

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'number',
  boolean: 'yes or no',
  array: 'list',
};

const hasType = (schema: Content, type: string): boolean => [schema['type']].flat().includes(type);

const isRequiredOnly = (schema: Content): boolean => Object.keys(schema).join() === 'required';

const listRequired = (schema: Content): readonly unknown[] =>
  Array.isArray(schema['required']) ? schema['required'] : [];

/** Returns what `then` or `else` of a condition on members with constant values requires. */
function listRequiredBy(schema: Content, value: unknown): readonly unknown[] {
  if (!isContent(schema['if'])) return [];
  const conditions = Object.entries(asContent(schema['if']['properties']));
  const isMet = conditions.every(([name, one]) => isContent(value) && value[name] === asContent(one)['const']);
  return listRequired(asContent(schema[isMet ? 'then' : 'else']));
}

const findConstant = (schema: Content): string | undefined =>
  Object.entries(asContent(schema['properties'])).find(([, one]) => typeof asContent(one)['const'] === 'string')?.[0];

/** Names an alternative without a tag: an object by the members that it needs, other values by their type. */
function nameShape(schema: Content): string {
  const required = listRequired(schema);
  if (required.length > 0) return required.join(' and ');
  const [type] = [schema['type']].flat();
  return WORDS[String(type)] ?? String(type ?? 'value');
}

const FITS: Readonly<Record<Exclude<ControlKind, 'variants' | 'link'>, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  flag: (value) => typeof value === 'boolean',
  choice: (value) => typeof value === 'string' || typeof value === 'number',
  texts: (value) => Array.isArray(value) && value.every((one) => typeof one !== 'object'),
  object: isContent,
  map: isContent,
  list: Array.isArray,
  json: () => true,
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
  const isUnion = (schema: Content) =>
    Array.isArray(schema['anyOf']) && schema['type'] === undefined && schema['properties'] === undefined;
  const alternatives = (schema: Content): Content[] =>
    listSchemas(schema['anyOf'] ?? schema['oneOf'])
      .map(resolve)
      .flatMap((one) => (isUnion(one) ? alternatives(one) : [one]));
  const members: SchemaView['members'] = (schema, value) => {
    const required = [...listRequired(schema), ...listRequiredBy(schema, value)];
    return Object.entries(asContent(schema['properties'])).map(([name, one]) => ({
      name,
      schema: resolve(asContent(one)),
      isRequired: required.includes(name),
    }));
  };
  const exclusives = (schema: Content): string[] =>
    alternatives(schema)
      .filter(isRequiredOnly)
      .flatMap((one) => listRequired(one).map(String));
  const items = (schema: Content): Content => resolve(asContent(schema['items'] ?? schema['additionalProperties']));
  const variants = (schema: Content): SchemaVariant[] =>
    alternatives(schema)
      .filter((one) => !isRequiredOnly(one))
      .map((one) => {
        const tag = findConstant(one);
        const name = tag === undefined ? nameShape(one) : asContent(asContent(one['properties'])[tag])['const'];
        return { name: String(name), schema: one, ...(tag === undefined ? {} : { tag }) };
      });
  const controlKind = (schema: Content): ControlKind => {
    if (Array.isArray(schema['enum'])) return 'choice';
    const all = variants(schema);
    if (all.length > 0 && schema['properties'] === undefined) {
      const isText = (one: SchemaVariant) => hasType(one.schema, 'string') && one.schema['enum'] === undefined;
      // A number is not a text, so both need their own control; other texts have further forms that are rare.
      return all.some(isText) && !all.some((one) => hasType(one.schema, 'integer')) ? 'text' : 'variants';
    }
    if (hasType(schema, 'array')) {
      const element = items(schema);
      if (hasType(element, 'string') || hasType(element, 'integer')) return 'texts';
      return ['object', 'variants'].includes(controlKind(element)) ? 'list' : 'link';
    }
    if (hasType(schema, 'object')) {
      if (isContent(schema['properties'])) return 'object';
      return isContent(schema['additionalProperties']) ? 'map' : 'link';
    }
    if (schema['type'] === undefined && schema['const'] === undefined) return 'json';
    return CONTROLS[String(schema['type'])] ?? 'link';
  };
  const fits = (schema: Content, value: unknown): boolean => {
    const kind = controlKind(schema);
    if (kind === 'variants') return variants(schema).some((one) => fits(one.schema, value));
    return kind !== 'link' && FITS[kind](value);
  };
  const create = (schema: Content): unknown => {
    if (schema['default'] !== undefined) return schema['default'];
    const kind = controlKind(schema);
    if (kind === 'choice') return Array.isArray(schema['enum']) ? schema['enum'][0] : '';
    if (kind === 'flag') return true;
    if (kind === 'number') return schema['minimum'] ?? 0;
    if (kind === 'texts') return [];
    if (kind === 'list') return [create(items(schema))];
    if (kind === 'variants') return createVariant(variants(schema)[0]);
    if (kind === 'map' || kind === 'json') return {};
    return kind === 'object' ? createObject(schema) : '';
  };
  const createVariant = (variant: SchemaVariant | undefined): unknown => variant && create(variant.schema);
  const createObject = (schema: Content): Content => {
    const [first] = exclusives(schema);
    const needed = members(schema).filter(({ name, isRequired }) => isRequired || name === first);
    return Object.fromEntries(needed.map((one) => [one.name, one.schema['const'] ?? create(one.schema)]));
  };
  return { definition, root, members, exclusives, items, variants, controlKind, fits, create };
}

let loading: Promise<SchemaView> | undefined;

/** Loads the manifest schema of this build, once. */
export function loadSchema(): Promise<SchemaView> {
  loading ??= fetch(schemaUrl)
    .then((response) => response.json())
    .then((schema) => createSchemaView(schema as Content));
  return loading;
}
