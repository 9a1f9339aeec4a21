import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../../engine/index.ts';
import { formatCurl, formatExchangeCurl } from '../../../studio/server/curl.ts';

const execute = promisify(execFile);

type Draft = Parameters<typeof formatCurl>[0];

const SECRET = 's3cr3t-value"`$(id)';

const CASES: readonly { readonly name: string; readonly request: Draft; readonly says: string }[] = [
  {
    name: 'a header',
    request: {
      method: 'GET',
      url: 'https://x.example/a',
      headers: { authorization: `Bearer ${SECRET}`, accept: 'a/b' },
    },
    says: `-H 'authorization: '"$AUTHORIZATION"`,
  },
  {
    name: 'a value of the query',
    request: {
      method: 'GET',
      url: `https://x.example/a?api_key=${encodeURIComponent(SECRET)}&size=50`,
      headers: {},
    },
    says: `'https://x.example/a?api_key='"$API_KEY"'&size=50'`,
  },
  {
    name: 'a member of a JSON body',
    request: {
      method: 'POST',
      url: 'https://x.example/login',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ KeySecret: SECRET, n: 5 }),
    },
    says: `--data-raw '{"KeySecret":"'"$KEYSECRET"'","n":5}'`,
  },
  {
    name: 'a field of a form',
    request: {
      method: 'POST',
      url: 'https://x.example/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ refresh_token: SECRET }).toString(),
    },
    says: `--data-raw 'refresh_token='"$REFRESH_TOKEN"`,
  },
];

describe('a request as a curl command', () => {
  test.each(CASES)('names $name and does not contain its value', ({ request, says }) => {
    const text = formatCurl(request);
    expect(text).toContain(says);
    expect(text).not.toContain('s3cr3t');
  });

  test('contains nothing that a shell executes', async () => {
    const url = 'https://x.example/`id`/$(id)';
    const text = formatCurl({ method: 'GET', url, headers: { accept: "`id` $(id) 'quoted' !!" } });
    const { stdout } = await execute('sh', ['-c', text.replace('curl', "printf '%s\\n'")]);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining([new URL(url).href, "accept: `id` $(id) 'quoted' !!"]));
  });
});

describe('the request of an exchange as a curl command', () => {
  const request: Exchange['request'] = {
    method: 'POST',
    url: 'https://x.example/a?size=50&sig=*&q=[secret]&name=Ann%20B',
    headers: {
      authorization: 'Bearer *',
      'x-signature': 'v1 id=*,sig=*64',
      'x-note': 'for [secret]',
      'content-type': 'application/json',
      'x-empty': '',
    },
    body: '{"user":"O\'Neil","pass":"[secret]"}',
    masked: ['authorization', 'x-signature'],
    maskedQuery: ['sig'],
  };

  test('masks the secrets only', () => {
    const text = formatExchangeCurl(request);
    for (const part of [
      `'https://x.example/a?size=50&sig='"$SIG"'&q='"$Q"'&name=Ann%20B'`,
      `-H 'authorization: Bearer '"$AUTHORIZATION"`,
      `-H 'x-signature: '"$X_SIGNATURE"`,
      `-H 'x-note: for '"$X_NOTE"`,
      `-H 'x-empty;'`,
      `--data-raw '{"user":"O'\\''Neil","pass":"'"$PASS"'"}'`,
    ])
      expect(text).toContain(part);
  });

  test('sends the same request', async () => {
    const seen: unknown[] = [];
    const server = createServer(async (message, response) => {
      seen.push({ method: message.method, url: message.url, headers: message.headers, body: await text(message) });
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = request.url.replace('https://x.example', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const env = {
      PATH: process.env['PATH'],
      SIG: 's1',
      Q: 'q1',
      AUTHORIZATION: 't0k',
      X_SIGNATURE: 'v1 x',
      X_NOTE: 'n',
      PASS: 'p$1',
    };
    await execute('sh', ['-c', formatExchangeCurl({ ...request, url })], { env });
    server.close();
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/a?size=50&sig=s1&q=q1&name=Ann%20B',
        headers: {
          host: expect.any(String),
          'content-length': expect.any(String),
          'accept-encoding': expect.any(String),
          'user-agent': 'mapwright',
          'content-type': 'application/json',
          authorization: 'Bearer t0k',
          'x-signature': 'v1 x',
          'x-note': 'for n',
          'x-empty': '',
        },
        body: '{"user":"O\'Neil","pass":"p$1"}',
      },
    ]);
  });
});
