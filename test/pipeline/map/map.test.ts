import { describe, expect, test } from 'vitest';
import { compileMap, type MapSpec } from '../../../engine/pipeline/map/index.ts';
import { ITEM, SCOPE, SPEC } from './fixture.ts';

const mapped = async (change: object, spec: MapSpec = SPEC) => compileMap(spec).map({ ...ITEM, ...change }, SCOPE);

describe('a map', () => {
  test('creates a record', async () => {
    expect(await mapped({})).toEqual({
      kind: 'record',
      identity: '12',
      defaulted: [
        ['method', 'TRACE'],
        ['protocol', 'gopher'],
        ['subType', 'reflected'],
      ],
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
    ['no defaults: known and empty values', { method: 'get', protocol: '', type: null }, undefined],
    ['an omitted number', { method: 7, protocol: '', type: null }, [['method', '7']]],
    ['a long value, cut', { method: 'get', protocol: 'x'.repeat(99), type: [] }, [['protocol', `${'x'.repeat(80)}…`]]],
    ['an object', { method: 'get', protocol: { a: 1 }, type: null }, [['protocol', '{"a":1}']]],
  ])('lists the values that enum defaults handled: %s', async (_, change, defaulted) => {
    const outcome = await mapped(change);
    expect(outcome).toMatchObject({ kind: 'record' });
    expect('defaulted' in outcome ? outcome.defaulted : undefined).toEqual(defaulted);
  });

  test('lists defaults once if the JSONata interpreter repeats the item', async () => {
    const map = compileMap({
      ...SPEC,
      fields: { ...SPEC.fields, url: '[$x := 1, title][1]' },
    });
    const outcome = await map.map(ITEM, SCOPE);
    expect(map.replays()).toBe(1);
    expect(outcome).toMatchObject({
      defaulted: [
        ['method', 'TRACE'],
        ['protocol', 'gopher'],
        ['subType', 'reflected'],
      ],
    });
  });

  test('lists no defaults of a rejected item', async () => {
    expect(await mapped({ title: null })).not.toHaveProperty('defaulted');
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

  describe('with list targets', () => {
    const ids = (name: string) => `findingType.vulnerability.${name}`;
    const listed = (change: object) =>
      mapped(change, {
        ...SPEC,
        fields: {
          ...SPEC.fields,
          [ids('cveIds')]: { value: 'cves', as: 'cve' },
          [ids('cweIds')]: { value: 'cwes', as: 'cwe' },
          references: { value: 'refs', as: 'url' },
        },
      });

    test.each([
      [
        'several',
        ['cve-2021-44228', 'SID-1', 'CVE-2021-45046', 'CVE-2021-44228'],
        ['CVE-2021-44228', 'CVE-2021-45046'],
      ],
      ['one', 'CVE-2021-44228', ['CVE-2021-44228']],
      ['none', ['SID-1', '', null], undefined],
    ])('converts each member: %s', async (_, cves, expected) => {
      const outcome = await listed({ cves, cwes: [79, '0', 'CWE-089'], refs: undefined });
      expect(outcome).toMatchObject({ record: { findingType: { vulnerability: { cweIds: ['CWE-79', 'CWE-89'] } } } });
      expect(outcome).toHaveProperty('record.findingType.vulnerability.cweId', 'CWE-79');
      if (expected) expect(outcome).toHaveProperty('record.findingType.vulnerability.cveIds', expected);
      else expect(outcome).not.toHaveProperty('record.findingType.vulnerability.cveIds');
    });

    test('rejects an invalid member', async () => {
      expect(await listed({ refs: ['https://a.example', 'javascript:alert(1)'] })).toMatchObject({
        kind: 'reject',
        code: 'FIELD_INVALID',
        pointer: '/refs',
      });
    });
  });

  test('keeps custom fields of any type', async () => {
    const fields = { ...SPEC.fields, 'custom.team': 'team', 'custom.scores': 'scores', 'custom.nested.open': 'open' };
    expect(await mapped({ team: 'red', scores: [1, { a: null }], open: true }, { ...SPEC, fields })).toHaveProperty(
      'record.custom',
      { team: 'red', scores: [1, { a: null }], nested: { open: true } },
    );
    expect(await mapped({ team: 'a\u0000b' }, { ...SPEC, fields })).toMatchObject({
      kind: 'reject',
      code: 'TEXT_INVALID',
    });
    expect(await mapped({}, { ...SPEC, fields })).not.toHaveProperty('record.custom');
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
