import type { JsonObject } from '../base/json/index.ts';
import type { SettingItems, SettingSchema } from './types.generated.ts';

interface Group {
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly required?: readonly string[];
}

const SCALAR = ['enum', 'const', 'minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum'] as const;
const LIST = ['minItems', 'maxItems', 'uniqueItems'] as const;

const describe = ({ title, description, ...schema }: SettingSchema | SettingItems): string => {
  const fallback = 'default' in schema && schema.default !== undefined ? JSON.stringify(schema.default) : undefined;
  const parts = [title, description, fallback && `Default: ${fallback.replaceAll('"', '')}.`];
  const sentences = parts.flatMap((part) => (part ? [/[.!?:]$/.test(part) ? part : `${part}.`] : []));
  return sentences.join(' ');
};

const pick = (schema: object, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(schema).filter(([key, value]) => keys.includes(key) && value !== undefined));

/** Converts a group of settings to a plain JSON Schema. */
export const toGroupSchema = ({ properties = {}, required = [] }: Group): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  required: [...required],
  properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, toJsonSchema(one)])),
});

const requireNames = ({ properties, required = [] }: Group): Group => ({
  properties: properties ?? {},
  required: [
    ...new Set([
      ...required,
      ...Object.entries(properties ?? {}).flatMap(([name, one]) => (one.const === undefined ? [] : [name])),
    ]),
  ],
});

/** Converts a setting to a plain JSON Schema without formats and Mapwright's own keywords. */
export function toJsonSchema(schema: SettingSchema | SettingItems): JsonObject {
  const description = describe(schema);
  const text = description === '' ? {} : { description };
  if (schema.type === 'array') {
    const items = 'items' in schema && schema.items ? { items: toJsonSchema(schema.items) } : {};
    return { type: 'array', ...text, ...items, ...pick(schema, LIST) };
  }
  if (schema.type !== 'object') return { type: schema.type, ...text, ...pick(schema, SCALAR) };
  if (!('oneOf' in schema) || !schema.oneOf) return { ...toGroupSchema(schema), ...text };
  return {
    ...text,
    oneOf: schema.oneOf.map((choice) => ({ ...toGroupSchema(requireNames(choice)), description: choice.title })),
  };
}
