import type { ErrorObject, ValidateFunction } from 'ajv';
import { type EngineError, engineError } from '../../base/errors/index.ts';
import { isObject, type JsonObject, readPath, toPointer } from '../../base/json/index.ts';
import { isAbsent, joinIdentity } from './finish.ts';
import type { ItemMap, MapOutcome } from './spec.ts';

/** Map that passes items through unchanged. */
export interface PassThroughSpec {
  readonly entity: string;
  readonly check: ValidateFunction;
  /** Paths of the fields that identify a record. */
  readonly identity: readonly (readonly string[])[];
}

const createReject = ({ code, message, fix }: EngineError, pointer: string): MapOutcome => ({
  kind: 'reject',
  ...{ pointer, code, message, fix },
  unmapped: [],
});

const toDotted = (pointer: string): string => pointer.slice(1).replaceAll('/', '.');

const rejectViolation = (entity: string, { instancePath, keyword, params, message }: ErrorObject): MapOutcome => {
  const fix = `Correct the schema of the entity "${entity}", or write a map that converts the items.`;
  const at = toDotted(instancePath);
  if (keyword === 'required') {
    const field = [at, String(params['missingProperty'])].filter(Boolean).join('.');
    return createReject(engineError('FIELD_MISSING', { field, fix }), instancePath);
  }
  const unknown = keyword === 'additionalProperties' ? `: ${params['additionalProperty']}` : '';
  const problem = `${message ?? 'is not valid'}${unknown}`;
  return createReject(engineError('FIELD_INVALID', { field: at || entity, problem, fix }), instancePath);
};

const rejectMissingIdentity = (entity: string, path: readonly string[]): MapOutcome => {
  const fix = `Select another identity for the entity "${entity}", or remove it: its records are then appended by each run.`;
  return createReject(engineError('FIELD_MISSING', { field: path.join('.'), fix }), toPointer(path));
};

/** Compiles a map that passes items through: it checks them against the schema and reads their identity. */
export function passItems({ entity, check, identity }: PassThroughSpec): ItemMap {
  const map = (item: unknown): MapOutcome => {
    if (!isObject(item)) return createReject(engineError('ITEM_NOT_OBJECT', { entity }), '');
    if (!check(item)) return rejectViolation(entity, (check.errors ?? [])[0] as ErrorObject);
    const parts = identity.map((path) => readPath(item, path));
    const missing = parts.findIndex(isAbsent);
    if (missing >= 0) return rejectMissingIdentity(entity, identity[missing] ?? []);
    return { kind: 'record', record: toRecord(item), identity: joinIdentity(parts) };
  };
  return { map, mapInterpreted: async (item) => map(item) };
}

const toRecord = (item: JsonObject) => item as { [key: string]: unknown };
