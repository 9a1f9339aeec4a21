import { isObject, type Json, type JsonObject } from '../../../../base/json/index.ts';
import { linearRegex } from '../../../../language/expression/index.ts';
import { toTitle } from '../../names.ts';
import { toName } from '../names.ts';
import { attempt, refuse } from '../untranslatable.ts';

/** Receives what a setting loses. */
export type OnLoss = (path: readonly string[], reason: string) => void;

const SCALARS: ReadonlySet<string> = new Set(['string', 'integer', 'number', 'boolean']);
const FORMATS: ReadonlySet<string> = new Set(['uri', 'date', 'date-time', 'email', 'hostname', 'uuid']);

const JS_TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
};

/** Returns the type of a property; a list of types counts by its first one. */
function findType(schema: JsonObject): string | undefined {
  const { type } = schema;
  const types = (Array.isArray(type) ? type : [type]).filter(
    (one): one is string => typeof one === 'string' && one !== 'null',
  );
  if (types[0] !== undefined) return types[0];
  if (Array.isArray(schema['oneOf']) || Array.isArray(schema['anyOf']) || isObject(schema['properties']))
    return 'object';
  const [sample] = [
    schema['const'],
    schema['default'],
    ...(Array.isArray(schema['enum']) ? schema['enum'] : []),
  ].filter((value) => value !== undefined && value !== null);
  return Object.keys(JS_TYPES).find((one) => JS_TYPES[one]?.(sample));
}

const pick = (schema: JsonObject, keys: readonly string[], fits: (value: unknown) => boolean): JsonObject =>
  Object.fromEntries(
    keys.flatMap((key) => (schema[key] !== undefined && fits(schema[key]) ? [[key, schema[key]]] : [])),
  );

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** Names of members in config files that stand for references. */
const RESERVED: ReadonlySet<string> = new Set(['env', 'file']);

/** Name of a property of a group in the manifest. */
export const toMemberName = (name: string): string => {
  const converted = toName(name, 'setting');
  return RESERVED.has(converted) ? `${converted}_value` : converted;
};

/** Translates a pattern if it runs in linear time. */
function translatePattern(schema: JsonObject, path: readonly string[], onLoss: OnLoss): JsonObject {
  const { pattern } = schema;
  if (typeof pattern !== 'string' || pattern === '') return {};
  try {
    linearRegex(new RegExp(pattern));
    return { pattern };
  } catch {
    onLoss(path, 'its pattern is not checked, because it cannot run in linear time');
    return {};
  }
}

function translateScalar(schema: JsonObject, type: string, path: readonly string[], onLoss: OnLoss): JsonObject {
  const isSecret = schema['airbyte_secret'] === true;
  const fits = JS_TYPES[type] ?? (() => false);
  const values = Array.isArray(schema['enum'])
    ? schema['enum'].filter((value) => fits(value) && typeof value !== 'boolean')
    : [];
  const samples = isSecret || !Array.isArray(schema['examples']) ? [] : schema['examples'].filter(fits);
  return {
    type,
    ...(isSecret ? {} : pick(schema, ['default', 'const'], fits)),
    ...(values.length > 0 ? { enum: [...new Set(values)] } : {}),
    ...(FORMATS.has(String(schema['format'])) && type === 'string' ? pick(schema, ['format'], isText) : {}),
    ...(type === 'string' ? translatePattern(schema, path, onLoss) : {}),
    ...(type === 'string' ? pick(schema, ['minLength', 'maxLength'], isCount) : {}),
    ...(type === 'integer' || type === 'number'
      ? pick(schema, ['minimum', 'maximum'], (value) => typeof value === 'number')
      : {}),
    ...(samples.length > 0 ? { examples: samples } : {}),
    ...(isSecret ? { writeOnly: true } : {}),
  };
}

function translateList(schema: JsonObject, path: readonly string[], onLoss: OnLoss): JsonObject {
  if (schema['airbyte_secret'] === true) return refuse('it is a list of secrets');
  const items = isObject(schema['items']) ? schema['items'] : { type: 'string' };
  if (items['airbyte_secret'] === true) return refuse('it is a list of secrets');
  const type = findType(items) ?? 'string';
  const base = {
    type: 'array',
    ...pick(schema, ['minItems', 'maxItems'], isCount),
    ...(Array.isArray(schema['default']) ? { default: schema['default'] } : {}),
  };
  if (SCALARS.has(type)) {
    const { default: _, ...member } = translateScalar(items, type, path, onLoss);
    return { ...base, items: member };
  }
  if (type !== 'object' || !isObject(items['properties'])) return refuse('it is a list of lists or of any objects');
  return { ...base, items: { type: 'object', ...translateMembers(items, path, onLoss) } };
}

/** Translates the properties of a group. */
function translateMembers(schema: JsonObject, path: readonly string[], onLoss: OnLoss): JsonObject {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const members: [string, Json][] = [];
  for (const [name, member] of sortByOrder(properties)) {
    const inner = [...path, name];
    const result = attempt(() => translateSetting(inner, isObject(member) ? member : {}, onLoss));
    if ('reason' in result) onLoss(inner, result.reason);
    else members.push([toMemberName(name), result.value]);
  }
  const known = new Set(members.map(([name]) => name));
  const required = Array.isArray(schema['required'])
    ? schema['required'].map((name) => toMemberName(String(name)))
    : [];
  const present = [...new Set(required)].filter((name) => known.has(name));
  return { properties: Object.fromEntries(members), ...(present.length > 0 ? { required: present } : {}) };
}

const getOrder = (schema: Json): number => {
  const order = isObject(schema) ? schema['order'] : undefined;
  return typeof order === 'number' ? order : Number.MAX_SAFE_INTEGER;
};

/** Lists properties by their `order`, and then as they are written. */
export const sortByOrder = (properties: JsonObject): [string, Json][] =>
  (Object.entries(properties) as [string, Json][]).sort(([, a], [, b]) => getOrder(a) - getOrder(b));

/** Returns the value of a property that has only one: `const`, or an `enum` of one. */
const findOnlyValue = (schema: Json | undefined): string | number | boolean | undefined => {
  if (!isObject(schema)) return undefined;
  const values = Array.isArray(schema['enum']) ? schema['enum'] : [];
  const value = schema['const'] ?? (values.length === 1 ? values[0] : undefined);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
};

/** Returns the property that distinguishes the choices. */
function findSelector(choices: readonly JsonObject[]): string | undefined {
  const [first] = choices;
  const names = isObject(first?.['properties']) ? Object.keys(first['properties']) : [];
  return names.find((name) => {
    const values = choices.map((choice) =>
      findOnlyValue(isObject(choice['properties']) ? choice['properties'][name] : undefined),
    );
    return values.every((value) => value !== undefined) && new Set(values).size === values.length;
  });
}

const CONST_KEYS = ['type', 'const'];

function translateChoice(choice: JsonObject, selector: string, path: readonly string[], onLoss: OnLoss): JsonObject {
  const { properties, ...rest } = translateMembers(choice, path, onLoss);
  const name = toMemberName(selector);
  const value = findOnlyValue(isObject(choice['properties']) ? choice['properties'][selector] : undefined) ?? '';
  const title = isText(choice['title']) ? String(choice['title']) : toTitle(String(value));
  const constant = { type: typeof value === 'number' ? 'number' : typeof value, const: value };
  const others = Object.entries(properties as JsonObject).filter(([key]) => key !== name);
  return {
    title,
    ...pick(choice, ['description'], isText),
    properties: { [name]: pick(constant, CONST_KEYS, () => true), ...Object.fromEntries(others) },
    ...rest,
  };
}

/** Translates a choice between groups; without a property that distinguishes them, their properties become optional. */
function translateChoices(
  schema: JsonObject,
  choices: readonly JsonObject[],
  path: readonly string[],
  onLoss: OnLoss,
): JsonObject {
  const common = isObject(schema['properties']) ? schema['properties'] : {};
  const whole = choices.map((choice) => ({
    ...choice,
    properties: { ...common, ...(isObject(choice['properties']) ? choice['properties'] : {}) },
  }));
  const selector = findSelector(whole);
  if (selector !== undefined && choices.length > 1)
    return { type: 'object', oneOf: whole.map((choice) => translateChoice(choice, selector, path, onLoss)) };
  if (choices.length > 1)
    onLoss(path, 'its choices have no property that distinguishes them; all of their settings are optional');
  const properties = Object.assign({}, ...whole.map((choice) => choice.properties)) as JsonObject;
  const only = choices.length === 1 ? (choices[0]?.['required'] ?? []) : [];
  return { type: 'object', ...translateMembers({ properties, required: only }, path, onLoss) };
}

function translateObject(schema: JsonObject, path: readonly string[], onLoss: OnLoss): JsonObject {
  const choices = [schema['oneOf'] ?? schema['anyOf'] ?? []].flat().filter(isObject);
  if (choices.length > 0) return translateChoices(schema, choices, path, onLoss);
  const group = translateMembers(schema, path, onLoss);
  if (Object.keys(group['properties'] as JsonObject).length === 0) return refuse('it is an object of any form');
  return { type: 'object', ...group };
}

/** Translates one property of the specification. Fails for one without a counterpart. */
export function translateSetting(path: readonly string[], schema: JsonObject, onLoss: OnLoss): JsonObject {
  const type = findType(schema) ?? 'string';
  const title = isText(schema['title']) ? String(schema['title']) : toTitle(path.at(-1) ?? '');
  const texts = { title, ...pick(schema, ['description'], isText) };
  if (SCALARS.has(type)) return { ...texts, ...translateScalar(schema, type, path, onLoss) };
  if (type === 'array') return { ...texts, ...translateList(schema, path, onLoss) };
  if (type === 'object') return { ...texts, ...translateObject(schema, path, onLoss) };
  return refuse(`its type "${type}" is not supported`);
}
