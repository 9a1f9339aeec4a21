import { describe, expect, test } from 'vitest';
import {
  cloneMap,
  createConnection,
  deleteConnection,
  deleteMap,
  editConnection,
  endRun,
  findConnectionProblems,
  listAudit,
  listConnections,
  moveState,
  openRunSetup,
  parseDraft,
  pauseConnection,
  planRunSetup,
  readConnection,
  resumeConnection,
  rotateSecrets,
  testConnection,
  testDraftConnection,
  verifyAudit,
} from '../../../engine/platform/connections/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import {
  CONNECTOR,
  catchCode,
  createCheckOptions,
  createDraft,
  createTestPlatform,
  NOON,
  startTestVendors,
} from './parts.ts';

const FORCE = { force: true };
const MINUTE = 60_000;

describe.each(KINDS)('connections on $kind', (kind) => {
  const fresh = async () => createTestPlatform(await createEmptyStore(kind));

  test('are saved only after Test Connection passed for exactly these settings, in the last 15 minutes', async () => {
    const platform = await fresh();
    const { settings } = (await startTestVendors())[CONNECTOR].config;
    const draft = createDraft({ settings: settings as Record<string, string> });
    expect(await catchCode(createConnection(platform, draft))).toBe('CONNECTION_UNTESTED');
    const { ok } = await testDraftConnection(platform, draft, createCheckOptions());
    expect(ok).toBe(true);
    const other = createDraft({ settings: { ...draft.settings, key_secret: 'another-secret' } });
    expect(await catchCode(createConnection(platform, other))).toBe('CONNECTION_UNTESTED');
    platform.at += 15 * MINUTE + 1;
    expect(await catchCode(createConnection(platform, draft))).toBe('CONNECTION_UNTESTED');
    platform.at -= 1;
    expect(await createConnection(platform, draft)).toMatchObject({ state: 'SCHEDULED', testedAt: NOON, revision: 1 });
  });

  test('whose test fails are not saved', async () => {
    const platform = await fresh();
    const { settings } = (await startTestVendors())[CONNECTOR].config;
    const draft = createDraft({ settings: { ...(settings as Record<string, string>), key_secret: 'wrong-secret' } });
    expect(await testDraftConnection(platform, draft, createCheckOptions())).toMatchObject({ ok: false });
    expect(await catchCode(createConnection(platform, draft))).toBe('CONNECTION_UNTESTED');
  });

  test('can be saved by force, which the audit log records', async () => {
    const platform = await fresh();
    const { id, testedAt } = await createConnection(platform, createDraft(), FORCE);
    expect(testedAt).toBeNull();
    const log = await listAudit(platform.store.db, { subject: `connection:${id}` });
    expect(log.find(({ action }) => action === 'connection.create')?.detail).toContain('"untested":true');
  });

  test('contain no secrets in output or rows', async () => {
    const platform = await fresh();
    const secret = 'the-secret-of-it';
    await createConnection(platform, createDraft(), FORCE);
    const [shown] = await listConnections(platform.store.db);
    expect(shown?.secrets).toEqual({ key_secret: { set: true, at: NOON } });
    const tables = ['connection', 'secret', 'check_result', 'audit', 'run'] as const;
    const all = await Promise.all(tables.map((table) => platform.store.db.selectFrom(table).selectAll().execute()));
    expect(JSON.stringify([shown, all])).not.toContain(secret);
    expect(JSON.stringify([shown, all])).not.toContain(Buffer.from(secret).toString('base64').slice(0, 16));
  });

  test.each([
    { wrong: { name: '' }, code: 'CONNECTION_INVALID' },
    { wrong: { name: ' one' }, code: 'CONNECTION_INVALID' },
    { wrong: { name: 'a\nb' }, code: 'CONNECTION_INVALID' },
    { wrong: { description: 'x'.repeat(165) }, code: 'CONNECTION_INVALID' },
    { wrong: { connector: 'no-such-connector' }, code: 'CONNECTOR_UNKNOWN' },
    { wrong: { settings: {} }, code: 'SETTING_MISSING' },
    { wrong: { settings: { key_id: 'key', key_secret: '7-chars' } }, code: 'SECRET_TOO_SHORT' },
    { wrong: { filters: { issues: "Id eq '1'" } }, code: 'FILTER_UNKNOWN' },
    { wrong: { filters: { applications: 'Name eq' } }, code: 'FILTER_MALFORMED' },
    {
      wrong: {
        connector: 'veracode-sast',
        settings: { api_id: 'x', api_key: 'ab'.repeat(8) },
        filters: { applications: 'x' },
      },
      code: 'FILTER_UNKNOWN',
    },
    { wrong: { select: { assetTypes: ['HOST'] } }, code: 'SELECT_UNKNOWN' },
    { wrong: { select: { assetTypes: [], findingTypes: [] } }, code: 'CONNECTION_INVALID' },
    { wrong: { maps: { finding: 'nobody' } }, code: 'MAP_UNKNOWN' },
    { wrong: { schedule: { type: 'cron', cron: 'x', zone: 'UTC' } as const }, code: 'SCHEDULE_INVALID' },
  ])('are rejected with $wrong: $code', async ({ wrong, code }) => {
    const platform = await fresh();
    const draft = createDraft(wrong);
    expect(await catchCode(createConnection(platform, draft, FORCE))).toBe(code);
    expect((await findConnectionProblems(platform, draft)).map((problem) => problem.code)).toEqual([code]);
  });

  test('report all problems at once', async () => {
    const platform = await fresh();
    const draft = createDraft({ name: '', settings: {}, filters: { issues: 'x' } });
    const codes = (await findConnectionProblems(platform, draft)).map(({ code }) => code);
    expect(codes).toEqual(['CONNECTION_INVALID', 'SETTING_MISSING', 'FILTER_UNKNOWN']);
  });

  test('have unique names, also if two are created concurrently', async () => {
    const platform = await fresh();
    const both = await Promise.allSettled([1, 2].map(() => createConnection(platform, createDraft(), FORCE)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await catchCode(createConnection(platform, createDraft(), FORCE))).toBe('CONNECTION_EXISTS');
    const { id } = await createConnection(platform, createDraft({ name: 'two' }), FORCE);
    expect(await catchCode(editConnection(platform, id, { changes: { name: 'one' } }))).toBe('CONNECTION_EXISTS');
    expect(await editConnection(platform, id, { changes: { name: 'two', description: 'x' } })).toMatchObject({
      revision: 2,
    });
  });

  test('reject concurrent edits', async () => {
    const platform = await fresh();
    await createConnection(platform, createDraft(), FORCE);
    await editConnection(platform, 'one', { changes: { description: 'first' }, revision: 1 });
    const late = editConnection(platform, 'one', { changes: { description: 'second' }, revision: 1 });
    expect(await catchCode(late)).toBe('CONNECTION_CHANGED');
    expect(await readConnection(platform.store.db, 'one')).toMatchObject({ description: 'first', revision: 2 });
  });

  test('need another test only when their settings change', async () => {
    const platform = await fresh();
    await createConnection(platform, createDraft(), FORCE);
    await editConnection(platform, 'one', { changes: { schedule: null, settings: { key_id: 'the-id' } } });
    const changes = { settings: { key_id: 'another' } };
    expect(await catchCode(editConnection(platform, 'one', { changes }))).toBe('CONNECTION_UNTESTED');
    expect(await editConnection(platform, 'one', { changes, force: true })).toMatchObject({
      settings: changes.settings,
    });
  });

  test('never send a secret to a host that it was not entered for', async () => {
    const platform = await fresh();
    const { id } = await createConnection(platform, createDraft(), FORCE);
    const moved = { domain_url: 'https://elsewhere.example' };
    const edit = editConnection(platform, id, { changes: { settings: moved }, force: true });
    expect(await catchCode(edit)).toBe('SECRET_BOUND_ELSEWHERE');
    const test = testConnection(platform, id, { changes: { settings: moved }, ...createCheckOptions() });
    expect(await catchCode(test)).toBe('SECRET_BOUND_ELSEWHERE');
    // Not even if the row is changed directly.
    const settings = JSON.stringify({ key_id: 'the-id', ...moved });
    await platform.store.db.updateTable('connection').set({ settings }).where('id', '=', id).execute();
    const setup = await planRunSetup(platform, id);
    expect(await catchCode(openRunSetup(setup, platform.keyring))).toBe('SECRET_BOUND_ELSEWHERE');
    await platform.store.db
      .updateTable('secret')
      .set({ origin: moved.domain_url })
      .where('connection_id', '=', id)
      .execute();
    expect(await catchCode(openRunSetup(await planRunSetup(platform, id), platform.keyring))).toBe('SECRET_UNREADABLE');
    await rotateSecrets(platform, id, { secrets: { key_secret: 'entered-again' }, force: true });
    const opened = await openRunSetup(await planRunSetup(platform, id), platform.keyring);
    expect(opened.settings).toMatchObject({ key_secret: 'entered-again', ...moved });
  });

  test('with a replaced secret: a run in progress keeps the old one, the next uses the new one', async () => {
    const platform = await fresh();
    const { id } = await createConnection(platform, createDraft(), FORCE);
    const before = await planRunSetup(platform, id);
    await rotateSecrets(platform, id, { secrets: { key_secret: 'the-new-secret' }, force: true });
    const secretOf = async (setup: typeof before) =>
      (await openRunSetup(setup, platform.keyring)).settings['key_secret'];
    expect(await secretOf(before)).toBe('the-secret-of-it');
    expect(await secretOf(await planRunSetup(platform, id))).toBe('the-new-secret');
    expect(await catchCode(rotateSecrets(platform, id, { secrets: { key_id: 'x' }, force: true }))).toBe(
      'SECRET_UNKNOWN',
    );
  });

  test('are paused when their credentials are rejected, until new ones are entered', async () => {
    const platform = await fresh();
    const { id } = await createConnection(platform, createDraft(), FORCE);
    const move = { connectionId: id, at: platform.at, actor: 'test' };
    const error = { code: 'AUTH_REJECTED', message: 'the vendor refused the credentials', fix: 'Enter new ones.' };
    await platform.store.transaction(async (tx) => {
      await moveState(tx, move, { to: 'PROCESSING', why: 'a test' });
      await endRun(tx, move, { kind: 'errored', error });
    });
    expect(await readConnection(platform.store.db, id)).toMatchObject({
      state: 'ERRORED',
      paused: error,
      nextRun: null,
    });
    const short = rotateSecrets(platform, id, { secrets: { key_secret: '7-chars' }, force: true });
    expect(await catchCode(short)).toBe('SECRET_TOO_SHORT');
    const rotated = await rotateSecrets(platform, id, { secrets: { key_secret: 'new-secret' }, force: true });
    expect(rotated).toMatchObject({ state: 'SCHEDULED', paused: null, nextRun: { utc: '2026-06-01T18:00:00Z' } });
  });

  test('are not paused after another error', async () => {
    const platform = await fresh();
    const { id } = await createConnection(platform, createDraft(), FORCE);
    const move = { connectionId: id, at: platform.at, actor: 'test' };
    await platform.store.transaction(async (tx) => {
      await moveState(tx, move, { to: 'PROCESSING', why: 'a test' });
      await endRun(tx, move, { kind: 'errored', error: { code: 'SERVER_ERROR', message: 'x', fix: 'y' } });
    });
    expect(await readConnection(platform.store.db, id)).toMatchObject({ state: 'SCHEDULED', paused: null });
  });

  test.each([
    { what: 'paused', act: pauseConnection },
    { what: 'inactive', act: (platform, id) => editConnection(platform, id, { changes: { active: false } }) },
    { what: 'manual only', act: (platform, id) => editConnection(platform, id, { changes: { manualOnly: true } }) },
    {
      what: 'without a schedule',
      act: (platform, id) => editConnection(platform, id, { changes: { schedule: null } }),
    },
  ] satisfies { what: string; act: typeof pauseConnection }[])('that are $what have no next run', async ({ act }) => {
    const platform = await fresh();
    const { id } = await createConnection(platform, createDraft(), FORCE);
    expect(await act(platform, id)).toMatchObject({ state: 'REGISTERED', nextRun: null });
    const changes = { active: true, manualOnly: false, schedule: createDraft().schedule };
    await editConnection(platform, id, { changes });
    expect(await resumeConnection(platform, id)).toMatchObject({
      state: 'SCHEDULED',
      nextRun: { utc: '2026-06-01T18:00:00Z' },
    });
  });

  test('are deleted with their secrets, but not during a run; their inventory is kept or removed', async () => {
    const platform = await fresh();
    const { store } = platform;
    const { id } = await createConnection(platform, createDraft(), FORCE);
    const page = { connectionId: id, runId: 'r', at: NOON, assets: [ASSET], findings: [FINDING] };
    await store.transaction((tx) => store.write(tx, page));
    const move = { connectionId: id, at: NOON, actor: 'test' };
    await store.transaction((tx) => moveState(tx, move, { to: 'PROCESSING', why: 'a test' }));
    expect(await catchCode(deleteConnection(platform, id, { inventory: 'keep' }))).toBe('CONNECTION_BUSY');
    await store.transaction((tx) => endRun(tx, move, { kind: 'cancelled' }));
    expect(await deleteConnection(platform, 'one', { inventory: 'keep' })).toMatchObject({ assets: 1, findings: 1 });
    expect(await store.db.selectFrom('secret').selectAll().execute()).toEqual([]);
    expect(await store.db.selectFrom('finding').select('external_id').execute()).toHaveLength(1);
    const again = await createConnection(platform, createDraft(), FORCE);
    await store.transaction((tx) => store.write(tx, { ...page, connectionId: again.id }));
    expect(await deleteConnection(platform, again.id, { inventory: 'remove' })).toMatchObject({ findings: 1 });
    expect(await store.db.selectFrom('finding').select('connection_id').execute()).toEqual([{ connection_id: id }]);
    expect(await catchCode(readConnection(store.db, 'one'))).toBe('CONNECTION_UNKNOWN');
  });

  test('use their selected maps, which cannot be deleted', async () => {
    const platform = await fresh();
    const map = await cloneMap(platform, { from: `${CONNECTOR}/finding`, name: 'mine' });
    const { id, maps } = await createConnection(platform, createDraft({ maps: { finding: 'mine' } }), FORCE);
    expect(maps).toEqual({ finding: map.id });
    expect((await planRunSetup(platform, id)).maps).toEqual({ finding: map.spec });
    expect(await catchCode(deleteMap(platform, 'mine'))).toBe('MAP_IN_USE');
    expect(await editConnection(platform, id, { changes: { maps: { finding: 'default' } } })).toMatchObject({
      maps: {},
    });
    await deleteMap(platform, 'mine');
    const wrong = createDraft({
      name: 'two',
      connector: 'veracode-sast',
      settings: { api_id: 'ab', api_key: 'ab'.repeat(8) },
    });
    const asset = await cloneMap(platform, { from: `${CONNECTOR}/finding`, name: 'for another' });
    const chosen = createConnection(platform, { ...wrong, maps: { finding: asset.id } }, FORCE);
    expect(await catchCode(chosen)).toBe('CONNECTION_INVALID');
  });

  test('leave a valid audit log', async () => {
    const platform = await fresh();
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => createConnection(platform, createDraft({ name }), FORCE)));
    const log = await listAudit(platform.store.db);
    expect(await verifyAudit(platform.store.db)).toMatchObject({
      ok: true,
      entries: 8,
      head: log[0]?.hash,
      brokenAt: null,
    });
  });
});

const ASSET = {
  record: { externalAssetId: 'a-1', assetType: 'WEB_APPLICATION', source: 'x', assetDetail: { name: 'A' } },
};
const FINDING = {
  record: {
    externalFindingId: 'f-1',
    externalAssetId: 'a-1',
    vendorProductName: 'x',
    name: 'F',
    severity: 3,
    findingStatus: 'NEW',
  },
};

test.each<{ value: unknown; path: string }>([
  { value: null, path: '' },
  { value: {}, path: '' },
  { value: { ...createDraft(), settings: { key_secret: [null, 'a-secret'] } }, path: '/settings/key_secret' },
  { value: { ...createDraft(), active: 1 }, path: '/active' },
  { value: { ...createDraft(), more: 1 }, path: '' },
])('$value is not a connection', ({ value, path }) => {
  const says = expect.objectContaining({
    code: 'CONNECTION_INVALID',
    message: expect.not.stringContaining('a-secret'),
  });
  expect(() => parseDraft(value)).toThrowError(says);
  expect(() => parseDraft(value)).toThrowError(new RegExp(`at ${path || '/'}:`));
  expect(parseDraft(createDraft())).toEqual(createDraft());
});
