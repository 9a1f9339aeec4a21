import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../engine/base/json/types.ts';
import {
  countEntities,
  exportEntityRecords,
  listEntityRecords,
  type RecordListQuery,
} from '../../../engine/inventory/read/index.ts';
import type { Store } from '../../../engine/inventory/store/index.ts';
import { createEmptyStore, KINDS } from '../store/stores.ts';

const USERS: readonly JsonObject[] = [
  { id: 1, name: 'Ada', active: true, age: 36, tags: ['a', 'Admin'], address: { city: 'London', 'post-code': 'N1' } },
  { id: 15, name: 'Bob', active: false, age: 9.5, since: '2025-03-01T00:00:00Z', address: null },
  { id: 4, name: 'Eve %_', since: '2024-01-01', tags: [], deep: { list: [1, 2] } },
  { id: '1', name: "O'Brien", age: '40', tags: 'admin', "it's": 'odd', note: '=1+1' },
];

const NOW = Date.UTC(2025, 5, 1);

const write = (store: Store, { run, at, users }: { run: string; at: number; users: readonly JsonObject[] }) =>
  store.transaction((tx) =>
    store.write(tx, {
      ...{ connectionId: 'c1', runId: run, at, assets: [], findings: [] },
      others: users.map((record) => ({ entity: 'user', identity: String(record['name']), record })),
    }),
  );

describe.each(KINDS)('records of other entities on $kind', (kind) => {
  const fill = async () => {
    const store = await createEmptyStore(kind);
    await write(store, { run: 'r1', at: 1, users: USERS });
    return store;
  };
  const names = async (store: Store, query: string, more: Partial<RecordListQuery> = {}) =>
    (await listEntityRecords(store, { entity: 'user', query, now: NOW, ...more })).items.map(
      ({ record }) => record['name'],
    );

  test.each<readonly [query: string, expected: readonly string[]]>([
    ['', ['Ada', 'Bob', 'Eve %_', "O'Brien"]],
    ['name:ada', ['Ada']],
    ['name:"a"', ['Ada']],
    ["name:`O'Brien`", ["O'Brien"]],
    ['name:e*', ['Eve %_']],
    ['name:"%"', ['Eve %_']],
    ['id:1', ['Ada', "O'Brien"]],
    ['id:[15, 4]', ['Bob', 'Eve %_']],
    ['active:true', ['Ada']],
    ['active:false', ['Bob']],
    ['age >= 9.5', ['Ada', 'Bob']],
    ['age:[10 .. 40]', ['Ada']],
    ['since > 2024-06', ['Bob']],
    ['tags:admin', ['Ada', "O'Brien"]],
    ['tags:*', ['Ada', "O'Brien"]],
    ['not tags:*', ['Bob', 'Eve %_']],
    ['name != Ada and not active:*', ['Eve %_', "O'Brien"]],
    ['address.city:London', ['Ada']],
    ['address.post-code:n1', ['Ada']],
    ['address:*', ['Ada']],
    ['deep.list:2', ['Eve %_']],
    ["it's:odd", ["O'Brien"]],
    ["x') or 1=1 --:a or address.city:paris", []],
    ['nothing.at.all:1', []],
    ['london', ['Ada']],
  ])('match %s', async (query, expected) => {
    if (query.startsWith("x')"))
      return expect(names(await fill(), query)).rejects.toMatchObject({ code: 'QUERY_SYNTAX' });
    expect(await names(await fill(), query)).toEqual(expected);
  });

  test.each([
    ['name >= x', 'QUERY_VALUE_INVALID'],
    ['a..b:1', 'QUERY_SYNTAX'],
    ['findings:(severity:5)', 'QUERY_SYNTAX'],
    ['name:', 'QUERY_SYNTAX'],
  ])('reject %s', async (query, code) => {
    await expect(names(await fill(), query)).rejects.toMatchObject({ code });
  });

  test('are paged, and named by connection', async () => {
    const store = await fill();
    const first = await listEntityRecords(store, { entity: 'user', now: NOW, limit: 3 });
    expect(first.items).toHaveLength(3);
    expect(await names(store, '', { after: first.next ?? '' })).toEqual(["O'Brien"]);
    expect(await names(store, '', { connection: 'c1', limit: 1 })).toEqual(['Ada']);
    expect(await names(store, '', { connection: 'c2' })).toEqual([]);
    await expect(names(store, '', { entity: 'usr' })).rejects.toMatchObject({ code: 'ENTITY_UNKNOWN' });
    await expect(names(store, '', { after: "1' or" })).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('change by identity, and are deleted when a complete run no longer contains them', async () => {
    const store = await fill();
    const again = [{ ...USERS[0], age: 37 } as JsonObject, USERS[1] as JsonObject];
    const { records } = await write(store, { run: 'r2', at: 2, users: again });
    expect(records).toEqual({ user: { added: 0, changed: 1, unchanged: 1, returned: 0, repeated: 0 } });
    const of = { connectionId: 'c1', runId: 'r2', at: 2 };
    expect(await store.transaction((tx) => store.closeAbsent(tx, of))).toEqual({ findings: 0, assets: 0, records: 2 });
    expect(await names(store, '')).toEqual(['Ada', 'Bob']);
    const { items } = await listEntityRecords(store, { entity: 'user', deleted: true, now: NOW });
    expect(items.map(({ identity, deletedOn, lastSeenOn }) => [identity, deletedOn === null, lastSeenOn])).toEqual([
      ['Ada', true, new Date(2).toISOString()],
      ['Bob', true, new Date(2).toISOString()],
      ['Eve %_', false, new Date(1).toISOString()],
      ["O'Brien", false, new Date(1).toISOString()],
    ]);
    expect(await countEntities(store)).toEqual([
      { entity: 'user', connectionId: 'c1', connection: 'c1', records: 4, deleted: 2 },
    ]);
    await write(store, { run: 'r3', at: 3, users: [USERS[3] as JsonObject] });
    expect(await names(store, '')).toEqual(['Ada', 'Bob', "O'Brien"]);
  });

  test('are exported as NDJSON and CSV', async () => {
    const store = await fill();
    const text = async (format: string) => {
      const pieces: string[] = [];
      for await (const piece of exportEntityRecords(store, format, { entity: 'user', query: 'age:*', now: NOW }))
        pieces.push(piece);
      return pieces.join('');
    };
    expect(
      (await text('ndjson'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(USERS.filter(({ age }) => age !== undefined));
    expect(parse(await text('csv'), { columns: true })).toMatchObject([
      { _identity: 'Ada', id: '1', tags: 'a; Admin', address: '{"city":"London","post-code":"N1"}', note: '' },
      { _identity: 'Bob', active: 'false' },
      { _identity: "O'Brien", "it's": 'odd', note: "'=1+1" },
    ]);
    await expect(text('sarif')).rejects.toMatchObject({ code: 'EXPORT_FORMAT_UNKNOWN' });
  });
});
