import { isGroup, type SettingValue } from './setting-values.ts';
import type { SettingChoice, SettingSchema } from './types.generated.ts';

/** Schema of a setting, of a group or of the settings as a whole. */
export type GroupSchema = Pick<SettingSchema, 'properties' | 'required' | 'oneOf'>;

/** Returns the property that names the choice in each group of a `oneOf`; undefined if the groups have none in common. */
export function findDiscriminator({ oneOf = [] }: Pick<SettingSchema, 'oneOf'>): string | undefined {
  const [first, ...others] = oneOf;
  return Object.entries(first?.properties ?? {})
    .filter(([, property]) => property.const !== undefined)
    .map(([name]) => name)
    .find((name) => others.every(({ properties }) => properties[name]?.const !== undefined));
}

/** Returns the group of a `oneOf` that a value selects. */
export function findChoice(schema: Pick<SettingSchema, 'oneOf'>, value: SettingValue | undefined) {
  const name = findDiscriminator(schema);
  if (name === undefined || !isGroup(value)) return undefined;
  return schema.oneOf?.find(({ properties }) => properties[name]?.const === value[name]);
}

/** Returns the const that names a group. */
export const nameChoice = (name: string, { properties }: SettingChoice): string | number | boolean =>
  properties[name]?.const ?? '';

/** Returns the schemas that a property of a group may have: one, or one per choice that has it. */
export const listPropertySchemas = ({ properties = {}, oneOf = [] }: GroupSchema, name: string): SettingSchema[] =>
  [properties, ...oneOf.map((choice) => choice.properties)].flatMap((all) =>
    Object.hasOwn(all, name) && all[name] ? [all[name]] : [],
  );

/** Returns the schemas of the setting at a path. Empty if it is not declared. */
export function listSchemasAt(schema: GroupSchema, path: readonly string[]): SettingSchema[] {
  const [name, ...rest] = path;
  if (name === undefined) return [];
  const found = listPropertySchemas(schema, name);
  return rest.length === 0 ? found : found.flatMap((one) => listSchemasAt(one, rest));
}

/** Returns the names of the properties of a group, in any choice. */
export const listPropertyNames = ({ properties = {}, oneOf = [] }: GroupSchema): string[] => [
  ...new Set([properties, ...oneOf.map((choice) => choice.properties)].flatMap((all) => Object.keys(all))),
];

/** Returns the paths of all settings that are not groups, such as `credentials.token`, without the names of choices. */
export function listSettingPaths(schema: GroupSchema, above: readonly string[] = []): string[][] {
  return listPropertyNames(schema).flatMap((name) => {
    const path = [...above, name];
    const schemas = listPropertySchemas(schema, name);
    if (schemas.every((one) => one.const !== undefined)) return [];
    const inner = schemas.filter(({ type }) => type === 'object').flatMap((one) => listSettingPaths(one, path));
    return schemas.some(({ type }) => type !== 'object') ? [path, ...inner] : inner;
  });
}

/** Returns the paths of the settings that apply with these values: of groups with choices, only those of the selected one. */
export function listActivePaths(
  schema: GroupSchema,
  values: SettingValue | undefined,
  above: readonly string[] = [],
): string[][] {
  const { properties = {} } = (schema.oneOf ? findChoice(schema, values) : schema) ?? {};
  return Object.entries(properties).flatMap(([name, property]) => {
    if (property.const !== undefined) return [];
    const value = isGroup(values) && Object.hasOwn(values, name) ? values[name] : undefined;
    return property.type === 'object' ? listActivePaths(property, value, [...above, name]) : [[...above, name]];
  });
}
