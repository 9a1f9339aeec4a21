import { fromPointer, isObject, type Json, type JsonObject, toPointer } from '../../../base/json/index.ts';
import type { Operation, Parameter } from '../described.ts';
import type { SettingTable } from './settings.ts';
import { toConstant, toConstantBody } from './value.ts';

/** Types of settings that parameters can have. */
const SCALARS = ['string', 'integer', 'number', 'boolean'];

const pickType = ({ type }: JsonObject): string => {
  const types = [type].flat() as Json[];
  return SCALARS.find((one) => types.includes(one)) ?? 'string';
};

/** Returns the setting of a parameter that a user must choose. */
export function toSettingSchema({ schema = {}, description }: Pick<Parameter, 'schema' | 'description'>): JsonObject {
  const type = pickType(schema);
  const values = Array.isArray(schema['enum'])
    ? (schema['enum'] as Json[]).filter((value) => typeof value === (type === 'string' ? 'string' : 'number'))
    : [];
  return {
    type,
    ...(description ? { description: description.slice(0, 500) } : {}),
    ...(values.length > 0 && type !== 'boolean' ? { enum: [...new Set(values)] as Json } : {}),
  };
}

/** Returns the value of a parameter: its constant, or a setting if it is required. Undefined if it is optional. */
function toValue(parameter: Parameter, settings: SettingTable): Json | undefined {
  if (parameter.value !== undefined) return toConstant(parameter.value);
  if (!parameter.isRequired) return undefined;
  return `{{settings.${settings.add(parameter.name, toSettingSchema(parameter))}}}`;
}

const toEntries = (parameters: readonly Parameter[], settings: SettingTable): [name: string, value: Json][] =>
  parameters.flatMap((parameter) => {
    const value = toValue(parameter, settings);
    return value === undefined ? [] : [[parameter.name, value]];
  });

/** Returns repeated names as lists, such as `ids=1&ids=2`. */
function toTable(entries: readonly (readonly [name: string, value: Json])[]): JsonObject {
  const grouped = Map.groupBy(entries, ([name]) => name);
  return Object.fromEntries(
    [...grouped].map(([name, all]) => {
      const values = all.map(([, value]) => value);
      return [name, values.length === 1 ? (values[0] as Json) : values];
    }),
  );
}

export interface RequestParts {
  readonly path: string;
  /** Parameters that the paginator sends. */
  readonly paged: readonly string[];
  readonly settings: SettingTable;
}

/** Removes a member of a body, given by its name or by a JSON pointer. */
function removeMember(value: JsonObject, name: string): JsonObject {
  const [step = '', ...rest] = name.startsWith('/') ? (fromPointer(name) ?? []) : [name];
  const { [step]: inner, ...others } = value;
  if (inner === undefined || rest.length === 0 || !isObject(inner)) return others;
  return { ...value, [step]: removeMember(inner, rest.length === 1 ? (rest[0] ?? '') : toPointer(rest)) };
}

function toBody({ body }: Operation, paged: readonly string[]): JsonObject {
  if (body === undefined) return {};
  const rest = paged.reduce(removeMember, body.value as JsonObject);
  return { [body.kind]: toConstantBody(rest) };
}

/** Builds the request of a stream: its path, constant and required parameters, and body, without the page parameters. */
export function buildRequest(operation: Operation, { path, paged, settings }: RequestParts): JsonObject {
  const { method, parameters } = operation;
  const inQuery = parameters.filter(
    (one) => one.in === 'query' && (operation.body !== undefined || !paged.includes(one.name)),
  );
  const query = toTable(toEntries(inQuery, settings));
  const headers = toTable(
    toEntries(
      parameters.filter((one) => one.in === 'header'),
      settings,
    ),
  );
  return {
    ...(method === 'GET' ? {} : { method }),
    path,
    ...(Object.keys(query).length > 0 ? { query } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...toBody(operation, paged),
    ...(method === 'POST' || method === 'PATCH' ? { repeatable: true } : {}),
  };
}
