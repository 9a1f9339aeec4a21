import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileMap, type MapSpec } from '../../engine/map/index.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/finding.schema.json', import.meta.url), 'utf8'));

const SPEC: MapSpec = {
  entity: 'finding',
  schema,
  where: "kind = 'DAST'",
  constants: { vendorProductName: 'Acme' },
  enums: {
    severity: { values: { Low: 2, High: 4 }, unmapped: 'reject' },
    status: { values: { Open: 'NEW', 'In Progress': 'ACTIVE' }, unmapped: 'reject', match: 'loose' },
    method: { values: {}, unmapped: 'omit' },
    protocol: { values: {}, unmapped: { to: 'other' } },
    subType: { values: {}, unmapped: 'pass' },
  },
  fields: {
    externalFindingId: { value: 'id', identity: true },
    externalAssetId: '$application.Id',
    name: 'title',
    severity: { value: 'detail.severity', enum: 'severity' },
    findingStatus: { value: 'detail.status', enum: 'status' },
    'findingType.vulnerability.cweId': { value: 'cwe', as: 'cwe' },
    'findingType.vulnerability.cvss.cvss3Base': "version in ['v3'] ? $number(score)",
    firstFoundOn: { value: 'found', as: 'datetime', zone: 'America/New_York' },
    port: { value: 'port', as: 'integer' },
    method: { value: 'method', enum: 'method' },
    protocol: { value: 'protocol', enum: 'protocol' },
    subType: { value: 'type', enum: 'subType' },
    references: { value: 'refs', as: 'csvList' },
  },
};

const ITEM = {
  id: 12,
  kind: 'DAST',
  title: 'XSS',
  detail: { severity: 'High', status: 'IN_PROGRESS' },
  cwe: '79',
  version: 'v3',
  score: '6.1',
  found: '2025-07-11 09:14:03.1239',
  port: '443',
  method: 'TRACE',
  protocol: 'gopher',
  type: 'reflected',
  refs: 'a, b',
};
const SCOPE = { application: { Id: 77 }, settings: {} };

const mapped = async (change: object, spec: MapSpec = SPEC) => compileMap(spec).map({ ...ITEM, ...change }, SCOPE);

describe('a map', () => {
  test('makes a record', async () => {
    expect(await mapped({})).toEqual({
      kind: 'record',
      identity: '12',
      record: {
        vendorProductName: 'Acme',
        externalFindingId: '12',
        externalAssetId: '77',
        name: 'XSS',
        severity: 4,
        findingStatus: 'ACTIVE',
        findingType: { vulnerability: { cweId: 'CWE-79', cvss: { cvss3Base: 6.1 } } },
        firstFoundOn: '2025-07-11T13:14:03.123Z',
        port: 443,
        protocol: 'other',
        subType: 'reflected',
        references: ['a', 'b'],
      },
    });
  });

  test.each([
    ['where not true', { kind: 'SAST' }],
    ['where on a missing field', { kind: undefined }],
  ])('skips: %s', async (_, change) => {
    expect(await mapped(change)).toEqual({ kind: 'skipped' });
  });

  test.each([
    ['required field missing', { title: null }, 'FIELD_MISSING', '/title'],
    ['identity missing', { id: '' }, 'FIELD_MISSING', '/id'],
    ['enum value unknown', { detail: { severity: 'Odd', status: 'Open' } }, 'ENUM_UNMAPPED', '/detail/severity'],
    ['conversion refuses', { port: 'many' }, 'FIELD_INVALID', '/port'],
    ['schema refuses', { port: 70000 }, 'FIELD_INVALID', '/port'],
    ['a number where text is wanted', { title: 7 }, 'FIELD_INVALID', '/title'],
    ['expression fails', { score: 'n/a' }, 'EXPRESSION_FAILED', '/version'],
    ['NUL in a text', { title: 'a\u0000b' }, 'TEXT_INVALID', '/title'],
    ['half a surrogate pair', { title: 'a\ud800' }, 'TEXT_INVALID', '/title'],
  ])('rejects: %s', async (_, change, code, pointer) => {
    expect(await mapped(change)).toMatchObject({ kind: 'reject', code, pointer });
  });

  test('tells every enum value that no table knows', async () => {
    expect(await mapped({ detail: { severity: 'Odd', status: 'Weird' } })).toMatchObject({
      code: 'ENUM_UNMAPPED',
      unmapped: [
        ['severity', 'Odd'],
        ['status', 'Weird'],
      ],
    });
  });

  test.each([['__proto__.x'], ['a.constructor'], ['']])('refuses the target %j', (target) => {
    expect(() => compileMap({ ...SPEC, fields: { [target]: 'id' } })).toThrow(RangeError);
  });
});
