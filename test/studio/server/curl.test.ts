import { describe, expect, test } from 'vitest';
import { formatCurl } from '../../../studio/server/curl.ts';

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
    says: '-H "authorization: $AUTHORIZATION"',
  },
  {
    name: 'a value of the query',
    request: {
      method: 'GET',
      url: `https://x.example/a?api_key=${encodeURIComponent(SECRET)}&size=50`,
      headers: {},
    },
    says: '"https://x.example/a?api_key=$API_KEY&size=50"',
  },
  {
    name: 'a member of a JSON body',
    request: {
      method: 'POST',
      url: 'https://x.example/login',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ KeySecret: SECRET, n: 5 }),
    },
    says: String.raw`--data "{\"KeySecret\":\"$KEYSECRET\",\"n\":5}"`,
  },
  {
    name: 'a field of a form',
    request: {
      method: 'POST',
      url: 'https://x.example/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ refresh_token: SECRET }).toString(),
    },
    says: '--data "refresh_token=$REFRESH_TOKEN"',
  },
];

describe('a request as a curl command', () => {
  test.each(CASES)('names $name and does not contain its value', ({ request, says }) => {
    const text = formatCurl(request);
    expect(text).toContain(says);
    expect(text).not.toContain('s3cr3t');
  });

  test('contains nothing that a shell executes', () => {
    const text = formatCurl({ method: 'GET', url: 'https://x.example/`id`/$(id)', headers: { accept: '`id` $(id)' } });
    expect(text).not.toMatch(/(?<!\\)(?:`|\$\()/);
  });
});
