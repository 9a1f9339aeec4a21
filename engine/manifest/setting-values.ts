import { isObject } from '../base/json/index.ts';
import type { SettingItems, SettingSchema } from './types.generated.ts';

/** Resolved value of a setting: a scalar, a list, or a group of settings by name. */
export type SettingValue = string | number | boolean | readonly SettingValue[] | SettingGroupValue;

export interface SettingGroupValue {
  readonly [name: string]: SettingValue;
}

export type SettingValues = Readonly<Record<string, SettingValue>>;

/** Returns true if a value is a group of settings. */
export const isGroup = (value: unknown): value is SettingGroupValue => isObject(value);

const NUMBER = /^-?\d+(\.\d+)?$/;

function parseJson(text: string): SettingValue {
  try {
    return JSON.parse(text) as SettingValue;
  } catch {
    return text;
  }
}

/** Splits the text of a list: a JSON array, or values separated by commas or line breaks. */
function parseList(text: string): SettingValue {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (trimmed.startsWith('[')) return parseJson(trimmed);
  return trimmed.split(/[,\n]/).map((part) => part.trim());
}

/**
 * Converts a string from the environment or the command line to the type of the setting, if it represents one exactly. Returns
 * any other value unchanged; the check of the settings reports it.
 */
export function parseTyped({ type }: Pick<SettingSchema | SettingItems, 'type'>, value: SettingValue): SettingValue {
  if (type === 'string') return typeof value === 'object' ? value : String(value);
  if (typeof value !== 'string') return value;
  if (type === 'array') return parseList(value);
  if (type === 'object') return value.trim().startsWith('{') ? parseJson(value) : value;
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  return NUMBER.test(value) ? Number(value) : value;
}

/** Returns the settings with a value at a dotted path, such as `credentials.method`. Undefined removes the value. */
export function setSetting(
  values: SettingValues,
  [name = '', ...rest]: readonly string[],
  value: SettingValue | undefined,
): SettingValues {
  const { [name]: before, ...others } = values;
  if (rest.length === 0) return value === undefined ? others : { ...values, [name]: value };
  if (value === undefined && !isGroup(before)) return values;
  return { ...values, [name]: setSetting(isGroup(before) ? before : {}, rest, value) };
}

/** Returns the value at a path; undefined if there is none. */
export const findSetting = (
  values: SettingValues,
  [name = '', ...rest]: readonly string[],
): SettingValue | undefined => {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (rest.length === 0) return value;
  return isGroup(value) ? findSetting(value, rest) : undefined;
};

/** Returns the settings by dotted path, such as `credentials.method`. Lists are values. */
export const flattenSettings = (values: SettingValues, above = ''): Readonly<Record<string, SettingValue>> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, SettingValue][] =>
      isGroup(value) ? Object.entries(flattenSettings(value, `${above}${name}.`)) : [[`${above}${name}`, value]],
    ),
  );

/** Formats a value for display: lists separated by commas, groups as JSON. */
export const formatSetting = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(formatSetting).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};
