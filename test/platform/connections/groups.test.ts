import { expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import {
  type ConnectionChanges,
  createConnection,
  editConnection,
  openRunSetup,
  planRunSetup,
  readConnection,
  rotateKeys,
  rotateSecrets,
} from '../../../engine/platform/connections/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { createSmallManifest } from '../../pipeline/run/small-vendor.ts';
import { createDraft, createTestPlatform } from './parts.ts';

const FORCE = { force: true };
const BASE = createSmallManifest(
  { things: { request: { path: '/things' }, records: 'items', key: ['id'] } },
  { findings: 'things' },
);
const MANIFEST: Manifest = {
  ...BASE,
  settings: {
    type: 'object',
    required: ['url'],
    properties: {
      ...BASE.settings.properties,
      regions: { type: 'array', title: 'Regions', items: { type: 'string' } },
      login: {
        type: 'object',
        title: 'Login',
        oneOf: [
          {
            title: 'Token',
            required: ['token'],
            properties: {
              method: { type: 'string', const: 'token' },
              token: { type: 'string', title: 'Token', writeOnly: true },
              scope: { type: 'string', title: 'Scope' },
            },
          },
          {
            title: 'User',
            required: ['user', 'password'],
            properties: {
              method: { type: 'string', const: 'basic' },
              user: { type: 'string', title: 'User' },
              password: { type: 'string', title: 'Password', writeOnly: true },
            },
          },
        ],
      },
    },
  },
};

const SETTINGS = {
  url: 'https://vendor.example',
  regions: ['eu', 'us'],
  login: { method: 'token', token: 'the-long-token', scope: 'read' },
};

async function setUp() {
  const [kind] = KINDS;
  const platform = {
    ...createTestPlatform(await createEmptyStore(kind as (typeof KINDS)[number])),
    manifestOf: async () => MANIFEST,
  };
  const draft = createDraft({ connector: 'small', settings: SETTINGS, select: {}, filters: {} });
  const { id } = await createConnection(platform, draft, FORCE);
  const edit = (settings: NonNullable<ConnectionChanges['settings']>) =>
    editConnection(platform, id, { changes: { settings }, ...FORCE });
  const open = async () => (await openRunSetup(await planRunSetup(platform, id), platform.keyring)).settings;
  return { platform, id, edit, open };
}

test('secrets in choices are stored encrypted, by their paths', async () => {
  const { platform, id, open } = await setUp();
  const shown = await readConnection(platform.store.db, id);
  expect(Object.keys(shown.secrets)).toEqual(['login.token']);
  expect(shown.settings).toEqual({ ...SETTINGS, login: { method: 'token', scope: 'read' } });
  const tables = ['connection', 'secret', 'audit'] as const;
  const all = await Promise.all(tables.map((table) => platform.store.db.selectFrom(table).selectAll().execute()));
  expect(JSON.stringify(all)).not.toContain('the-long-token');
  expect(await open()).toEqual(SETTINGS);
});

test.each<{ name: string; changes: NonNullable<ConnectionChanges['settings']>; settings: object }>([
  {
    name: 'a setting of the group keeps its secret',
    changes: { 'login.scope': 'write' },
    settings: { ...SETTINGS, login: { ...SETTINGS.login, scope: 'write' } },
  },
  {
    name: 'the whole group without the secret keeps it',
    changes: { login: { method: 'token' } },
    settings: { ...SETTINGS, login: { method: 'token', token: 'the-long-token' } },
  },
  {
    name: 'a list keeps the secret',
    changes: { regions: ['ap'] },
    settings: { ...SETTINGS, regions: ['ap'] },
  },
  {
    name: 'another choice drops the secret and the settings of the choice before',
    changes: { 'login.method': 'basic', 'login.user': 'me', 'login.password': 'the-long-password' },
    settings: { ...SETTINGS, login: { method: 'basic', user: 'me', password: 'the-long-password' } },
  },
  {
    name: 'a removed group drops the secret',
    changes: { login: null },
    settings: { url: SETTINGS.url, regions: SETTINGS.regions },
  },
])('changing $name', async ({ changes, settings }) => {
  const { edit, open } = await setUp();
  await edit(changes);
  expect(await open()).toEqual(settings);
});

test('a secret of another choice does not come back with that choice', async () => {
  const { edit, open } = await setUp();
  await edit({ 'login.method': 'basic', 'login.user': 'me', 'login.password': 'the-long-password' });
  await edit({ 'login.method': 'token', 'login.token': 'another-token' });
  expect(await open()).toEqual({ ...SETTINGS, login: { method: 'token', token: 'another-token' } });
});

test('a removed secret that is required is a problem', async () => {
  const { edit } = await setUp();
  await expect(edit({ 'login.token': null })).rejects.toMatchObject({
    code: 'SETTING_MISSING',
    details: { setting: 'login.token' },
  });
});

test('secrets in choices are rotated, and re-encrypted with the keys', async () => {
  const { platform, id, open } = await setUp();
  await rotateSecrets(platform, id, { secrets: { 'login.token': 'the-new-token' }, ...FORCE });
  await rotateKeys(platform);
  expect(await open()).toEqual({ ...SETTINGS, login: { ...SETTINGS.login, token: 'the-new-token' } });
  await expect(rotateSecrets(platform, id, { secrets: { 'login.user': 'x' }, ...FORCE })).rejects.toMatchObject({
    code: 'SECRET_UNKNOWN',
  });
});

test('secrets in choices are bound to the hosts that they were entered for', async () => {
  const { edit } = await setUp();
  await expect(edit({ url: 'https://other.example' })).rejects.toMatchObject({ code: 'SECRET_BOUND_ELSEWHERE' });
});
