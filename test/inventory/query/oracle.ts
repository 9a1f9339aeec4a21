import { type Entity, FIELDS, type Query, type Test } from '../../../engine/inventory/query/index.ts';
import { type Moment, resolveSpan } from '../../../engine/inventory/query/moment.ts';

type Json = Record<string, unknown>;

/** A record as a plain program would hold it. */
export interface Known {
  readonly connectionId: string;
  readonly record: Json;
  /** Values that the store computes: status, risk, times. */
  readonly own: Json;
}

export interface World {
  /** Names of the saved connections by id. */
  readonly connections: Readonly<Record<string, string>>;
  readonly asset: readonly Known[];
  readonly finding: readonly Known[];
}

const FREE: Readonly<Record<Entity, readonly string[]>> = {
  asset: ['name', 'source', 'url', 'fqdn', 'ipAddresses', 'externalAssetId'],
  finding: ['name', 'vendorProductName', 'cveId', 'cweId', 'component', 'place', 'externalFindingId'],
};

const at = (record: Json, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Json | undefined)?.[name], record);

const PATHS: Readonly<Record<Entity, Readonly<Record<string, string>>>> = {
  asset: {
    name: 'assetDetail.name',
    criticality: 'assetDetail.criticality',
    description: 'assetDetail.description',
    businessUnit: 'assetDetail.businessUnit',
    owners: 'assetDetail.owners',
    tags: 'assetDetail.tags',
    createdOn: 'assetDetail.createdOn',
    lastUpdatedOn: 'assetDetail.lastUpdatedOn',
    lastScannedOn: 'assetDetail.lastScannedOn',
  },
  finding: {
    cvss: 'findingType.vulnerability.cvss.cvss3Base',
    cvssVector: 'findingType.vulnerability.cvss.vector',
    component: 'component.name',
    componentVersion: 'component.version',
    componentLanguage: 'component.language',
  },
};

function valueIn(world: World, entity: Entity, field: string, { connectionId, record, own }: Known): unknown {
  if (field in own) return own[field];
  if (field === 'connection') return world.connections[connectionId] ?? connectionId;
  if (field === 'cveId' || field === 'cweId') {
    const { [field]: one, [`${field}s`]: several } = (at(record, 'findingType.vulnerability') ?? {}) as Json;
    return [one, several].flat().filter((id) => id !== undefined);
  }
  if (field === 'place') return record['url'] ?? record['file'];
  if (field === 'url' && entity === 'asset') return record['webAppUrl'] ?? record['repoUrl'];
  return at(record, PATHS[entity][field] ?? field);
}

const small = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

function compares(op: string, left: number, from: number, to: number): boolean {
  if (op === '=') return left >= from && left < to;
  if (op === '>') return left >= to;
  if (op === '>=') return left >= from;
  return op === '<' ? left < from : left < to;
}

function number(op: string, left: number, right: number): boolean {
  if (op === '=') return left === right;
  if (op === '>') return left > right;
  if (op === '>=') return left >= right;
  return op === '<' ? left < right : left <= right;
}

function passes(test: Test, value: unknown, now: number): boolean {
  if (Array.isArray(value)) return value.some((one) => passes(test, one, now));
  if (value === undefined || value === null) return false;
  const text = String(value);
  const millis = typeof value === 'number' ? value : Date.parse(text);
  const time = (op: string, moment: Moment) => {
    const { from, to } = resolveSpan(moment, now);
    return compares(op, millis, from, to);
  };
  switch (test.kind) {
    case 'contains':
      return small(text).includes(small(test.text));
    case 'prefix':
      return small(text).startsWith(small(test.text));
    case 'same':
      return small(text) === small(test.text);
    case 'equals':
      return text === test.text;
    case 'present':
      return true;
    case 'number':
      return number(test.op, Number(value), test.value);
    case 'numbers':
      return (
        (test.from === undefined || Number(value) >= test.from) && (test.to === undefined || Number(value) <= test.to)
      );
    case 'time':
      return time(test.op, test.value);
    case 'times':
      return (!test.from || time('>=', test.from)) && (!test.to || time('<=', test.to));
    case 'any':
      return test.of.some((one) => passes(one, value, now));
  }
}

/** Returns true if a record satisfies a query; reads only the records. */
export function satisfies(world: World, query: Query, entity: Entity, known: Known, now: number): boolean {
  const related = (other: Entity, of: Query) =>
    world[other].some(
      (one) =>
        one.connectionId === known.connectionId &&
        one.record['externalAssetId'] === known.record['externalAssetId'] &&
        satisfies(world, of, other, one, now),
    );
  switch (query.kind) {
    case 'all':
      return true;
    case 'and':
      return query.of.every((one) => satisfies(world, one, entity, known, now));
    case 'or':
      return query.of.some((one) => satisfies(world, one, entity, known, now));
    case 'not':
      return !satisfies(world, query.of, entity, known, now);
    case 'within':
      return related(query.entity, query.of);
    case 'term':
      return query.entity === entity
        ? passes(query.test, valueIn(world, entity, query.field, known), now)
        : related(query.entity, query);
    case 'text':
      return FREE[entity].some((field) => passes(query.test, valueIn(world, entity, field, known), now));
  }
}

/** Every field's name, for those that make up queries. */
export const fieldNames = (entity: Entity): readonly string[] => [
  ...Object.keys(FIELDS[entity]),
  'custom.a-b',
  'custom.deep.A',
  'custom.deep.a',
];
