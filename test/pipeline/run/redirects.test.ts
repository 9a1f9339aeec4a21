import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { createFolder, readRecords } from './folder.ts';
import { type Answer, createSmallManifest, type SmallVendor, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';

const KEY = 'k3y-of-the-vendor-1234';

/** Answers a file, and records the requests. Refuses any credential, as servers of signed downloads do. */
async function startFileServer() {
  const received: { target: string; headers: IncomingMessage['headers'] }[] = [];
  const files = await startSmallVendor((target, { headers }) => {
    received.push({ target, headers });
    if (headers.authorization !== undefined || JSON.stringify([target, headers]).includes(KEY)) return { status: 400 };
    return { json: { items: [{ id: 't1' }] } };
  });
  return { files, received };
}

interface Moved {
  readonly vendor: SmallVendor;
  readonly files: SmallVendor;
  readonly auth: Manifest['auth'];
  readonly request?: NonNullable<Manifest['streams'][string]['request']>;
  readonly allowed?: readonly string[];
}

/** Reads one stream of the vendor, whose file server is an allowed host. */
async function readThings({ vendor, files, auth, request = { path: '/export' }, allowed }: Moved) {
  const { settings, ...manifest } = createSmallManifest(
    { things: { request, records: 'items', key: ['id'], paginator: { type: 'none' } } },
    { findings: 'things', auth, allowedHosts: [...(allowed ?? ['{{settings.url}}', '{{settings.files}}'])] },
  );
  const properties = {
    ...settings.properties,
    files: { type: 'string', title: 'Files' },
    key: { type: 'string', title: 'Key', writeOnly: true },
  } as const;
  const to = await createFolder();
  const report = await runSync({
    connector: { ...manifest, settings: { ...settings, properties } },
    vendor: { config: { settings: { ...vendor.config.settings, files: files.origin, key: KEY } } },
    to,
  });
  return { error: report.error, records: report.error ? [] : await readRecords(to, 'findings.ndjson') };
}

const BEARER: Manifest['auth'] = { type: 'bearer', token: '{{settings.key}}' };

describe('a redirect to a download on another allowed host', () => {
  const SIGNED = '/1.json?X-Amz-Signature=ab%2Fc%3D&&x';

  test.each<[string, Manifest['auth'], string]>([
    ['bearer', BEARER, SIGNED],
    [
      'an API key in a header',
      { type: 'apiKey', into: 'header', name: 'X-Api-Key', value: '{{settings.key}}' },
      SIGNED,
    ],
    ['an API key in a cookie', { type: 'apiKey', into: 'cookie', name: 'sid', value: '{{settings.key}}' }, SIGNED],
    ['an API key in the query', { type: 'apiKey', into: 'query', name: 'api_key', value: '{{settings.key}}' }, SIGNED],
    [
      'an API key in the query that the location repeats',
      { type: 'apiKey', into: 'query', name: 'api_key', value: '{{settings.key}}' },
      `/1.json?a=1&api_key=${KEY}&b=2`,
    ],
  ])('is followed without the credentials of %s', async (_, auth, location) => {
    const { files, received } = await startFileServer();
    const vendor = await startSmallVendor(() => ({ status: 302, headers: { location: `${files.origin}${location}` } }));
    expect(await readThings({ vendor, files, auth })).toMatchObject({ error: null, records: [{}] });
    expect(received.map(({ target }) => target)).toEqual([location.replace(`&api_key=${KEY}`, '')]);
    expect(received[0]?.headers).toMatchObject({ accept: 'application/json' });
  });

  test('is refused if the host is not allowed, and nothing is sent there', async () => {
    const { files, received } = await startFileServer();
    const vendor = await startSmallVendor(() => ({ status: 302, headers: { location: `${files.origin}/1.json` } }));
    const { error } = await readThings({ vendor, files, auth: BEARER, allowed: ['{{settings.url}}'] });
    expect(error).toMatchObject({ code: 'REDIRECT_REFUSED', message: expect.stringContaining('to another port') });
    expect(received).toEqual([]);
  });

  test('is refused if its path contains the credential', async () => {
    const { files, received } = await startFileServer();
    const vendor = await startSmallVendor(() => ({ status: 302, headers: { location: `${files.origin}/${KEY}` } }));
    expect((await readThings({ vendor, files, auth: BEARER })).error?.code).toBe('REDIRECT_REFUSED');
    expect(received).toEqual([]);
  });

  test('is signed again when it returns to the first origin', async () => {
    const seen: (string | undefined)[] = [];
    const answers: Readonly<Record<string, (files: string) => Answer>> = {
      '/export': (files) => ({ status: 302, headers: { location: `${files}/gate` } }),
      '/done': () => ({ json: { items: [{ id: 't1' }] } }),
    };
    const vendor: SmallVendor = await startSmallVendor((target, { headers }) => {
      seen.push(headers.authorization);
      return answers[target]?.(files.origin) ?? { status: 404 };
    });
    const files: SmallVendor = await startSmallVendor((_, { headers }) => {
      seen.push(headers.authorization);
      return { status: 302, headers: { location: `${vendor.origin}/done` } };
    });
    expect(await readThings({ vendor, files, auth: BEARER })).toMatchObject({ error: null });
    expect(seen).toEqual([`Bearer ${KEY}`, undefined, `Bearer ${KEY}`]);
  });
});

test('a request with "auth": "none" is not signed', async () => {
  const seen: (string | undefined)[] = [];
  const vendor = await startSmallVendor((_, { headers }) => {
    seen.push(headers.authorization);
    return { json: { items: [{ id: 't1' }] } };
  });
  const request = { path: '/export', auth: 'none' };
  expect(await readThings({ vendor, files: vendor, auth: BEARER, request })).toMatchObject({ error: null });
  expect(seen).toEqual([undefined]);
});
