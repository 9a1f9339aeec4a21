import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../engine/base/json/index.ts';
import { parseManifest } from '../../engine/manifest/index.ts';
import { RENAMABLE, type RenamableSection, type Rename, renameEntry } from '../../engine/manifest/rename.ts';
import { CONNECTORS } from '../manifests/connectors.ts';
import { pickRows } from '../setup/suite.ts';

const readManifest = (id: string): string =>
  readFileSync(new URL(`../../manifests/${id}/manifest.json`, import.meta.url), 'utf8');

const listEntries = (text: string, section: RenamableSection): string[] => {
  const { [section]: entries = {} } = JSON.parse(text) as Record<string, JsonObject>;
  return Object.keys(section === 'settings' ? (entries['properties'] as JsonObject) : entries);
};

const listRenames = (text: string): Rename[] =>
  RENAMABLE.flatMap((section) =>
    listEntries(text, section).map((from, at) => ({ section, from, to: `Renamed_${at}` })),
  );

const errorsOf = (text: string) => parseManifest(text, 'errors').issues.filter(({ severity }) => severity === 'error');

describe.each(pickRows(CONNECTORS, 8))('the entries of %s', (id) => {
  const text = readManifest(id);

  test('are renamed and back without another change', () => {
    for (const rename of listRenames(text)) {
      const { section, from, to } = rename;
      const renamed = renameEntry(text, rename);
      expect(listEntries(renamed, section)).toContain(to);
      expect(listEntries(renamed, section)).not.toContain(from);
      expect(renameEntry(renamed, { section, from: to, to: from }), `${section} ${from}`).toBe(text);
    }
  });

  test('are valid under new names', () => {
    const renamed = listRenames(text).reduce(
      (all, { section, from }, at) => renameEntry(all, { section, from, to: `Renamed_${at}` }),
      text,
    );
    expect(errorsOf(renamed)).toEqual([]);
  });
});

/** Manifest that is incomplete, as a draft is, and refers to each kind of entry in every way. */
const DRAFT = {
  settings: {
    type: 'object',
    required: ['api', 'zone'],
    properties: { api: {}, zone: {}, url: { derive: "'https://' & api & '.example'" } },
  },
  baseUrl: 'https://{{settings.api}}.example/{{lower settings.[api]}}/{{settings.apis}}',
  auth: {
    type: 'anyOf',
    choices: [{ when: 'given.api and settings.api != "api"', auth: { type: 'bearer', token: '{{settings.api}}' } }],
  },
  auths: { login: { type: 'none' } },
  streams: {
    api: { request: { path: '/{{filters.api}}', auth: 'login' }, partitions: [{ setting: 'api', as: 'one' }] },
    child: {
      request: { path: '/x', query: { a: { expr: '$uppercase(settings.api) & $settings."api" & $settings.`api`.x' } } },
      auth: 'login',
      partitions: [{ union: [{ parent: 'api' }, { setting: 'api' }], as: 'two' }],
      lookup: { other: { type: 'join', stream: 'api', key: 'api', value: 'api' } },
    },
  },
  entities: { api: { title: 'Items' } },
  enums: { level: { values: {} }, other: { values: {} } },
  maps: {
    one: {
      from: 'api',
      to: 'api',
      where: 'api = $settings.api',
      fields: { a: { value: '$settings . api', enum: 'level' } },
    },
    own: {
      from: 'child',
      to: 'finding',
      enums: { level: { values: {} } },
      fields: { a: { value: 'api', enum: 'level' } },
    },
  },
  filters: { api: { syntax: 'text' } },
  check: { skip: ['api', 'child'] },
};
const DRAFT_TEXT = JSON.stringify(DRAFT, null, 2);

/** Returns the lines that a renaming changes, without indentation and trailing commas. */
function listChanges(rename: Rename): string[] {
  const before = DRAFT_TEXT.split('\n');
  return renameEntry(DRAFT_TEXT, rename)
    .split('\n')
    .filter((line, at) => line !== before[at])
    .map((line) => line.trim().replace(/,$/, ''));
}

describe('a new name replaces', () => {
  test('a setting in lists, partitions, templates and expressions that read it', () => {
    expect(listChanges({ section: 'settings', from: 'api', to: 'key' })).toEqual([
      '"key"',
      '"key": {}',
      `"derive": "'https://' & key & '.example'"`,
      '"baseUrl": "https://{{settings.key}}.example/{{lower settings.key}}/{{settings.apis}}"',
      '"when": "given.key and settings.key != \\"api\\""',
      '"token": "{{settings.key}}"',
      '"setting": "key"',
      '"expr": "$uppercase(settings.key) & $settings.key & $settings.key.x"',
      '"setting": "key"',
      '"where": "api = $settings.key"',
      '"value": "$settings . key"',
    ]);
  });

  test('a stream in maps, partitions, lookups, filters and the check, and the entity of its items', () => {
    expect(listChanges({ section: 'streams', from: 'api', to: 'items' })).toEqual([
      '"items": {',
      '"path": "/{{filters.items}}"',
      '"parent": "items"',
      '"stream": "items"',
      '"items": {',
      '"from": "items"',
      '"to": "items"',
      '"items": {',
      '"items"',
    ]);
  });

  test('an auth in streams and requests', () => {
    expect(listChanges({ section: 'auths', from: 'login', to: 'session' })).toEqual([
      '"session": {',
      '"auth": "session"',
      '"auth": "session"',
    ]);
  });

  test('an enum in fields, except where a map has its own', () => {
    expect(listChanges({ section: 'enums', from: 'level', to: 'severity' })).toEqual([
      '"severity": {',
      '"enum": "severity"',
    ]);
  });

  test('a map, and an entity in maps', () => {
    expect(listChanges({ section: 'maps', from: 'one', to: 'two' })).toEqual(['"two": {']);
    expect(listChanges({ section: 'entities', from: 'api', to: 'items' })).toEqual(['"items": {', '"to": "items"']);
  });

  test('a setting by a keyword, which expressions quote', () => {
    expect(listChanges({ section: 'settings', from: 'zone', to: 'in' })).toEqual(['"in"', '"in": {}']);
    const text = renameEntry(DRAFT_TEXT, { section: 'settings', from: 'api', to: 'in' });
    expect(JSON.parse(text).maps.one.where).toBe('api = $settings.`in`');
  });
});

interface Refusal {
  readonly reason: RegExp;
  readonly rename: Rename;
  /** Condition of the map, instead of one that reads the setting by its path. */
  readonly where?: string;
}

const REFUSALS: readonly Refusal[] = [
  { reason: /the name is taken/, rename: { section: 'settings', from: 'api', to: 'zone' } },
  { reason: /the name is not allowed/, rename: { section: 'streams', from: 'api', to: 'two words' } },
  { reason: /the name is not allowed/, rename: { section: 'maps', from: 'one', to: 'x'.repeat(65) } },
  { reason: /the name is reserved/, rename: { section: 'auths', from: 'login', to: 'default' } },
  { reason: /has no enum "nope"/, rename: { section: 'enums', from: 'nope', to: 'level' } },
  {
    reason: /reads a whole/,
    rename: { section: 'settings', from: 'api', to: 'key' },
    where: "$lookup($settings, 'api')",
  },
];

test.each(REFUSALS)('a name is refused: $reason', ({ reason, rename, where = 'api = $settings.api' }) => {
  const text = DRAFT_TEXT.replace('api = $settings.api', () => where);
  expect(() => renameEntry(text, rename)).toThrow(
    expect.objectContaining({
      code: 'RENAME_REFUSED',
      message: expect.stringMatching(reason),
      fix: expect.any(String),
    }),
  );
});

/** Reads of `$settings` by a name that the expression binds itself are not reads of the setting. */
test('a variable of the expression is kept', () => {
  const text = DRAFT_TEXT.replace('api = $settings.api', '($settings := item; $settings.api)');
  expect(JSON.parse(renameEntry(text, { section: 'settings', from: 'api', to: 'key' })).maps.one.where).toBe(
    '($settings := item; $settings.api)',
  );
});
