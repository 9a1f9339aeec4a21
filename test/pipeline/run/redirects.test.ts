import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Manifest, Ports } from '../../../engine/index.ts';
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
  readonly wrapHttp?: (http: Ports['http']) => Ports['http'];
}

/** Reads one stream of the vendor, whose file server is an allowed host. */
async function readThings({ vendor, files, auth, request = { path: '/export' }, allowed, wrapHttp }: Moved) {
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
    ...(wrapHttp ? { wrapHttp } : {}),
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

const LINK = 'https://eu-7.files.example/1.json?X-Amz-Signature=ab%2Fc%3D&&x';

/** Sends requests for hosts below files.example to the file server, if they may only reach public addresses. */
const dialFiles =
  (files: SmallVendor) =>
  (http: Ports['http']): Ports['http'] => ({
    send: (request, options) => {
      const dial = (url: string) => {
        if (!url.startsWith('https://eu-7.files.example')) return url;
        expect(options.publicOnly?.(url)).toBe(true);
        return url.replace('https://eu-7.files.example', files.origin);
      };
      const redirect: NonNullable<typeof options.redirect> = async (moved) => {
        const next = await options.redirect?.(moved);
        return next && { ...next, url: dial(next.url) };
      };
      return http.send({ ...request, url: dial(request.url) }, { ...options, redirect });
    },
  });

describe('a download on a host that only a wildcard allows', () => {
  const allowed = ['{{settings.url}}', '*.files.example'];

  test('is sent without credentials, byte for byte, as the target of a redirect', async () => {
    const { files, received } = await startFileServer();
    const vendor = await startSmallVendor(() => ({ status: 302, headers: { location: LINK } }));
    const wrapHttp = dialFiles(files);
    expect(await readThings({ vendor, files, auth: BEARER, allowed, wrapHttp })).toMatchObject({ error: null });
    expect(received.map(({ target }) => target)).toEqual([LINK.slice('https://eu-7.files.example'.length)]);
  });

  test('is not followed by a redirect that repeats a body', async () => {
    const { files, received } = await startFileServer();
    const vendor = await startSmallVendor(() => ({ status: 307, headers: { location: LINK } }));
    const request = { method: 'POST', path: '/export', json: { a: 1 }, repeatable: true } as const;
    const { error } = await readThings({ vendor, files, auth: BEARER, allowed, request, wrapHttp: dialFiles(files) });
    expect([error?.code, received]).toEqual(['REDIRECT_REFUSED', []]);
  });

  test.each([
    ['with credentials', {}, 'HOST_NOT_ALLOWED'],
    ['without credentials', { auth: 'none' }, undefined],
  ])('is a URL from a response, %s', async (_name, more, code) => {
    const { files, received } = await startFileServer();
    const request = { url: { expr: `'${LINK}'` }, ...more };
    const vendor = files;
    const { error } = await readThings({ vendor, files, auth: BEARER, allowed, request, wrapHttp: dialFiles(files) });
    expect([error?.code, received.length]).toEqual([code, code ? 0 : 1]);
    if (code) expect(error?.fix).toContain('"auth": "none"');
  });

  test('never receives a login, whose body contains credentials', async () => {
    const { files, received } = await startFileServer();
    const login = [
      { request: { method: 'POST', url: { expr: `'${LINK}'` }, form: { key: '{{settings.key}}' }, auth: 'none' } },
    ];
    const auth = { type: 'session', login, inject: { into: 'header', name: 'x', value: 'y' } } as Manifest['auth'];
    const { error } = await readThings({ vendor: files, files, auth, allowed, wrapHttp: dialFiles(files) });
    expect([error?.code, received]).toEqual(['HOST_NOT_ALLOWED', []]);
  });
});
