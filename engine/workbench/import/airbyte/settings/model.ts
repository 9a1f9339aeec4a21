import { isObject, type Json, type JsonObject } from '../../../../base/json/index.ts';
import type { Step, ValueType } from '../jinja/code.ts';
import { pickFree, toName } from '../names.ts';
import { attempt, refuse } from '../untranslatable.ts';
import { type OnLoss, sortByOrder, toMemberName, translateSetting } from './setting.ts';

/** Setting that an expression reads. */
export interface FoundSetting {
  /** Names below `settings`. */
  readonly path: readonly Step[];
  readonly type: ValueType;
  readonly isSecret: boolean;
  /** True if it may have no value. */
  readonly isOptional: boolean;
}

/** Settings of the manifest, which grow while expressions are translated. */
export interface SettingsModel {
  /** Finds the setting of a path in the original's config. Declares an unknown one. */
  readonly find: (steps: readonly Step[]) => FoundSetting;
  /** Returns true if the setting at a path of the manifest is a secret. */
  readonly isSecret: (path: readonly string[]) => boolean;
  /** Declares a required setting that the definition does not have, and returns its name. */
  readonly declare: (name: string, schema: JsonObject) => string;
  /** Declares a setting that an expression computes from the others, and returns its name. */
  readonly derive: (hint: string, expression: string, type: 'string' | 'number') => string;
  readonly build: () => JsonObject;
}

const TYPES: Readonly<Record<string, ValueType>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  array: 'list',
  object: 'dict',
};

/** Schemas that a member of a group may have, over all choices. */
const listMemberSchemas = (schemas: readonly JsonObject[], name: string): JsonObject[] =>
  schemas
    .flatMap((schema) => [schema, ...(Array.isArray(schema['oneOf']) ? schema['oneOf'].filter(isObject) : [])])
    .map(({ properties }) => (isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined))
    .filter((member): member is JsonObject => isObject(member ?? null));

const hasDefault = (schema: JsonObject): boolean => schema['default'] !== undefined || schema['const'] !== undefined;

/** Returns true if the member has a value in every case. */
const isAlwaysSet = (parents: readonly JsonObject[], name: string): boolean =>
  parents
    .flatMap((parent) => (Array.isArray(parent['oneOf']) ? parent['oneOf'].filter(isObject) : [parent]))
    .every(({ properties, required }) => {
      const member = isObject(properties) ? properties[name] : undefined;
      if (!isObject(member ?? null)) return false;
      return (Array.isArray(required) && required.includes(name)) || hasDefault(member as JsonObject);
    });

/** Translates the specification of the config. `onLoss` receives what has no counterpart. */
export function createSettingsModel(specification: JsonObject, onLoss: OnLoss): SettingsModel {
  const properties = new Map<string, JsonObject>();
  const names = new Map<string, string>();
  const lost = new Map<string, string>();
  const declared = isObject(specification['properties']) ? specification['properties'] : {};
  for (const [key, schema] of sortByOrder(declared)) {
    const result = attempt(() => translateSetting([key], isObject(schema) ? schema : {}, onLoss));
    if ('reason' in result) {
      lost.set(key, result.reason);
      continue;
    }
    const name = pickFree(toName(key, 'setting'), (one) => properties.has(one));
    names.set(key, name);
    properties.set(name, result.value);
  }
  const required = (Array.isArray(specification['required']) ? specification['required'] : []).flatMap(
    (key) => names.get(String(key)) ?? [],
  );
  const asRoot = (): JsonObject => ({ properties: Object.fromEntries(properties), required });

  const declareUnknown = (key: string): string => {
    const name = pickFree(toName(key, 'setting'), (one) => properties.has(one));
    names.set(key, name);
    properties.set(name, { type: 'string', title: key });
    onLoss([key], 'the definition uses it without declaring it; it became an optional text');
    return name;
  };

  const find = (steps: readonly Step[]): FoundSetting => {
    const [key, ...below] = steps.map(String);
    if (key === undefined) return refuse('the whole config is used as a value');
    const reason = lost.get(key);
    if (reason !== undefined) return refuse(`the setting "${key}" is not translated: ${reason}`);
    const name = names.get(key) ?? declareUnknown(key);
    let [schemas, isOptional] = [listMemberSchemas([asRoot()], name), !isAlwaysSet([asRoot()], name)];
    const path: Step[] = [name];
    for (const step of below) {
      if (/^-?\d+$/.test(step) && schemas.every(({ type }) => type === 'array' || type === 'string')) {
        schemas = schemas.map(({ type, items }) =>
          type === 'array' && isObject(items ?? null) ? (items as JsonObject) : { type: 'string' },
        );
        isOptional = true;
        path.push(Number(step));
        continue;
      }
      const member = toMemberName(step);
      const inner = listMemberSchemas(schemas, member);
      if (inner.length === 0) return refuse(`the setting "${steps.join('.')}" is not declared`);
      isOptional ||= !isAlwaysSet(schemas, member);
      schemas = inner;
      path.push(member);
    }
    const types = new Set(schemas.map(({ type }) => TYPES[String(type)] ?? 'unknown'));
    return {
      path,
      type: types.size === 1 ? ([...types][0] ?? 'unknown') : 'unknown',
      isSecret: schemas.some(({ writeOnly }) => writeOnly === true),
      isOptional,
    };
  };

  const derived = new Map<string, string>();
  const derive = (hint: string, expression: string, type: 'string' | 'number'): string => {
    const known = derived.get(expression);
    if (known !== undefined) return known;
    const name = pickFree(toName(hint, 'derived'), (one) => properties.has(one));
    derived.set(expression, name);
    properties.set(name, {
      type,
      title: hint,
      description: 'Computed from the other settings unless it is set.',
      derive: expression,
      advanced: true,
    });
    return name;
  };

  const build = (): JsonObject => ({
    type: 'object',
    ...(required.length > 0 ? { required: [...new Set(required)] } : {}),
    properties: Object.fromEntries(properties) as Record<string, Json>,
  });
  const isSecret = (path: readonly string[]): boolean => {
    let schemas = [asRoot()];
    for (const name of path) schemas = listMemberSchemas(schemas, name);
    return schemas.some(({ writeOnly }) => writeOnly === true);
  };
  const added = new Map<string, string>();
  const declare = (wanted: string, schema: JsonObject): string => {
    const known = added.get(wanted);
    if (known !== undefined) return known;
    const name = pickFree(wanted, (one) => properties.has(one));
    added.set(wanted, name);
    properties.set(name, schema);
    required.push(name);
    onLoss([name], 'the definition allows any host; the manifest needs to know it');
    return name;
  };
  return { find, isSecret, declare, derive, build };
}
