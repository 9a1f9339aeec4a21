import { describe, expect, test } from 'vitest';
import { isObject, type Json, type JsonObject } from '../../engine/base/json/types.ts';
import { sitePlanOf } from '../../engine/build/site-plan.ts';
import { parseManifest } from '../../engine/manifest/index.ts';
import { findSites } from '../../engine/manifest/sites.ts';
import type { Manifest } from '../../engine/manifest/types.generated.ts';
import schema from '../../schemas/manifest.schema.json' with { type: 'json' };
import { GOOD_TEXT } from './good.ts';

const SCHEMA = schema as unknown as JsonObject;
const KINDS = ['expression', 'template', 'duration', 'instant'];
const AUTH_KEYS = new Set(['auth', 'auths', 'tls']);

const definition = (name: string) => (SCHEMA['definitions'] as JsonObject)[name];

let marks = 0;
const mark = (kind: string) => `mark:${kind}:${marks++}`;

/** One value for each alternative of `node`; the longest list of any member decides how many an object has. */
function valuesOf(node: Json | undefined, inside: readonly string[] = []): Json[] {
  if (!isObject(node)) return [];
  if (typeof node['$ref'] === 'string') {
    const name = node['$ref'].split('/').at(-1) ?? '';
    if (KINDS.includes(name)) return [mark(name)];
    return inside.filter((one) => one === name).length > 1 ? [] : valuesOf(definition(name), [...inside, name]);
  }
  if ((node['x-site'] as JsonObject | undefined)?.['kind'] !== undefined) return [mark('template')];
  if (node['const'] !== undefined) return [node['const']];
  const union = node['anyOf'] ?? node['oneOf'];
  if (Array.isArray(union) && node['properties'] === undefined) return union.flatMap((one) => valuesOf(one, inside));
  if (isObject(node['items'])) return valuesOf(node['items'], inside).map((one) => [one]);
  if (isObject(node['properties'])) return objectsOf(Object.entries(node['properties']), inside);
  if (isObject(node['additionalProperties'])) return objectsOf([['any', node['additionalProperties']]], inside);
  return [];
}

function objectsOf(properties: readonly [string, Json][], inside: readonly string[]): Json[] {
  const members = properties.map(([key, one]) => [key, valuesOf(one, inside)] as const);
  const most = Math.max(1, ...members.map(([, values]) => values.length));
  // A mark is used once; a tag, which is no mark, is in every object.
  const valueAt = (values: readonly Json[], index: number) =>
    values[index] ?? (values.some((value) => marksIn(value).length > 0) ? undefined : values[0]);
  return Array.from({ length: most }, (_, index) =>
    Object.fromEntries(
      members.flatMap(([key, values]) => {
        const value = valueAt(values, index);
        return value === undefined ? [] : [[key, value] as const];
      }),
    ),
  );
}

const marksIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? value.startsWith('mark:')
      ? [value]
      : []
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(marksIn)
      : [];

describe('the sites of a manifest', () => {
  const manifests = valuesOf(SCHEMA) as unknown as Manifest[];

  test('cover every position that the schema declares once, with its kind', () => {
    const expected = manifests.flatMap(marksIn);
    const found = manifests.flatMap((manifest) => findSites(manifest));
    expect(expected.length).toBeGreaterThan(129);
    expect(found.map(({ source }) => source).toSorted()).toEqual(expected.toSorted());
    expect(found.filter(({ kind, source }) => source.split(':')[1] !== kind)).toEqual([]);
  });

  test('have pointers that resolve to them', () => {
    for (const manifest of manifests) {
      for (const { steps, source } of findSites(manifest)) {
        const value = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], manifest);
        expect(value).toBe(source);
      }
    }
  });

  test('may use secrets only in templates of auth', () => {
    const all = manifests.flatMap((manifest) => findSites(manifest));
    expect(
      all.filter(({ secrets, steps, kind }) => secrets !== (AUTH_KEYS.has(steps[0] ?? '') && kind === 'template')),
    ).toEqual([]);
  });

  test.each([
    ['sees', { $ref: '#/definitions/expression' }],
    ['sent', { $ref: '#/definitions/template', 'x-site': { sees: 'config' } }],
  ])('requires "%s" for a new position', (word, node) => {
    const properties = { ...(SCHEMA['properties'] as JsonObject), extra: node };
    expect(() => sitePlanOf({ ...SCHEMA, properties } as JsonObject)).toThrow(new RegExp(`/extra .*"${word}"`));
  });
});

describe('a name that a manifest does not declare', () => {
  const settings = /"nope" is not (declared|defined)/;
  const NOPE: readonly (readonly [pointer: string, text: string])[] = [
    ['/defaults/rateLimit/0/per', 'PT{{settings.nope}}S'],
    ['/defaults/retry', '{"baseDelay":"PT{{settings.nope}}S"}'],
    ['/defaults/retry', '{"maxDelay":"PT{{settings.nope}}S"}'],
    ['/auth/ttl', 'PT{{settings.nope}}S'],
    ['/auth/refreshBefore', 'PT{{settings.nope}}S'],
    ['/streams/issues/timeout', 'PT{{settings.nope}}S'],
    ['/streams/applications/request/query/a', '{{settings.nope}}'],
  ];

  test.each(NOPE)('is an issue at %s: %s', (pointer, text) => {
    const { issues } = parseManifest(withValue(pointer, text.startsWith('{"') ? JSON.parse(text) : text), 'errors');
    expect(issues.map(({ message }) => message).filter((message) => settings.test(message))).toHaveLength(1);
  });

  test.each(AUTHS())('is an issue in the auth %s', (_, auth) => {
    const { issues } = parseManifest(withValue('/auth', auth), 'errors');
    expect(issues.map(({ message }) => message)).toContain('the setting "nope" is not declared');
  });
});

function AUTHS() {
  const value = '{{settings.key_secret}}';
  const none = 'PT{{settings.nope}}S';
  return [
    ['jwt', { type: 'jwt', algorithm: 'HS256', key: { value }, claims: {}, lifetime: none }],
    [
      'oauth2',
      { type: 'oauth2', grant: 'client_credentials', tokenUrl: 'https://a.example', clientId: 'a', ttl: none },
    ],
    [
      'oauth2 with scopes',
      { type: 'oauth2', grant: 'client_credentials', tokenUrl: 'https://a.example', clientId: 'a', scopes: [none] },
    ],
  ] as const;
}

describe('a name that the engine does not bind', () => {
  test.each([
    ['/streams/reports/job/poll/request/path', '/{{page.number}}'],
    ['/streams/applications/request/query/a', '{{run.id}}'],
    ['/streams/applications/request/query/a', '{{status}}'],
    ['/streams/applications/records', 'Items[$filters.x]'],
    ['/streams/applications/records', 'Items[$page.x]'],
    ['/maps/issue/where', '$window.start'],
    ['/maps/asset/where', '$cursor.start'],
    ['/streams/issues/partitions/0/where', '$cursor.start = 1'],
    ['/streams/issues/timeout', 'PT{{cursor.start}}S'],
    ['/streams/reports/job/create/request/path', '/{{job.id}}'],
    ['/streams/reports/job/poll/status', '$settings.zone'],
    ['/baseUrl', 'https://{{cursor.start}}'],
    ['/auth/inject/value', 'Bearer {{nonce}}'],
  ])('is an issue at %s: %s', (pointer, text) => {
    const { issues } = parseManifest(withValue(pointer, text), 'errors');
    expect(issues.map(({ rule, path }) => [rule, path])).toContainEqual(['scope/unknown-name', pointer]);
  });
});

describe('a duration or an instant', () => {
  test.each([
    ['/defaults/rateLimit/0/per', 'Pfoo'],
    ['/streams/issues/timeout', 'PT'],
    ['/streams/reports/window/start', 'yesterday'],
  ])('without settings is checked immediately: %s, %s', (pointer, text) => {
    const { issues } = parseManifest(withValue(pointer, text), 'errors');
    expect(issues.map(({ rule, path }) => [rule, path])).toEqual([['syntax/time', pointer]]);
  });

  test('cannot use a secret, not even in auth', () => {
    const { issues } = parseManifest(withValue('/auth/ttl', 'PT{{settings.key_secret}}S'), 'errors');
    expect(issues.map(({ rule }) => rule)).toContain('settings/secret-outside-auth');
  });
});

function withValue(pointer: string, value: unknown): string {
  const manifest = JSON.parse(GOOD_TEXT);
  const steps = pointer.slice(1).split('/');
  const holder = steps.slice(0, -1).reduce((at, step) => at[step], manifest);
  holder[steps.at(-1) ?? ''] = value;
  return JSON.stringify(manifest);
}
