import type { JsonObject } from '../../base/json/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import type { SettingItems, SettingSchema } from '../../manifest/types.generated.ts';

/** Keywords of a setting that JSON Schema defines too. */
const KEPT = [
  ...['type', 'title', 'description', 'default', 'enum', 'const', 'examples'],
  ...['pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum'],
  ...['minItems', 'maxItems', 'uniqueItems'],
] as const;

/** Formats that JSON Schema defines; `timeZone` is Mapwright's own. */
const FORMATS: ReadonlySet<string> = new Set(['uri', 'date', 'date-time', 'email', 'hostname', 'uuid']);

interface Group {
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly required?: readonly string[];
}

/** Marks a secret setting in the way that a protocol's clients know. */
export type SecretMark = JsonObject;

const convertGroup = ({ properties = {}, required = [] }: Group, mark: SecretMark): JsonObject => ({
  properties: Object.fromEntries(
    Object.entries(properties).map(([name, one], order) => [name, { ...convertSetting(one, mark), order }]),
  ),
  ...(required.length > 0 ? { required: [...required] } : {}),
});

function convertSetting(schema: SettingSchema | SettingItems, mark: SecretMark): JsonObject {
  const kept = Object.fromEntries(
    Object.entries(schema).filter(([key, value]) => KEPT.some((one) => one === key) && value !== undefined),
  ) as JsonObject;
  const format = schema.format !== undefined && FORMATS.has(schema.format) ? { format: schema.format } : {};
  const secret = 'writeOnly' in schema && schema.writeOnly ? mark : {};
  const own = { ...kept, ...format, ...secret };
  if ('items' in schema && schema.items) return { ...own, items: convertSetting(schema.items, mark) };
  if ('oneOf' in schema && schema.oneOf)
    return {
      ...own,
      oneOf: schema.oneOf.map((choice) => ({
        ...(choice.title === undefined ? {} : { title: choice.title }),
        type: 'object',
        ...convertGroup(choice, mark),
      })),
    };
  return schema.type === 'object' ? { ...own, ...convertGroup(schema as Group, mark) } : own;
}

const FILTERS: JsonObject = {
  type: 'object',
  title: 'Filters',
  description: 'Filters by stream of the manifest, in the syntax of the vendor.',
  additionalProperties: { type: 'string' },
};

const listTypes = (title: string, types: readonly string[]): JsonObject => ({
  type: 'array',
  title,
  items: { type: 'string', enum: [...types] },
  uniqueItems: true,
});

function buildSelection({ about }: Manifest): JsonObject {
  const { assetTypes, findingTypes } = about;
  return {
    type: 'object',
    title: 'Selection',
    properties: {
      ...(assetTypes.length > 0 ? { assetTypes: listTypes('Asset types', assetTypes) } : {}),
      ...(findingTypes.length > 0 ? { findingTypes: listTypes('Finding types', findingTypes) } : {}),
    },
  };
}

/**
 * Builds the JSON Schema of a connection's config file. It has the form of `--config` of all commands, so that one file serves
 * all of them.
 */
export function buildConfigSchema(manifest: Manifest, mark: SecretMark): JsonObject {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: manifest.title,
    type: 'object',
    required: ['settings'],
    additionalProperties: true,
    properties: {
      settings: { type: 'object', title: 'Settings', ...convertGroup(manifest.settings, mark), order: 0 },
      filters: { ...FILTERS, order: 1 },
      select: { ...buildSelection(manifest), order: 2 },
    },
  };
}
