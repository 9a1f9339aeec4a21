import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { createPorts } from '../../../engine/io/ports.ts';
import {
  copyConnection,
  editConnection,
  hideSecrets,
  readConnection,
  rotateSecrets,
  testConnection,
} from '../../../engine/platform/connections/index.ts';
import { readRun } from '../../../engine/platform/worker/index.ts';
import { KINDS, openTestStore } from '../../inventory/store/stores.ts';
import { createFolder } from '../../pipeline/run/folder.ts';
import { createSmallManifest, startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { readStored } from '../../secrets-canary/platform/stored.ts';
import { createHarness } from './harness.ts';

const TOKEN = 't0ken-that-was-sealed-once';

const SEALED: Manifest = (() => {
  const small = createSmallManifest(
    { things: { request: { path: '/things' }, records: 'items', key: ['id'], paginator: { type: 'none' } } },
    { findings: 'things', auth: { type: 'bearer', token: '{{settings.api_token}}' } },
  );
  const api_token = { type: 'string', title: 'Token', writeOnly: true } as const;
  return { ...small, settings: { ...small.settings, properties: { ...small.settings.properties, api_token } } };
})();

/** The same manifest once the setting is no longer a secret, and a map reads it. */
const UNSEALED: Manifest = {
  ...SEALED,
  auth: { type: 'none' },
  settings: {
    ...SEALED.settings,
    properties: { ...SEALED.settings.properties, api_token: { type: 'string', title: 'Token' } },
  },
  maps: {
    finding: {
      from: 'things',
      to: 'finding',
      fields: { ...SEALED.maps['finding']?.fields, name: '$settings.api_token' },
    } as NonNullable<Manifest['maps'][string]>,
  },
};

describe.each(KINDS)('a secret that the manifest declares as a plain setting, on $kind', (kind) => {
  async function sealedOnce() {
    const vendor = await startSmallVendor(() => ({ json: { items: [{ id: '1' }] } }));
    const url = await kind.url();
    const store = await openTestStore(url);
    let manifest = SEALED;
    const harness = createHarness(store, SEALED);
    Object.assign(harness.platform, { manifestOf: async () => manifest });
    const connection = await harness.connect({ ...vendor.config.settings, api_token: TOKEN });
    manifest = UNSEALED;
    const leaks = async () => {
      const stored = await readStored(url, await createFolder());
      return stored.filter(([, text]) => text.includes(TOKEN)).map(([place]) => place);
    };
    return { harness, store, connection, vendor, leaks };
  }

  test('is not opened by a run', async () => {
    const { harness, store, connection, vendor, leaks } = await sealedOnce();
    const run = await harness.start(connection);
    await harness.work();
    expect(await readRun(store.db, run, Date.now())).toMatchObject({
      state: 'ERRORED',
      error: { code: 'SECRET_UNSEALED', message: expect.stringContaining('api_token') },
    });
    expect(vendor.asked).toEqual([]);
    expect(await leaks()).toEqual([]);
  });

  test('is not opened by an edit, a copy or a test of the connection', async () => {
    const { harness, connection, leaks } = await sealedOnce();
    const { platform } = harness;
    const ports = createPorts({ allowPrivate: true });
    const refused = { code: 'SECRET_UNSEALED' };
    const edit = editConnection(platform, connection, { changes: { description: 'new' }, force: true });
    await expect(edit).rejects.toMatchObject(refused);
    await expect(copyConnection(platform, connection, { name: 'two' })).rejects.toMatchObject(refused);
    const check = testConnection(platform, connection, { changes: {}, ports, allowPrivate: true });
    await expect(check).rejects.toMatchObject(refused);
    await ports.close();
    expect(await leaks()).toEqual([]);
  });

  test('is deleted once the setting is entered again or removed', async () => {
    const { harness, store, connection } = await sealedOnce();
    const edit = (api_token: string | null) =>
      editConnection(harness.platform, connection, { changes: { settings: { api_token } }, force: true });
    expect(await edit('plain')).toMatchObject({ secrets: {}, settings: { api_token: 'plain' } });
    await edit(null);
    const { settings } = await readConnection(store.db, connection);
    expect(settings).not.toHaveProperty('api_token');
  });
});

/** Manifest with a plain setting that auth uses and a map reads. */
const PLAIN: Manifest = { ...UNSEALED, auth: SEALED.auth };

/** The same manifest once the setting is a secret; its map still reads it. */
const DECLARED_LATER: Manifest = { ...PLAIN, settings: SEALED.settings };

describe('a plain setting that the manifest declares as a secret later', () => {
  async function savedAsPlain() {
    const sent: (string | undefined)[] = [];
    const vendor = await startSmallVendor((_target, { headers }) => {
      sent.push(headers.authorization);
      return { json: { items: [{ id: '1' }] } };
    });
    const folder = await createFolder();
    const url = `sqlite:${join(folder, 'store.db')}`;
    const store = await openTestStore(url);
    let manifest = PLAIN;
    const harness = createHarness(store, PLAIN);
    Object.assign(harness.platform, { manifestOf: async () => manifest });
    const connection = await harness.connect({ ...vendor.config.settings, api_token: TOKEN });
    manifest = DECLARED_LATER;
    const places = async () => {
      const stored = await readStored(url, await createFolder());
      return new Set(stored.filter(([, text]) => text.includes(TOKEN)).map(([place]) => place));
    };
    return { harness, store, connection, sent, places };
  }

  test('is not available to expressions of a run, and is not shown', async () => {
    const { harness, store, connection, sent } = await savedAsPlain();
    await harness.start(connection);
    await harness.work();
    expect(sent).toEqual([`Bearer ${TOKEN}`]);
    const findings = await store.db.selectFrom('finding').selectAll().execute();
    expect(JSON.stringify(findings)).not.toContain(TOKEN);
    const hidden = hideSecrets(await readConnection(store.db, connection), DECLARED_LATER);
    expect(JSON.stringify(hidden)).not.toContain(TOKEN);
  });

  test('is sealed once it is entered again', async () => {
    const { harness, store, connection, places } = await savedAsPlain();
    const secrets = { api_token: `${TOKEN}-2` };
    expect(await rotateSecrets(harness.platform, connection, { secrets, force: true })).toMatchObject({
      secrets: { api_token: { set: true } },
    });
    const { settings } = await readConnection(store.db, connection);
    expect(settings).not.toHaveProperty('api_token');
    expect([...(await places())]).toEqual([]);
  });
});
