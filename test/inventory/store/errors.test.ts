import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isDuplicate, openStore, type Store } from '../../../engine/inventory/store/index.ts';
import { openSharedPostgres, type Postgres } from '../../setup/postgres.ts';
import { isFull } from '../../setup/suite.ts';
import { createFinding, writePage } from './records.ts';
import { createEmptyStore, KINDS, openTestStore } from './stores.ts';

const folder = await mkdtemp(join(tmpdir(), 'mapwright-store-errors-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);

/** Opens a port that speaks another protocol. */
async function gibberish(): Promise<number> {
  const other = createServer((socket) => socket.end('220 mail\r\n').on('error', () => undefined));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  afterAll(() => void other.close());
  const address = other.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

const secret = 'Pa55-word';

type Case = readonly [what: string, url: () => Promise<string> | string, code: string];

const onServer = (server: Postgres): readonly Case[] => [
  ['no such database', async () => `${await server.url('postgres')}-no-such`, 'STORE_REFUSED'],
  [
    'no such user',
    async () => (await server.url('postgres')).replace('mapwright@', `nobody:${secret}@`),
    'STORE_REFUSED',
  ],
  [
    'TLS that the server does not have',
    async () => `${await server.url('postgres')}?sslmode=verify-full`,
    'STORE_UNREACHABLE',
  ],
];

/** Stores that cannot be opened, and the error of each. */
const CASES: readonly Case[] = [
  ['another scheme', () => 'mysql://x/y', 'STORE_URL_INVALID'],
  ['no file', () => 'sqlite:', 'STORE_URL_INVALID'],
  ['a folder', () => `sqlite:${folder}`, 'STORE_UNWRITABLE'],
  ['a folder below a file', () => `sqlite:${at('not-a-database')}/x.db`, 'STORE_UNWRITABLE'],
  ['a file that is no database', () => `sqlite:${at('not-a-database')}`, 'STORE_DAMAGED'],
  ['a closed port', () => `postgres://u:${secret}@127.0.0.1:1/d`, 'STORE_UNREACHABLE'],
  ['an unknown host', () => `postgres://u:${secret}@no-such-host.invalid/d`, 'STORE_UNREACHABLE'],
  ...(isFull ? onServer(await openSharedPostgres()) : []),
];

test.each(CASES)('%s is reported', async (_, url, code) => {
  await writeFile(
    at('not-a-database'),
    'just some text, long enough to be read as the header of a database file '.repeat(20),
  );
  const error = await openStore(await url()).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code });
  expect(JSON.stringify([error, String(error)])).not.toContain(secret);
});

test('a port with another protocol does not hang', async () => {
  await expect(openStore(`postgres://u@127.0.0.1:${await gibberish()}/d`)).rejects.toThrow();
});

describe.each(KINDS)('$kind', (kind) => {
  const row = { settings_hash: 'h', result: '{}', at: 1 };

  test('distinguishes duplicates from other failures', async () => {
    const { db } = await createEmptyStore(kind);
    const add = () => db.insertInto('check_result').values(row).execute();
    await add();
    expect(isDuplicate(await add().catch((error: unknown) => error))).toBe(true);
    const wrong = db
      .insertInto('check_result')
      .values({ ...row, settings_hash: null as never })
      .execute();
    expect(isDuplicate(await wrong.catch((error: unknown) => error))).toBe(false);
  });

  test('stores text with NUL or a lone surrogate as well as possible', async () => {
    const { db } = await createEmptyStore(kind);
    await db
      .insertInto('check_result')
      .values({ ...row, result: 'a\0b\ud800c' })
      .execute();
    expect(await db.selectFrom('check_result').select('result').execute()).toEqual([{ result: 'a\ufffdb\ufffdc' }]);
  });

  test('can be closed twice, used or unused', async () => {
    const url = await kind.url();
    const store = await openStore(url);
    await store.close();
    await store.close();
    const unused = await openStore(url, { migrate: 'off' });
    await unused.close();
  });
});

/** The size that the file may have from now on, in pages. */
const limit = ({ db }: Store, pages: number) =>
  db.executeQuery({ sql: `PRAGMA max_page_count = ${pages}`, parameters: [], query: { kind: 'RawNode' } } as never);

test('a full SQLite store reports it, keeps its data, and resumes once there is space', async () => {
  const [sqlite] = KINDS;
  if (!sqlite) throw new Error('no store');
  const url = await sqlite.url();
  const store = await openTestStore(url);
  await writePage(store, { run: 'r1', at: 1, findings: [createFinding('1')] });
  await limit(store, 90);
  const many = Array.from({ length: 3000 }, (_, index) => createFinding(`x${index}`));
  await expect(writePage(store, { run: 'r2', at: 2, findings: many })).rejects.toMatchObject({ code: 'STORE_FULL' });
  expect(await store.db.selectFrom('finding').select('external_id').execute()).toEqual([{ external_id: '1' }]);
  await limit(store, 1_000_000);
  expect((await writePage(store, { run: 'r2', at: 2, findings: many })).finding.added).toBe(3000);
});
