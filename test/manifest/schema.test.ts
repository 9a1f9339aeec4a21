import { describe, expect, test } from 'vitest';
import { parseManifest } from '../../engine/manifest/index.ts';
import { SCHEMA_RULES } from '../../engine/manifest/schema-wording.ts';
import { changeGood, GOOD_TEXT } from './good.ts';

const first = (text: string) => parseManifest(text).issues[0];
const listIssues = (text: string) => parseManifest(text).issues.map(({ rule, path }) => [rule, path]);

test('the valid manifest has no issue', () => {
  const { manifest, issues, upgradedFrom } = parseManifest(GOOD_TEXT);
  expect(issues).toEqual([]);
  expect(manifest).toEqual(JSON.parse(GOOD_TEXT));
  expect(upgradedFrom).toBeUndefined();
});

test('settings, auth, streams, paginators, enums and maps accept a note', () => {
  const good = JSON.parse(GOOD_TEXT);
  const pointers = [
    ...Object.keys(good.settings.properties).map((name) => `/settings/properties/${name}`),
    ...[
      '/auth',
      '/streams/issues',
      '/defaults/paginator',
      '/streams/issues/partitions/0',
      '/streams/issues/incremental',
    ],
    ...Object.keys(good.enums).map((name) => `/enums/${name}`),
    ...Object.keys(good.maps).map((name) => `/maps/${name}`),
  ];
  const changes = Object.fromEntries(pointers.map((pointer) => [`${pointer}/note`, 'inferred from two pages']));
  expect(parseManifest(changeGood(changes)).issues).toEqual([]);
});

describe('each schema violation is one issue at its position', () => {
  const cases: readonly [
    name: string,
    changes: Readonly<Record<string, unknown>>,
    issues: readonly (readonly [rule: string, path: string])[],
  ][] = [
    ['a key is missing', { '/baseUrl': undefined }, [['schema/required', '']]],
    ['a key is misspelt', { '/basurl': 'x' }, [['schema/unknown-key', '/basurl']]],
    ['a wrong type', { '/title': 3 }, [['schema/type', '/title']]],
    ['a wrong type deep down', { '/streams/issues/limit': '3' }, [['schema/type', '/streams/issues/limit']]],
    ['a value outside its choices', { '/about/direction': 'both' }, [['schema/enum', '/about/direction']]],
    ['an auth scheme that does not exist', { '/auth': { type: 'ntlm' } }, [['schema/type-unknown', '/auth/type']]],
    ['auth without a type', { '/auth': { token: 'x' } }, [['schema/required', '/auth']]],
    ['auth that is a text', { '/auth': 'none' }, [['schema/type', '/auth']]],
    [
      'a key of another scheme',
      { '/auth': { type: 'bearer', token: 't', username: 'u' } },
      [['schema/unknown-key', '/auth/username']],
    ],
    [
      'a grant without its key',
      { '/auth': { type: 'oauth2', grant: 'refresh_token', tokenUrl: 'https://x' } },
      [['schema/required', '/auth']],
    ],
    [
      'a cursor in a header without the header',
      { '/streams/issues/paginator': { type: 'cursor', cursorParam: 'c', from: 'header' } },
      [['schema/required', '/streams/issues/paginator']],
    ],
    [
      'neither path nor url',
      { '/streams/issues/request/path': undefined },
      [['schema/required', '/streams/issues/request']],
    ],
    [
      'both path and url',
      { '/streams/issues/request/url': 'https://x' },
      [['schema/exclusive', '/streams/issues/request']],
    ],
    ['neither request nor job', { '/streams/issues/request': undefined }, [['schema/required', '/streams/issues']]],
    [
      'a clause with a misspelt key',
      { '/streams/issues/request/query/since': { value: 'x', wen: 'y' } },
      [['schema/unknown-key', '/streams/issues/request/query/since/wen']],
    ],
    [
      'a composite with a bad clause',
      { '/streams/issues/request/query/since': { join: ',', clauses: [{ when: 'y' }] } },
      [['schema/required', '/streams/issues/request/query/since/clauses/0']],
    ],
    [
      'a query value that is null',
      { '/streams/issues/request/query/since': null },
      [['schema/type', '/streams/issues/request/query/since']],
    ],
    [
      'a field without a value',
      { '/maps/asset/fields/webAppUrl': { note: 'n' } },
      [['schema/required', '/maps/asset/fields/webAppUrl']],
    ],
    [
      'a field with an unknown conversion',
      { '/maps/asset/fields/webAppUrl': { value: 'Url', as: 'date' } },
      [['schema/enum', '/maps/asset/fields/webAppUrl/as']],
    ],
    [
      'a policy that does not exist',
      { '/enums/status/unmapped': 'ignore' },
      [['schema/enum', '/enums/status/unmapped']],
    ],
    [
      'a policy object that is empty',
      { '/enums/status/unmapped': {} },
      [['schema/required', '/enums/status/unmapped']],
    ],
    ['a name with a space', { '/enums/a b': { values: { a: 1 }, unmapped: 'omit' } }, [['schema/name', '/enums/a b']]],
    ['an id with capitals', { '/id': 'Acme' }, [['schema/pattern', '/id']]],
    ['a link that is no URL', { '/about/links/0/url': 'docs' }, [['schema/format', '/about/links/0/url']]],
    [
      'a setting with a broken pattern',
      { '/settings/properties/key_id/pattern': '(' },
      [['schema/format', '/settings/properties/key_id/pattern']],
    ],
    ['a number out of range', { '/defaults/concurrency': 0 }, [['schema/limit', '/defaults/concurrency']]],
    ['an empty list', { '/allowedHosts': [] }, [['schema/limit', '/allowedHosts']]],
    ['an empty text', { '/title': '' }, [['schema/limit', '/title']]],
    [
      'a repeated item',
      { '/defaults/paginator/stop': ['emptyPage', 'emptyPage'] },
      [['schema/limit', '/defaults/paginator/stop']],
    ],
    ['an inject that is a number', { '/auth/inject': 3 }, [['schema/type', '/auth/inject']]],
    [
      'an inject list with a bad member',
      { '/auth/inject': [{ into: 'body', name: 'a', value: 'b' }] },
      [['schema/enum', '/auth/inject/0/into']],
    ],
    ['a newer version', { '/manifestVersion': 3 }, [['manifest/too-new', '/manifestVersion']]],
    ['a version that is a text', { '/manifestVersion': '1' }, [['schema/enum', '/manifestVersion']]],
    [
      'three problems',
      { '/title': 3, '/enums/status/unmapped': 'x', '/about/vendor': undefined },
      [
        ['schema/type', '/title'],
        ['schema/required', '/about'],
        ['schema/enum', '/enums/status/unmapped'],
      ],
    ],
  ];
  test.each(cases)('%s', (_, changes, issues) => {
    expect(listIssues(changeGood(changes)).toSorted()).toEqual(issues.toSorted());
  });

  test('every reported rule is in the reference', () => {
    const named = new Set(
      cases.flatMap(([, , issues]) => issues.map(([rule]) => rule)).filter((rule) => rule.startsWith('schema/')),
    );
    const listed = Object.keys(SCHEMA_RULES).filter((rule) => rule.startsWith('schema/') && rule !== 'schema/more');
    expect([...named].toSorted()).toEqual(listed.toSorted());
  });
});

describe('the sentences', () => {
  test('a misspelled key has a suggestion', () => {
    expect(first(changeGood({ '/streams/issues/paginatr': {} }))?.fix).toMatch(/Did you mean "paginator"\?$/);
  });
  test('a misspelled scheme has a suggestion', () => {
    expect(first(changeGood({ '/auth': { type: 'sesion' } }))).toMatchObject({
      message: '"sesion" is not an allowed value.',
      fix: expect.stringMatching(/"hmac".*Did you mean "session"\?$/),
    });
  });
  test.each([
    [{ '/title': '' }, 'This must have at least 1 character.'],
    [{ '/allowedHosts': [] }, 'This must have at least 1 item.'],
  ])('a limit has the number of its noun: %j', (change, message) => {
    expect(first(changeGood(change))?.message).toEqual(message);
  });
  test('a missing key is described', () => {
    expect(first(changeGood({ '/allowedHosts': undefined }))).toMatchObject({
      message: 'The key "allowedHosts" is missing.',
      fix: expect.stringContaining('Origins that the connector'),
    });
  });
});

describe('the text itself', () => {
  test.each([
    ['{"a": 1,\n  "b" 2}', 'json/syntax', '', 'line 2, column 7: expected a colon'],
    ['{"a": 1,}', 'json/syntax', '', 'line 1, column 9'],
    ['', 'json/syntax', '', 'expected a value'],
    ['["a\n[[[[', 'json/syntax', '', 'line 1, column 2: unterminated string'],
    [`["a\n${'['.repeat(500_000)}`, 'json/syntax', '', 'line 1, column 2'],
    ['['.repeat(65), 'json/too-deep', '', '64 levels'],
    [`"${'x'.repeat(1_048_577)}"`, 'json/too-large', '', '1 MB'],
    ['{"a":{"b":1,"b":2}}', 'json/duplicate-key', '/a/b', '"b"'],
    ['{"a":[{"__proto__":1}]}', 'json/proto-key', '/a/0/__proto__', '__proto__'],
  ])('%.20s', (text, rule, path, message) => {
    expect(first(text)).toMatchObject({ rule, path, message: expect.stringContaining(message) });
  });
  test('a byte order mark is accepted', () => {
    expect(parseManifest(`\uFEFF${GOOD_TEXT}`).issues).toEqual([]);
  });
});
