import { describe, expect, test } from 'vitest';
import { compileConnector, type Manifest } from '../../engine/index.ts';
import { groupBySource, listRecordStreams } from '../../engine/protocol/sync/record-stream.ts';
import { createSmallManifest } from '../pipeline/run/small-vendor.ts';

const list = (path: string, parts: Partial<Manifest['streams'][string]> = {}): Manifest['streams'][string] => ({
  request: { path },
  records: '$',
  key: ['id'],
  ...parts,
});

const CHANGES = { cursor: 'meta.at', type: 'datetime', scope: 'stream', lookback: 'PT0S', clientSide: true } as const;

const streamsOf = async (
  streams: Manifest['streams'],
  parts: Parameters<typeof createSmallManifest>[1] = {},
  select: { readonly entities?: string[] } = {},
) => {
  const manifest = createSmallManifest(streams, { maps: {}, ...parts });
  const connector = await compileConnector(manifest, { settings: { url: 'https://vendor.example' }, select });
  return listRecordStreams(connector).map(({ name, key, isIncremental, cursor, sources }) => ({
    ...{ name, key, isIncremental, sources },
    ...(cursor ? { cursor } : {}),
  }));
};

const row = (name: string, more: object = {}) => ({
  name,
  key: [['id']],
  isIncremental: false,
  sources: [name],
  ...more,
});

describe('the streams of a protocol', () => {
  test('are the entities with records, and not the streams that only list parents', async () => {
    const streams = {
      users: list('/users'),
      groups: list('/users/{{user.id}}/groups', { partitions: [{ parent: 'users', as: 'user' }] }),
    };
    expect(await streamsOf(streams)).toEqual([row('groups', { key: [] })]);
  });

  test('have no key if it is unique only within an item of another stream', async () => {
    const partitions = [{ parent: 'users', as: 'user' }];
    const streams = { users: list('/users', { emit: true }), groups: list('/groups', { partitions }) };
    expect(await streamsOf(streams)).toEqual([row('users'), row('groups', { key: [] })]);
    const entities = { groups: { identity: ['uid', 'org.id'] } } as NonNullable<Manifest['entities']>;
    expect(await streamsOf(streams, { entities })).toEqual([
      row('groups', { key: [['uid'], ['org', 'id']] }),
      row('users'),
    ]);
  });

  test('are incremental if their pages or those of their parents are', async () => {
    const streams = {
      users: list('/users', { emit: true, incremental: CHANGES }),
      groups: list('/groups', { partitions: [{ parent: 'users', as: 'user' }] }),
      roles: list('/roles'),
    };
    expect((await streamsOf(streams)).map(({ name, isIncremental }) => [name, isIncremental])).toEqual([
      ['users', true],
      ['groups', true],
      ['roles', false],
    ]);
  });

  test('have a cursor field if the schema or all maps have it', async () => {
    const streams = { users: list('/users', { incremental: CHANGES }) };
    const properties = { id: { type: 'string' }, meta: { type: 'object' } };
    const entities = { users: { schema: { type: 'object', properties } } } as NonNullable<Manifest['entities']>;
    expect((await streamsOf(streams))[0]?.cursor).toBeUndefined();
    expect((await streamsOf(streams, { entities }))[0]?.cursor).toEqual(['meta', 'at']);
    const map = (field: string) => ({ from: 'users', to: 'person', fields: { id: 'id', [field]: 'meta.at' } });
    const person = { person: { identity: ['id'] } } as NonNullable<Manifest['entities']>;
    const mapped = (...fields: string[]) =>
      streamsOf(streams, {
        entities: person,
        maps: Object.fromEntries(fields.map((field, at) => [`map${at}`, map(field)])) as Manifest['maps'],
      });
    expect((await mapped('changed', 'changed'))[0]?.cursor).toEqual(['changed']);
    expect((await mapped('changed', 'seen'))[0]?.cursor).toBeUndefined();
  });

  test('are those that the config selects', async () => {
    const streams = { users: list('/users'), roles: list('/roles') };
    expect(await streamsOf(streams, {}, { entities: ['roles'] })).toEqual([row('roles')]);
  });

  test.each([
    [
      ['a', 'b'],
      [['a'], ['b']],
    ],
    [['a', 'ab', 'b'], [['a', 'ab', 'b']]],
    [
      ['a', 'b', 'c', 'ac'],
      [['a', 'c', 'ac'], ['b']],
    ],
  ])('%j are grouped by the pages that they share', (names, groups) => {
    const streams = names.map((name) => ({ name, sources: [...name] }));
    expect(groupBySource(streams).map((group) => group.map(({ name }) => name))).toEqual(groups);
  });
});
