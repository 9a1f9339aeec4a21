import { describe, expect, test } from 'vitest';
import { extractSpec, listChangesOutside, withMap } from '../../../studio/web/mapping/map-spec.ts';
import { listTargetFields } from '../../../studio/web/mapping/target-fields.ts';

const FIELDS = { name: 'Title', severity: { value: 'Severity', enum: 'severity' } };
const MANIFEST = {
  id: 'acme',
  enums: { severity: { values: { High: 4 } }, status: { values: { Open: 'ACTIVE' } } },
  maps: {
    finding: { from: 'issues', to: 'finding', fields: FIELDS },
    asset: { from: 'apps', to: 'asset', fields: {} },
  },
};
const BASE = JSON.stringify(MANIFEST, null, 2);

const edited = (change: (manifest: typeof MANIFEST) => object): string =>
  JSON.stringify({ ...MANIFEST, ...change(MANIFEST) });

const listNames = (text: string, entity: string) => listTargetFields(text, entity).map(({ target }) => target);

describe('the spec of a custom map', () => {
  test('is the map of the manifest, and can be put back', () => {
    const spec = { ...MANIFEST.maps.finding, fields: { ...FIELDS, name: 'Name' } };
    const text = withMap(BASE, 'finding', spec);
    expect(extractSpec(text, BASE, 'finding')).toEqual(spec);
    expect(withMap(text, 'finding', MANIFEST.maps.finding)).toBe(BASE);
  });

  test('contains the changed enums of its fields', () => {
    const severity = { values: { High: 4, New: 2 } };
    const text = edited(({ enums }) => ({ enums: { ...enums, severity, status: { values: {} } } }));
    expect(extractSpec(text, BASE, 'finding')).toEqual({ ...MANIFEST.maps.finding, enums: { severity } });
    expect(listChangesOutside(text, BASE, 'finding')).toEqual(['enums.status']);
  });

  test.each<[string, string, readonly string[]]>([
    ['nothing', BASE, []],
    ['the map itself', withMap(BASE, 'finding', {}), []],
    ['another map', withMap(BASE, 'asset', {}), ['maps.asset']],
    ['another part', edited(() => ({ id: 'other' })), ['id']],
    ['a new part', edited(() => ({ filters: {} })), ['filters']],
  ])('cannot contain changes of %s', (_, text, outside) => {
    expect(listChangesOutside(text, BASE, 'finding')).toEqual(outside);
  });

  test.each([
    ['invalid JSON', '{'],
    ['no maps', '{}'],
    ['no such map', withMap('{"maps":{}}', 'other', {})],
  ])('is undefined for %s', (_, text) => {
    expect(extractSpec(text, BASE, 'finding')).toBeUndefined();
  });
});

describe('the fields that a target can be added for', () => {
  test('are those of the built-in entities, with dotted paths', () => {
    expect(listNames(BASE, 'asset')).toEqual(expect.arrayContaining(['assetDetail.name', 'externalAssetId']));
    expect(listTargetFields(BASE, 'asset')).toContainEqual({
      target: 'externalAssetId',
      isRequired: true,
      description: expect.any(String),
    });
  });

  test('are those of the schema and the identity of a declared entity', () => {
    const user = {
      identity: ['id'],
      schema: {
        definitions: { address: { properties: { city: {} } } },
        properties: { id: {}, email: {}, home: { $ref: '#/definitions/address' }, work: { properties: { city: {} } } },
      },
    };
    const text = edited(() => ({ entities: { user, plain: {} } }));
    expect(listNames(text, 'user')).toEqual(['id', 'email', 'home.city', 'work.city']);
    expect(listNames(text, 'plain')).toEqual([]);
    expect(listNames('{', 'user')).toEqual([]);
  });
});
