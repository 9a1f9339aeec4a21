import { expect, test } from 'vitest';
import { parseManifest } from '../../engine/manifest/index.ts';
import { changeGood } from './good.ts';

const RULE = 'settings/exposed-credential';
const s = (name: string) => `{{settings.${name}}}`;
const inject = { into: 'header', name: 'Authorization', value: 'Bearer {{session.token}}' };
const signed = { ...inject, value: '{{signature}}' };
const login = (request: object) => ({
  type: 'session',
  login: [{ request: { method: 'POST', path: `/${s('tenant')}/login`, ...request }, capture: { token: 'Token' } }],
  inject,
});
const oauth = (more: object) => ({ type: 'oauth2', tokenUrl: `https://${s('tenant')}.example`, ...more });

/** Settings in every scheme: which of them the scheme's own schema makes a credential. */
const SCHEMES: readonly (readonly [what: string, auth: object, exposed: readonly string[]])[] = [
  ['no auth', { type: 'none' }, []],
  ['an API key', { type: 'apiKey', into: 'header', name: 'X-Key', value: s('a') }, ['a']],
  ['a bearer token', { type: 'bearer', token: `${s('a')}.${s('b')}` }, ['a', 'b']],
  ['a password beside a user name', { type: 'basic', username: s('a'), password: s('b') }, ['b']],
  ['a user name that is the key', { type: 'basic', username: s('a'), password: 'x' }, ['a']],
  ['a client secret', oauth({ grant: 'client_credentials', clientId: s('a'), clientSecret: s('b') }), ['b']],
  ['a refresh token', oauth({ grant: 'refresh_token', clientId: s('a'), refreshToken: s('b') }), ['b']],
  [
    'a password grant',
    oauth({ grant: 'password', clientId: 'c', username: s('a'), password: s('b'), parameters: { domain: s('c') } }),
    ['b'],
  ],
  [
    'a form field alone',
    oauth({ grant: 'client_credentials', clientId: 'c', parameters: { assertion: s('a') } }),
    ['a'],
  ],
  ['a login body', login({ json: { user: s('a'), key: s('b') } }), ['a', 'b']],
  ['a login form', login({ form: { key: s('a') } }), ['a']],
  ['a login header', login({ headers: { 'x-key': s('a') } }), ['a']],
  ['a login query', login({ query: { key: s('a') } }), ['a']],
  ['a login that sends no setting', login({}), []],
  [
    'a signing key',
    {
      type: 'hmac',
      algorithm: 'sha256',
      key: { value: s('a') },
      values: { id: { value: s('b') } },
      sign: 'x{{id}}',
      inject: signed,
    },
    ['a'],
  ],
  [
    'a signing key that is read through a value',
    {
      type: 'hmac',
      algorithm: 'sha256',
      key: { value: '{{k}}' },
      values: { k: { value: s('a') } },
      sign: 'x',
      inject: signed,
    },
    ['a'],
  ],
  [
    'a JWT key',
    { type: 'jwt', algorithm: 'HS256', key: { value: s('a') }, keyId: s('b'), claims: { iss: s('c') } },
    ['a'],
  ],
  [
    'AWS keys',
    { type: 'awsSigV4', accessKeyId: s('c'), secretAccessKey: s('a'), sessionToken: s('b'), region: 'r', service: 's' },
    ['a', 'b'],
  ],
  [
    'a choice of schemes',
    {
      type: 'anyOf',
      choices: [
        { when: "settings.tenant = 'x'", auth: { type: 'bearer', token: s('a') } },
        { auth: { type: 'basic', username: s('b'), password: s('c') } },
      ],
    },
    ['a', 'c'],
  ],
];

const exposedIn = (auth: object, secrets: readonly string[]): string[] => {
  const declared = Object.fromEntries(
    ['tenant', 'a', 'b', 'c'].map((name) => [
      `/settings/properties/${name}`,
      { type: 'string', title: name, ...(secrets.includes(name) ? { writeOnly: true } : {}) },
    ]),
  );
  const { issues } = parseManifest(changeGood({ ...declared, '/auth': auth }));
  expect(issues.filter(({ rule }) => rule.startsWith('schema/'))).toEqual([]);
  return issues.flatMap(({ rule, path }) => (rule === RULE ? [path.replace('/settings/properties/', '')] : []));
};

test.each(SCHEMES)('%s', (_what, auth, exposed) => {
  expect(exposedIn(auth, [])).toEqual(exposed);
  expect(exposedIn(auth, exposed)).toEqual([]);
});

test('one secret in a login body is enough: the other setting may be an ID', () => {
  expect(exposedIn(login({ json: { user: s('a'), key: s('b') } }), ['b'])).toEqual([]);
});
