import { describe, expect, test } from 'vitest';
import type { Manifest, SettingValues } from '../../engine/manifest/index.ts';
import {
  checkSettings,
  listSecretFields,
  mergeSecrets,
  openSettings,
  pickSecrets,
} from '../../engine/manifest/index.ts';

const SETTINGS: Manifest['settings'] = {
  type: 'object',
  required: ['credentials'],
  properties: {
    regions: {
      type: 'array',
      title: 'Regions',
      items: { type: 'string', enum: ['eu', 'us', 'ap'] },
      minItems: 1,
      maxItems: 3,
      uniqueItems: true,
      default: ['eu'],
    },
    ports: { type: 'array', title: 'Ports', items: { type: 'integer', minimum: 1 } },
    accounts: {
      type: 'array',
      title: 'Accounts',
      items: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'string', title: 'ID' },
          active: { type: 'boolean', title: 'Active', default: true },
        },
      },
    },
    credentials: {
      type: 'object',
      title: 'Credentials',
      oneOf: [
        {
          title: 'Token',
          required: ['token'],
          properties: {
            method: { type: 'string', const: 'token' },
            token: { type: 'string', title: 'Token', writeOnly: true },
          },
        },
        {
          title: 'OAuth',
          required: ['client_id', 'client_secret'],
          properties: {
            method: { type: 'string', const: 'oauth' },
            client_id: { type: 'string', title: 'Client ID' },
            client_secret: { type: 'string', title: 'Client secret', writeOnly: true },
            scope: { type: 'string', title: 'Scope', default: 'read' },
          },
        },
      ],
    },
  },
};

const TOKEN = { method: 'token', token: 'a-long-token' };
const OAUTH = { method: 'oauth', client_id: 'me', client_secret: 'a-long-secret' };

describe('settings with lists and choices', () => {
  test.each<{ name: string; given: SettingValues; values: SettingValues }>([
    { name: 'have defaults', given: { credentials: TOKEN }, values: { regions: ['eu'], credentials: TOKEN } },
    {
      name: 'have defaults in the selected choice',
      given: { credentials: OAUTH },
      values: { regions: ['eu'], credentials: { ...OAUTH, scope: 'read' } },
    },
    {
      name: 'have defaults in the elements of a list',
      given: { credentials: TOKEN, accounts: [{ id: '1' }, { id: '2', active: false }] },
      values: {
        regions: ['eu'],
        credentials: TOKEN,
        accounts: [
          { id: '1', active: true },
          { id: '2', active: false },
        ],
      },
    },
    {
      name: 'are parsed from texts separated by commas or lines',
      given: { credentials: TOKEN, regions: 'eu, us', ports: '80\n443' },
      values: { credentials: TOKEN, regions: ['eu', 'us'], ports: [80, 443] },
    },
    {
      name: 'are parsed from JSON texts',
      given: { credentials: JSON.stringify(TOKEN), regions: '["us"]', accounts: '[{"id":"1"}]' },
      values: { credentials: TOKEN, regions: ['us'], accounts: [{ id: '1', active: true }] },
    },
    {
      name: 'may be an empty list',
      given: { credentials: TOKEN, ports: '' },
      values: { credentials: TOKEN, regions: ['eu'], ports: [] },
    },
  ])('$name', async ({ given, values }) => {
    expect(await checkSettings(SETTINGS, given)).toEqual({ values, issues: [] });
  });

  test.each<{ name: string; given: SettingValues; issues: readonly (readonly [rule: string, path: string])[] }>([
    { name: 'a missing choice', given: {}, issues: [['setting/missing', '/credentials']] },
    {
      name: 'a choice without its name',
      given: { credentials: { token: 'a-long-token' } },
      issues: [['setting/missing', '/credentials/method']],
    },
    {
      name: 'an unknown choice',
      given: { credentials: { method: 'basic' } },
      issues: [['setting/invalid', '/credentials/method']],
    },
    {
      name: 'a missing setting of the choice',
      given: { credentials: { method: 'oauth', client_secret: 'a-long-secret' } },
      issues: [['setting/missing', '/credentials/client_id']],
    },
    {
      name: 'a setting of another choice',
      given: { credentials: { ...TOKEN, client_id: 'me' } },
      issues: [['setting/unknown', '/credentials/client_id']],
    },
    {
      name: 'a short secret in a choice',
      given: { credentials: { method: 'token', token: 'short' } },
      issues: [['setting/short-secret', '/credentials/token']],
    },
    { name: 'a scalar for a choice', given: { credentials: 'token' }, issues: [['setting/invalid', '/credentials']] },
    {
      name: 'a wrong value in a list',
      given: { credentials: TOKEN, regions: ['eu', 'mars'] },
      issues: [['setting/invalid', '/regions/1']],
    },
    {
      name: 'a wrong type in a list',
      given: { credentials: TOKEN, ports: [80, 'http', 0] },
      issues: [
        ['setting/invalid', '/ports/1'],
        ['setting/invalid', '/ports/2'],
      ],
    },
    { name: 'a scalar for a list', given: { credentials: TOKEN, ports: 80 }, issues: [['setting/invalid', '/ports']] },
    {
      name: 'too few values',
      given: { credentials: TOKEN, regions: [] },
      issues: [['setting/invalid', '/regions']],
    },
    {
      name: 'a value twice',
      given: { credentials: TOKEN, regions: ['eu', 'eu'] },
      issues: [['setting/invalid', '/regions']],
    },
    {
      name: 'wrong elements of a list of groups',
      given: { credentials: TOKEN, accounts: [{ id: '1' }, { active: true }, { id: '3', name: 'x' }] },
      issues: [
        ['setting/missing', '/accounts/1/id'],
        ['setting/unknown', '/accounts/2/name'],
      ],
    },
  ])('report $name at its position', async ({ given, issues }) => {
    const found = (await checkSettings(SETTINGS, given)).issues;
    expect(found.map(({ rule, path }) => [rule, path])).toEqual(issues);
    expect(JSON.stringify(found)).not.toContain('a-long');
  });
});

test.each([
  [{ minLength: 1 }, '', /must have at least 1 character$/],
  [{ minLength: 2 }, 'a', /must have at least 2 characters$/],
])('%j does not accept "%s"', async (limit, key, message) => {
  const settings: Manifest['settings'] = { type: 'object', properties: { key: { type: 'string', ...limit } } };
  expect((await checkSettings(settings, { key })).issues[0]?.message).toMatch(message);
});

describe('secrets in choices', () => {
  const declared = { settings: SETTINGS };

  test('are found by their paths', () => {
    expect(listSecretFields(declared)).toEqual(['credentials.token', 'credentials.client_secret']);
    expect(pickSecrets(declared, { credentials: OAUTH })).toEqual({ 'credentials.client_secret': 'a-long-secret' });
  });

  test('are removed, and merged again', () => {
    const values = { regions: ['us'], credentials: OAUTH };
    const open = openSettings(declared, values);
    expect(open).toEqual({ regions: ['us'], credentials: { method: 'oauth', client_id: 'me' } });
    expect(mergeSecrets(open, pickSecrets(declared, values))).toEqual(values);
  });

  test('are removed whatever choice is selected, because a stored value may be of an older manifest', () => {
    expect(openSettings(declared, { credentials: { ...OAUTH, token: 'a-long-token' } })).toEqual({
      credentials: { method: 'oauth', client_id: 'me' },
    });
  });
});

test.each(["'https://' & region & '.acme.example'", "'https://' & $settings.region & '.acme.example'"])(
  'derives a setting from the ones before it: %s',
  async (derive) => {
    const settings: Manifest['settings'] = {
      type: 'object',
      properties: { region: { type: 'string', title: 'Region' }, url: { type: 'string', title: 'URL', derive } },
    };
    expect((await checkSettings(settings, { region: 'eu' })).values['url']).toBe('https://eu.acme.example');
  },
);
