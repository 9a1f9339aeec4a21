import { type GroupSchema, listPropertySchemas, listSchemasAt, listSettingPaths } from './setting-groups.ts';
import { findSetting, isGroup, type SettingValue, setSetting } from './setting-values.ts';
import type { SettingSchema, SettingsSchema } from './types.generated.ts';

/** Part of a manifest that declares the settings. */
interface Declared {
  readonly settings: SettingsSchema;
}

const isSecret = ({ writeOnly }: Pick<SettingSchema, 'writeOnly'>): boolean => writeOnly === true;

/** Splits a dotted path, such as `credentials.token`. */
export const splitSettingPath = (path: string): string[] => path.split('.');

/** Returns true if a manifest declares the setting at a dotted path, or a group above it, as a secret by `"writeOnly": true`. */
export function isSecretSetting({ settings }: Declared, path: string): boolean {
  const steps = splitSettingPath(path);
  return steps.some((_, at) => listSchemasAt(settings, steps.slice(0, at + 1)).some(isSecret));
}

/** Returns the dotted paths of the manifest's secret settings. */
export const listSecretFields = (declared: Declared): readonly string[] =>
  listSettingPaths(declared.settings)
    .map((path) => path.join('.'))
    .filter((path) => isSecretSetting(declared, path));

/**
 * Returns the dotted paths of the settings that a rotation replaces, in the order of the form: the secrets, and the plain
 * settings that change with them.
 */
export const listRotatedFields = (declared: Declared): readonly string[] =>
  listSettingPaths(declared.settings).flatMap((path) => {
    const isCredential = listSchemasAt(declared.settings, path).some(({ credential }) => credential === true);
    const field = path.join('.');
    return isCredential || isSecretSetting(declared, field) ? [field] : [];
  });

type Change = (secret: SettingValue) => unknown;

const changeElement = (schemas: readonly SettingSchema[], value: unknown, change: Change): unknown => {
  const groups = schemas.flatMap(({ items }) => (items?.properties ? [items] : []));
  return isGroup(value) && groups.length > 0 ? changeMembers(groups, value, change) : value;
};

function changeMembers(schemas: readonly GroupSchema[], values: object, change: Change): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const own = schemas.flatMap((schema) => listPropertySchemas(schema, name));
      const changed = own.some(isSecret) ? change(value) : changeValue(own, value, change);
      return changed === undefined ? [] : [[name, changed] as const];
    }),
  );
}

function changeValue(schemas: readonly SettingSchema[], value: unknown, change: Change): unknown {
  if (Array.isArray(value)) return value.map((one) => changeElement(schemas, one, change));
  const groups = schemas.filter(({ type }) => type === 'object');
  return isGroup(value) && groups.length > 0 ? changeMembers(groups, value, change) : value;
}

/** Returns the settings without secrets, which may be displayed, hashed and bound in expressions. */
export const openSettings = <V>(declared: Declared, values: Readonly<Record<string, V>>): Record<string, V> =>
  changeMembers([declared.settings], values, () => undefined) as Record<string, V>;

/** Returns the settings with each secret replaced. */
export const mapSecrets = <V>(
  declared: Declared,
  values: Readonly<Record<string, SettingValue>>,
  change: (secret: SettingValue) => V,
): Record<string, SettingValue | V> =>
  changeMembers([declared.settings], values, change) as Record<string, SettingValue | V>;

/** Returns the values of the secrets by their dotted paths. */
export const pickSecrets = (
  declared: Declared,
  values: Readonly<Record<string, SettingValue>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    listSecretFields(declared).flatMap((field) => {
      const value = findSetting(values, splitSettingPath(field));
      return value === undefined ? [] : [[field, String(value)] as const];
    }),
  );

/** Returns the settings with values at dotted paths. */
export const mergeSecrets = (
  values: Readonly<Record<string, SettingValue>>,
  secrets: Readonly<Record<string, SettingValue>>,
): Readonly<Record<string, SettingValue>> =>
  Object.entries(secrets).reduce((all, [path, value]) => setSetting(all, splitSettingPath(path), value), values);
