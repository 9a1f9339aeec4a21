import { describe, expect, test } from 'vitest';
import type { Manifest, Ports } from '../../../engine/index.ts';
import { findOrigins } from '../../../engine/workbench/check/origins.ts';
import { createManifest, list, SECRETS } from './auth-case.ts';
import { createFolder, readRecords } from './folder.ts';
import { type Answer, startSmallVendor } from './small-vendor.ts';
import { compileTestConnector, runSync } from './sync.ts';

const OAUTH: Manifest['auth'] = {
  type: 'oauth2',
  grant: 'client_credentials',
  tokenUrl: '{{settings.url}}/token',
  clientId: 'id',
  clientSecret: '{{settings.key}}',
  response: { capture: { host: 'instance' } },
};

const SESSION: Manifest['auth'] = {
  type: 'session',
  login: [
    {
      request: { method: 'POST', url: '{{settings.url}}/token', form: { key: '{{settings.key}}' } },
      capture: { host: 'instance' },
    },
    { request: { url: 'https://{{session.host}}.api.example/sign-in' }, capture: { token: 'access_token' } },
  ],
  inject: { into: 'header', name: 'authorization', value: 'Bearer {{session.token}}' },
};

const TOKEN = 't0ken-of-the-session';

/** Syncs with a login that returns `host`; requests to hosts below api.example reach the vendor. Returns what it received. */
async function sync(auth: Manifest['auth'], host: string, baseUrl = 'https://{{session.host}}.api.example/v1') {
  const received: string[] = [];
  const vendor = await startSmallVendor((target, { headers }): Answer => {
    received.push(`${headers['x-host'] ?? ''} ${target} ${headers.authorization ?? ''}`.trim());
    return { json: { access_token: TOKEN, instance: host, items: [{ id: '1' }] } };
  });
  const wrapHttp = (http: Ports['http']): Ports['http'] => ({
    send: (request, options) => {
      const { hostname, origin } = new URL(request.url);
      if (!hostname.endsWith('.example')) return http.send(request, options);
      const headers = { ...request.headers, 'x-host': hostname };
      return http.send({ ...request, headers, url: request.url.replace(origin, vendor.origin) }, options);
    },
  });
  const allowedHosts = ['{{settings.url}}', '*.api.example'];
  const connector = createManifest(auth, list(), { baseUrl, allowedHosts });
  const to = await createFolder();
  const report = await runSync({ connector, vendor, settings: SECRETS, to, wrapHttp });
  const records = report.error ? [] : await readRecords(to, 'findings.ndjson');
  return { error: report.error, records: records.length, received, connector, vendor };
}

describe('a base URL that the login returns', () => {
  test.each([
    ['a session', SESSION, ['eu-7.api.example /sign-in']],
    ['an OAuth token', OAUTH, []],
  ])('receives the credentials of %s if a wildcard covers it', async (_name, auth, more) => {
    const { error, records, received } = await sync(auth, 'eu-7');
    expect([error, records]).toEqual([null, 1]);
    expect(received).toEqual(['POST /token', ...more, `eu-7.api.example /v1/things Bearer ${TOKEN}`]);
  });

  test('can be a whole URL', async () => {
    const { error, received } = await sync(OAUTH, 'https://eu-7.api.example', '{{session.host}}');
    expect([error, received.at(-1)]).toEqual([null, `eu-7.api.example /things Bearer ${TOKEN}`]);
  });

  test.each([
    ['evil.example/x', undefined],
    ['evil.example#', undefined],
    ['https://evil.example', '{{session.host}}'],
    ['http://eu-7.api.example', '{{session.host}}'],
    ['https://user@eu-7.api.example', '{{session.host}}'],
    ['https://api.example', '{{session.host}}'],
  ])('is refused if it leads elsewhere, and receives nothing: %s', async (host, baseUrl) => {
    const { error, received } = await sync(OAUTH, host, baseUrl);
    expect(error).not.toBeNull();
    expect(received).toEqual(['POST /token']);
  });

  test('is not among the origins that Test Connection probes and secrets are bound to', async () => {
    const { connector, vendor } = await sync(OAUTH, 'eu-7');
    const compiled = await compileTestConnector({ connector, vendor, settings: SECRETS });
    expect(findOrigins(compiled).map(({ origin }) => origin)).toEqual([vendor.origin]);
  });
});
