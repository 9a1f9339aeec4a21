import { describe, expect, test } from 'vitest';
import { compileMap, type MapSpec } from '../../../engine/pipeline/map/index.ts';
import { ITEM, SCOPE, SPEC } from './fixture.ts';

const mapped = async (change: object, spec: MapSpec = SPEC) => compileMap(spec).map({ ...ITEM, ...change }, SCOPE);

describe('a map', () => {
  test('creates a record', async () => {
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
        description: 'a & b',
        port: 443,
        line: 7,
        protocol: 'other',
        subType: 'reflected',
        references: ['a', 'b'],
        component: { name: 'core' },
        url: 'https://a.example',
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
    ['required field empty', { title: [] }, 'FIELD_MISSING', '/title'],
    ['enum value unknown', { detail: { severity: 'Odd', status: 'Open' } }, 'ENUM_UNMAPPED', '/detail/severity'],
    ['a failed conversion', { port: 'many' }, 'FIELD_INVALID', '/port'],
    ['a schema violation', { port: 70000 }, 'FIELD_INVALID', '/port'],
    ['a number instead of text', { title: 7 }, 'FIELD_INVALID', '/title'],
    ['expression fails', { score: 'n/a' }, 'EXPRESSION_FAILED', '/version'],
    ['NUL in a text', { title: 'a\u0000b' }, 'TEXT_INVALID', '/title'],
    ['half a surrogate pair', { title: 'a\ud800' }, 'TEXT_INVALID', '/title'],
  ])('rejects: %s', async (_, change, code, pointer) => {
    expect(await mapped(change)).toMatchObject({ kind: 'reject', code, pointer });
  });

  test('reports every enum value that its table does not contain', async () => {
    expect(await mapped({ detail: { severity: 'Odd', status: 'Weird' } })).toMatchObject({
      code: 'ENUM_UNMAPPED',
      unmapped: [
        ['severity', 'Odd'],
        ['status', 'Weird'],
      ],
    });
  });

  test.each([['__proto__.x'], ['a.constructor'], ['']])('rejects the target %j', (target) => {
    expect(() => compileMap({ ...SPEC, fields: { [target]: 'id' } })).toThrow(RangeError);
  });
});
