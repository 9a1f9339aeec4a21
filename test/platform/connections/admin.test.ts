import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createConnection,
  dueConnections,
  listAudit,
  openKeyring,
  openRunSetup,
  type Platform,
  parseKeyring,
  planRunSetup,
  readConnection,
  rotateKeys,
  takeSlot,
  verifyAudit,
} from '../../../engine/platform/connections/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { catchCode, createDraft, createTestPlatform, NOON } from './parts.ts';

const FORCE = { force: true };
const HOUR = 3_600_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-platform-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(KINDS)('the audit log on $kind', (kind) => {
  const ALTERATIONS: readonly { readonly name: string; readonly alter: (platform: Platform) => Promise<unknown> }[] = [
    {
      name: 'a changed entry',
      alter: ({ store: { db } }) => db.updateTable('audit').set({ detail: '{}' }).where('seq', '=', 2).execute(),
    },
    {
      name: 'an entry of another actor',
      alter: ({ store: { db } }) => db.updateTable('audit').set({ actor: 'x' }).where('seq', '=', 1).execute(),
    },
    {
      name: 'an entry of another time',
      alter: ({ store: { db } }) => db.updateTable('audit').set({ at: 1 }).where('seq', '=', 3).execute(),
    },
    {
      name: 'a removed entry',
      alter: ({ store: { db } }) => db.deleteFrom('audit').where('seq', '=', 2).execute(),
    },
  ];

  test.each(ALTERATIONS)('detects $name', async ({ alter }) => {
    const platform = createTestPlatform(await createEmptyStore(kind));
    await createConnection(platform, createDraft(), FORCE);
    await createConnection(platform, createDraft({ name: 'two' }), FORCE);
    expect(await verifyAudit(platform.store.db)).toMatchObject({ ok: true, entries: 4 });
    await alter(platform);
    expect(await verifyAudit(platform.store.db)).toMatchObject({ ok: false, brokenAt: expect.any(Number) });
  });
});

describe.each(KINDS)('keys on $kind', (kind) => {
  const key = () => randomBytes(32).toString('base64');

  test('of a local store are created next to it on first use, readable only by this user', async () => {
    const store = await createEmptyStore(kind);
    const ownFile = join(folder, `${kind.kind}.key`);
    const made = await Promise.all([1, 2, 3].map(() => openKeyring(store, { env: {}, ownFile })));
    expect(new Set(made.map(({ current }) => current.id)).size).toBe(1);
    expect((await stat(ownFile)).mode & 0o777).toBe(0o600);
  });

  test('are not recreated if lost, and wrong ones fail the start', async () => {
    const platform = createTestPlatform(await createEmptyStore(kind));
    await createConnection(platform, createDraft(), FORCE);
    const ownFile = join(folder, 'lost', `${kind.kind}.key`);
    expect(await catchCode(openKeyring(platform.store, { env: {}, ownFile }))).toBe('KEY_MISSING');
    expect(await catchCode(readFile(ownFile))).toBe('ENOENT');
    expect(await catchCode(openKeyring(platform.store, { env: { MAPWRIGHT_KEY: key() } }))).toBe('KEY_WRONG');
    expect(await catchCode(openKeyring(platform.store, { env: {} }))).toBe('KEY_MISSING');
    expect(await catchCode(openKeyring(platform.store, { env: { MAPWRIGHT_KEY_FILE: join(folder, 'none') } }))).toBe(
      'KEY_MISSING',
    );
    expect(await catchCode(openKeyring(platform.store, { env: { MAPWRIGHT_KEY: 'short' } }))).toBe('KEY_INVALID');
  });

  test('can be rotated: the new key encrypts everything, including open runs', async () => {
    const platform = createTestPlatform(await createEmptyStore(kind));
    const { store } = platform;
    const { id } = await createConnection(platform, createDraft(), FORCE);
    const setup = JSON.stringify(await planRunSetup(platform, id));
    const run = {
      connection_id: id,
      reason: 'manual',
      slot: null,
      state: 'PROCESSING',
      setup,
      stage: 0,
      full: 0,
      cancelled: 0,
    } as const;
    const times = { created_at: NOON, started_at: NOON, finished_at: null, report: null, error: null };
    await store.db
      .insertInto('run')
      .values({ id: 'r-1', ...run, ...times })
      .execute();
    const old = Buffer.from(platform.keyring.current.bytes).toString('base64');
    const fresh = key();
    expect(await rotateKeys({ ...platform, keyring: parseKeyring(`${fresh},${old}`, 'a test') })).toMatchObject({
      secrets: 1,
      runs: 1,
    });
    const alone = await openKeyring(store, { env: { MAPWRIGHT_KEY: fresh } });
    const { setup: again } = await store.db.selectFrom('run').select('setup').executeTakeFirstOrThrow();
    for (const one of [await planRunSetup(platform, id), JSON.parse(again)])
      expect((await openRunSetup(one, alone)).settings['key_secret']).toBe('the-secret-of-it');
    expect(await catchCode(rotateKeys({ ...platform, keyring: parseKeyring(key(), 'a test') }))).toBe('KEY_WRONG');
  });
});

describe.each(KINDS)('a slot on $kind', (kind) => {
  test('is taken once by concurrent workers', async () => {
    const platform = createTestPlatform(await createEmptyStore(kind));
    const { id } = await createConnection(platform, createDraft(), FORCE);
    const { store } = platform;
    expect(await dueConnections(store.db, NOON)).toEqual([]);
    const at = NOON + 6 * HOUR;
    expect(await dueConnections(store.db, at)).toEqual([id]);
    const take = () => store.transaction((tx) => takeSlot(tx, { connectionId: id, at, actor: 'test' }));
    const taken = await Promise.all([take(), take(), take()]);
    expect(taken.filter((due) => due !== undefined)).toEqual([
      { slot: at, missed: 0, catchUp: false, next: at + 6 * HOUR },
    ]);
    expect(await dueConnections(store.db, at)).toEqual([]);
  });

  test('and missed ones trigger one run, which the audit log records', async () => {
    const platform = createTestPlatform(await createEmptyStore(kind));
    const { id } = await createConnection(platform, createDraft(), FORCE);
    const at = NOON + 25 * HOUR;
    const due = await platform.store.transaction((tx) => takeSlot(tx, { connectionId: id, at, actor: 'test' }));
    expect(due).toMatchObject({ slot: NOON + 24 * HOUR, missed: 3, catchUp: true, next: NOON + 30 * HOUR });
    const [said] = await listAudit(platform.store.db, { subject: `connection:${id}`, limit: 1 });
    expect(said).toMatchObject({ action: 'schedule.catch-up', detail: expect.stringContaining('"missed":3') });
    expect(await readConnection(platform.store.db, id)).toMatchObject({ nextRun: { at: NOON + 30 * HOUR } });
  });
});
