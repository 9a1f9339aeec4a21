import { describe, expect, test } from 'vitest';
import {
  type EntryRename,
  findCase,
  followRenames,
  listRenameEdits,
  renameInCases,
} from '../../../studio/web/new-connector/renames.ts';

const RENAMES: readonly EntryRename[] = [
  { section: 'streams', from: 'a', to: 'b' },
  { section: 'settings', from: 'key', to: 'token' },
  { section: 'streams', from: 'b', to: 'c' },
];
const named = (stream: string, setting: string) => ({
  streams: { [stream]: { records: '$' } },
  settings: { properties: { [setting]: {} } },
});

describe('the pointer of an entry', () => {
  test.each([
    ['after all renamings', named('c', 'token'), '/streams/c/records'],
    ['after an undo', named('b', 'token'), '/streams/b/records'],
    ['after an undo of all', named('a', 'key'), '/streams/a/records'],
  ])('is current %s, whichever name it had', (_when, content, expected) => {
    for (const name of ['a', 'b', 'c'])
      expect(followRenames(`/streams/${name}/records`, RENAMES, content)).toBe(expected);
  });

  test('of another entry is kept', () => {
    expect(followRenames('/streams/ab/records', RENAMES, named('c', 'token'))).toBe('/streams/ab/records');
  });
});

test('recorded cases follow the names of their settings and streams', () => {
  const cases = [{ name: 'a', recording: { settings: { key: 'x' }, cursors: { a: {} }, exchanges: [] } }];
  expect(renameInCases(cases, RENAMES, named('c', 'token'))).toEqual([
    { name: 'a', recording: { settings: { token: 'x' }, cursors: { c: {} }, exchanges: [] } },
  ]);
  expect(renameInCases(cases, RENAMES, named('a', 'key'))).toEqual(cases);
  expect(findCase(cases, 'c', { renames: RENAMES, content: named('c', 'token') })).toBe(cases[0]);
  expect(findCase(cases, 'd', { renames: RENAMES, content: named('c', 'token') })).toBe(undefined);
});

test.each([
  [
    'follows the name of its setting',
    'settings',
    'Api key',
    [{ to: '/settings/properties/token_id/title', value: 'Token id' }],
  ],
  ['is kept once it was changed', 'settings', 'API key', []],
  ['of a stream is kept', 'streams', 'Api key', []],
] as const)('a title %s', (_rule, section, title, edits) => {
  const entry = { token_id: { title } };
  const content = section === 'settings' ? { settings: { properties: entry } } : { streams: entry };
  expect(listRenameEdits({ section, from: 'api_key', to: 'token_id' }, content)).toEqual(edits);
});
