import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConnection, type Manifest } from '../../../engine/index.ts';
import {
  type RunningAppScan,
  type RunningVeracode,
  startAppScan,
  startVeracode,
} from '../../../studio/demo/vendors/index.ts';
import type { ReadEnd, ReadEvent, ReadPage, ReadRequest } from '../../../studio/web/api/types.generated.ts';
import { readManifestFile } from '../../manifests/connectors.ts';
import { startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { isFull, pickRows } from '../../setup/suite.ts';
import { findStrays } from './responses.ts';
import { type StartedStudio, startStudio } from './test-studio.ts';

const NOW = Date.parse('2026-01-15T12:00:00Z');
const CONNECTOR = 'hcl-appscan-dast';
const DRAFT = { description: '', select: {}, filters: {}, maps: {}, schedule: null, manualOnly: false, active: true };
const LIMITS = { partitions: 1, pages: 2, items: 3, seconds: 60 };

let studio: StartedStudio;
let vendor: RunningAppScan;
let veracode: RunningVeracode;
let connection = '';
beforeAll(async () => {
  vendor = await startAppScan({ seed: 3, findings: 40, now: NOW });
  veracode = await startVeracode({ seed: 3, findings: 40, connector: 'veracode-sast' });
  studio = await startStudio({
    allowPrivate: true,
    brought: async ({ platform }) => {
      const draft = { ...DRAFT, name: 'shop', connector: CONNECTOR, preserveAbsent: false };
      const { settings } = vendor.config;
      ({ id: connection } = await createConnection(platform, { ...draft, settings }, { force: true }));
    },
  });
}, 60_000);
afterAll(async () => {
  await studio.close();
  await vendor.close();
  await veracode.close();
});

type Change = (manifest: Manifest) => object;
type Overrides = Partial<Omit<ReadRequest, 'manifest'>> & { readonly change?: Change; readonly from?: string };

const toBody = ({ change = (manifest) => manifest, from = CONNECTOR, ...request }: Overrides) => ({
  manifest: JSON.stringify(change(readManifestFile(from))),
  stream: 'issues',
  limits: LIMITS,
  ...request,
});

/** Reads to the end. Each event is valid by the API's schema. */
async function read(overrides: Overrides): Promise<readonly ReadEvent[]> {
  const { status, body } = await studio.call('/api/reads', { method: 'POST', body: toBody(overrides) });
  expect([status, body]).toEqual([200, expect.any(String)]);
  const lines = String(body).split('\n').filter(Boolean);
  const events = lines.map((line) => JSON.parse(line) as ReadEvent);
  expect(events.flatMap((event) => findStrays('ReadEvent', event))).toEqual([]);
  return events;
}

const pagesOf = (events: readonly ReadEvent[]): ReadPage[] =>
  events.flatMap((event) => (event.type === 'page' ? [event.page] : []));
const endOf = (events: readonly ReadEvent[]): ReadEnd => {
  const last = events.at(-1);
  if (last?.type !== 'end') throw new Error(`the read ended with ${JSON.stringify(last)}`);
  return last.end;
};
const refusal = async (overrides: Overrides) => {
  const { status, body } = await studio.call('/api/reads', { method: 'POST', body: toBody(overrides) });
  return [status, (body as { error?: { code: string } }).error?.code];
};

describe('a test read', () => {
  test('uses a saved connection, and shows its login, partitions, pages, items and records without secrets', async () => {
    const events = await read({ connection });
    const own = pagesOf(events).filter(({ stream }) => stream === 'issues');
    expect(own[0]).toMatchObject({ page: 1, partition: expect.stringMatching(/./) });
    expect(own[0]?.items.length).toBe(Math.min(3, own[0]?.found ?? 0));
    expect(own[0]?.records[0]).toMatchObject({ entity: 'finding', record: { vendorProductName: 'HCL AppScan' } });
    expect(own[0]?.scope).toHaveProperty('application');
    const exchanges = pagesOf(events).flatMap((page) => page.exchanges);
    expect(exchanges[0]).toMatchObject({ login: true, response: { status: 200 } });
    expect(exchanges[0]?.request.body).toContain('[secret]');
    expect(exchanges.at(-1)?.curl).toContain(`-H 'authorization: Bearer '"$AUTHORIZATION"`);
    expect(endOf(events)).toMatchObject({ partitions: 1, reached: expect.arrayContaining(['items']) });
    expect(JSON.stringify(events)).not.toContain(String(vendor.config.settings['key_secret']));
  });

  test.runIf(isFull)("applies the connection's custom maps, except where the draft changes the default", async () => {
    const { finding } = readManifestFile(CONNECTOR).maps;
    if (!finding) throw new Error('the manifest has no finding map');
    const withName = (name: string) => ({ ...finding, fields: { ...finding.fields, name } });
    const clone = { from: `${CONNECTOR}/finding`, name: 'mine', spec: withName("'custom'") };
    const { body: made } = await studio.call('/api/maps', { method: 'POST', body: clone });
    const maps = { finding: (made as { map: { id: string } }).map.id };
    const draft = { connector: CONNECTOR, name: 'with map', settings: vendor.config.settings, force: true, maps };
    const { body: created } = await studio.call('/api/connections', { method: 'POST', body: draft });
    const own = { connection: (created as { connection: { id: string } }).connection.id };
    const namesOf = (events: readonly ReadEvent[]) =>
      new Set(
        pagesOf(events)
          .flatMap(({ records }) => records.filter(({ entity }) => entity === 'finding'))
          .map(({ record }) => record['name']),
      );
    expect(namesOf(await read(own))).toEqual(new Set(['custom']));
    const change: Change = (manifest) => ({ ...manifest, maps: { ...manifest.maps, finding: withName("'draft'") } });
    expect(namesOf(await read({ ...own, change }))).toEqual(new Set(['draft']));
  });

  test.runIf(isFull)('uses settings that are typed for it, and stores nothing', async () => {
    const before = JSON.stringify(await studio.store.db.selectFrom('secret').selectAll().execute());
    const events = await read({ settings: vendor.config.settings, stream: 'applications' });
    expect(pagesOf(events)[0]?.records[0]?.entity).toBe('asset');
    expect(JSON.stringify(await studio.store.db.selectFrom('secret').selectAll().execute())).toBe(before);
    expect(JSON.stringify(events)).not.toContain(String(vendor.config.settings['key_secret']));
  });

  test.runIf(isFull)('shows the steps of a job', async () => {
    const settings = { ...veracode.config.settings };
    const events = await read({
      from: 'veracode-sast',
      stream: 'report',
      settings,
      limits: { ...LIMITS, seconds: 60 },
    });
    expect(endOf(events).error).toBeUndefined();
    const page = pagesOf(events).find(({ stream }) => stream === 'report');
    expect(page?.exchanges.map(({ request }) => request.method)).toEqual(expect.arrayContaining(['POST', 'GET']));
    expect(page?.exchanges.length).toBeGreaterThan(2);
    expect(page?.records.length).toBeGreaterThan(0);
  });

  test.runIf(isFull)('reads the draft, and proposes another list when it finds no items', async () => {
    const change: Change = (manifest) => ({
      ...manifest,
      streams: { ...manifest.streams, issues: { ...manifest.streams['issues'], records: 'Things' } },
    });
    const { error, noRecords } = endOf(await read({ connection, change }));
    expect(error).toMatchObject({ code: 'RECORDS_MISSING', fix: expect.any(String) });
    expect(error?.exchanges.at(-1)).toMatchObject({ response: { status: 200 } });
    expect(noRecords).toMatchObject({ proposal: { records: 'Items', pointer: '/streams/issues/records' } });
  });

  test.runIf(isFull)('a refused login shows its exchange and the fix', async () => {
    const events = await read({ settings: { ...vendor.config.settings, key_secret: 'wrong-secret-0123456789' } });
    expect(endOf(events).error).toMatchObject({
      code: 'AUTH_REJECTED',
      exchanges: [{ login: true, response: { status: 401 } }],
    });
    expect(JSON.stringify(events)).not.toContain('wrong-secret');
  });

  test.runIf(isFull)('an unreachable vendor shows the error and the waits for retries', async () => {
    const gone = await startSmallVendor(() => ({}));
    const settings = { ...vendor.config.settings, domain_url: gone.origin.replace(/\d+$/, '1') };
    const change: Change = (manifest) => ({
      ...manifest,
      defaults: { ...manifest.defaults, retry: { attempts: 2, baseDelay: 'PT0.01S' } },
    });
    const events = await read({ settings, change });
    const waits = events.flatMap((event) => (event.type === 'wait' ? [event.wait] : []));
    expect(
      waits.every(({ retry }) => retry?.retry === 1 && retry.of === 1 && retry.error.code === 'CONNECTION_REFUSED'),
    ).toBe(true);
    expect(endOf(events).error).toMatchObject({ code: 'CONNECTION_REFUSED', exchanges: [{ error: {} }, {}] });
  });

  test('ends when the client closes the response', async () => {
    const received = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const slow = await startSmallVendor((_target, request) => {
      request.socket.on('close', () => closed.resolve());
      received.resolve();
      return new Promise(() => undefined);
    });
    const stop = new AbortController();
    const settings = { ...vendor.config.settings, domain_url: slow.origin };
    const response = await fetch(`${studio.origin}/api/reads`, {
      method: 'POST',
      headers: { cookie: studio.cookie, 'content-type': 'application/json' },
      body: JSON.stringify(toBody({ settings })),
      signal: stop.signal,
    });
    const { value } = await (response.body as ReadableStream<Uint8Array>).getReader().read();
    expect(Buffer.from(value ?? []).toString()).toContain('"type":"request"');
    await received.promise;
    stop.abort();
    await closed.promise;
  });
});

describe('the secrets of a saved connection', () => {
  const OWN = '{{settings.domain_url}}';
  const HOST = '{{settings.host}}';

  /** Adds a plain setting with the other host as its default, and allows requests to it. */
  const withHost = (manifest: Manifest, origin: string): Manifest => {
    const host = { type: 'string', title: 'Host', format: 'uri', default: origin } as const;
    const properties = { ...manifest.settings.properties, host };
    return { ...manifest, allowedHosts: [OWN, HOST], settings: { ...manifest.settings, properties } };
  };
  const replaceText = (manifest: object, from: string, to: string): object => {
    const text = JSON.stringify(manifest);
    expect(text).toContain(from);
    return JSON.parse(text.replaceAll(from, to)) as object;
  };
  const LOGIN = '"path":"/api/v4/Account/ApiKeyLogin"';
  const APPS = '"path":"/api/v4/Apps"';
  const CHANGES: readonly (readonly [string, (manifest: Manifest, origin: string) => object])[] = [
    ['as base URL', (manifest, origin) => ({ ...withHost(manifest, origin), baseUrl: HOST })],
    [
      'as literal base URL',
      (manifest, origin) => {
        const host = origin.replace('http:', 'https:');
        return { ...manifest, baseUrl: host, allowedHosts: [host] };
      },
    ],
    ['for a stream', (manifest, origin) => replaceText(withHost(manifest, origin), APPS, `"url":"${HOST}/apps"`)],
    ['for the login', (manifest, origin) => replaceText(withHost(manifest, origin), LOGIN, `"url":"${HOST}/login"`)],
    [
      'by a value of the login',
      (manifest, origin) => {
        const base = { ...withHost(manifest, origin), baseUrl: '{{session.host}}' };
        const login = replaceText(base, LOGIN, `"url":"${OWN}/api/v4/Account/ApiKeyLogin"`);
        return replaceText(login, '"token":"Token"', `"token":"Token","host":"'${origin}'"`);
      },
    ],
  ];

  test.each(pickRows(CHANGES, 2))('are not sent to another host that the draft names %s', async (_, change) => {
    const other = await startSmallVendor(() => ({ json: { Token: 'taken-token-0123456789', Items: [{ Id: 'x' }] } }));
    const end = endOf(await read({ connection, change: (manifest) => change(manifest, other.origin) }));
    expect(end.error).toMatchObject({ code: 'READ_HOST_REFUSED', fix: expect.stringContaining('Type the settings') });
    expect(other.asked).toEqual([]);
  });

  test('are not sent to the location of a redirect', async () => {
    const other = await startSmallVendor(() => ({ json: {} }));
    vendor.control.failNext({ match: '/api/v4/Apps', status: 302, headers: { location: `${other.origin}/taken` } });
    const change: Change = (manifest) => withHost(manifest, other.origin);
    expect(endOf(await read({ connection, change })).error?.code).toBe('READ_HOST_REFUSED');
    expect(other.asked).toEqual([]);
  });

  test.runIf(isFull)('are not needed to read from any host with typed settings', async () => {
    const other = await startSmallVendor(() => ({ json: { Token: 'a-token-0123456789', Items: [] } }));
    await read({ settings: { ...vendor.config.settings, domain_url: other.origin } });
    expect(other.asked.length).toBeGreaterThan(0);
  });

  test('are not opened for a draft that declares them as plain settings', async () => {
    const change: Change = (manifest) => {
      const { key_secret, ...rest } = manifest.settings.properties;
      const plain = { ...key_secret, writeOnly: false };
      return { ...manifest, settings: { ...manifest.settings, properties: { ...rest, key_secret: plain } } };
    };
    expect(await refusal({ connection, change })).toEqual([
      expect.any(Number),
      expect.stringMatching(/SECRET_UNSEALED|MANIFEST_INVALID/),
    ]);
  });
});

test.each<readonly [string, Overrides, number, string]>([
  ['an invalid draft', { change: () => ({}) }, 422, 'MANIFEST_INVALID'],
  ['an unknown connection', { connection: 'unknown' }, 404, 'CONNECTION_UNKNOWN'],
  ['an unknown connector', { connector: 'unknown', settings: {} }, 404, 'CONNECTOR_UNKNOWN'],
  ['a connection and settings', { connection: 'one', settings: {} }, 400, 'STUDIO_REQUEST_INVALID'],
  ['limits out of range', { limits: { ...LIMITS, pages: 1_000 } }, 400, 'STUDIO_REQUEST_INVALID'],
])('refuses %s', async (_name, overrides, status, code) => {
  expect(await refusal(overrides)).toEqual([status, code]);
});

test.runIf(isFull)('reports missing settings and an unknown stream as the last event', async () => {
  expect((await read({ settings: {} })).at(-1)).toMatchObject({ type: 'failed', error: { code: 'SETTING_MISSING' } });
  const unknown = await read({ settings: vendor.config.settings, stream: 'nothing' });
  expect(unknown.at(-1)).toMatchObject({ type: 'failed', error: { code: 'SELECT_UNKNOWN' } });
});
