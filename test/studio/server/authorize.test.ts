import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createConnection } from '../../../engine/index.ts';
import type { OAuth2Auth } from '../../../engine/manifest/types.generated.ts';
import { createManifest } from '../../pipeline/run/auth-case.ts';
import { browse, CLIENT, createOAuth, type OAuthOptions, startOAuthServer } from '../../pipeline/run/oauth-server.ts';
import { readEvents, readUntil } from './events.ts';
import { startStudio } from './test-studio.ts';

const DRAFT = {
  description: '',
  select: {},
  filters: {},
  maps: {},
  schedule: null,
  manualOnly: true,
  active: true,
  preserveAbsent: false,
};

/** Starts a studio with one connection, whose stored token is not valid. */
async function startWithConnection(auth: OAuth2Auth, options: OAuthOptions = {}) {
  const vendor = await startOAuthServer({ interval: 0.01, ...options });
  const file = join(await mkdtemp(join(tmpdir(), 'mapwright-consent-')), 'manifest.json');
  await writeFile(file, JSON.stringify({ ...createManifest(auth), id: 'by-consent' }));
  let id = '';
  const studio = await startStudio({
    allowPrivate: true,
    manifests: [{ file, origin: 'own' }],
    brought: async ({ platform }) => {
      const settings = { url: vendor.origin, key: CLIENT.secret, second: 'no-consent-yet' };
      const draft = { ...DRAFT, name: 'one', connector: file, settings };
      ({ id } = await createConnection(platform, draft, { force: true }));
    },
  });
  onTestFinished(() => studio.close());
  return { vendor, studio, id };
}

async function authorize({ studio, id }: Awaited<ReturnType<typeof startWithConnection>>) {
  const events = readEvents(studio);
  await events.next();
  const { status, body } = await studio.call(`/api/connections/${id}/authorize`, { method: 'POST', body: {} });
  const started = body as { readonly id: string; readonly url: string; readonly code: string | null };
  if (status === 202 && started.code === null) await browse(started.url);
  const seen = status === 202 ? await readUntil(events, ({ event }) => event === 'authorized') : [];
  await events.return(undefined);
  return { status, body: started, seen, last: seen.at(-1)?.data };
}

test('a consent stores the refresh token, which no response and no event contains', async () => {
  const running = await startWithConnection(createOAuth({}));
  const { status, body, seen, last } = await authorize(running);
  expect([status, last]).toEqual([202, { id: body.id, ok: true }]);
  const shown = await running.studio.call(`/api/connections/${running.id}`);
  expect(shown.body).toMatchObject({ consent: true, connection: { secrets: { second: { set: true } } } });
  const text = JSON.stringify([body, seen, shown.body]);
  for (const secret of [CLIENT.secret, ...running.vendor.issued]) expect(text).not.toContain(secret);
  const events = readEvents(running.studio);
  await events.next();
  const path = `/api/connections/${running.id}/checks`;
  expect(await running.studio.call(path, { method: 'POST', body: {} })).toMatchObject({ status: 202 });
  const checked = await readUntil(events, ({ event }) => event === 'checked');
  await events.return(undefined);
  expect(checked.at(-1)?.data).toMatchObject({ ok: true });
});

test('a refused consent', async () => {
  const running = await startWithConnection(createOAuth({}), { refuse: 'access_denied' });
  expect((await authorize(running)).last).toMatchObject({ ok: false, error: { code: 'AUTH_REJECTED' } });
});

test('a connector without a consent', async () => {
  const running = await startWithConnection(createOAuth({ grant: 'refresh_token' }));
  expect(await authorize(running)).toMatchObject({ status: 422, body: { error: { code: 'CONSENT_UNUSED' } } });
  const shown = await running.studio.call(`/api/connections/${running.id}`);
  expect(shown.body).toMatchObject({ consent: false });
});

test('a new connection is authorized, tested and created, and the page sees only a placeholder', async () => {
  const { vendor, studio } = await startWithConnection(createOAuth({}));
  const events = readEvents(studio);
  await events.next();
  const settings = { url: vendor.origin, key: CLIENT.secret };
  const request = { connector: 'by-consent', settings };
  const started = await studio.call('/api/consents', { method: 'POST', body: request });
  expect(started.status, JSON.stringify(started.body)).toBe(202);
  await browse((started.body as { readonly url: string }).url);
  const seen = await readUntil(events, ({ event }) => event === 'authorized');
  const { setting, value } = (seen.at(-1)?.data ?? {}) as { readonly setting: string; readonly value: string };
  expect([setting, value]).toEqual(['second', expect.stringMatching(/^consent-/)]);
  const given = { ...request, settings: { ...settings, [setting]: value } };
  expect(await studio.call('/api/checks', { method: 'POST', body: given })).toMatchObject({ status: 202 });
  const checked = await readUntil(events, ({ event }) => event === 'checked');
  expect(checked.at(-1)?.data).toMatchObject({ ok: true });
  const created = await studio.call('/api/connections', { method: 'POST', body: { ...given, name: 'two' } });
  expect(created.status, JSON.stringify(created.body)).toBe(201);
  const text = JSON.stringify([seen, checked, created.body]);
  for (const secret of [CLIENT.secret, ...vendor.issued]) expect(text).not.toContain(secret);
  // For another host, the placeholder has no meaning: the token is not sent there.
  const other = await startOAuthServer();
  const elsewhere = { ...given, settings: { ...given.settings, url: other.origin } };
  await studio.call('/api/checks', { method: 'POST', body: elsewhere });
  const refused = await readUntil(events, ({ event }) => event === 'checked');
  await events.return(undefined);
  expect(refused.at(-1)?.data).toMatchObject({ ok: false });
});
