import { describe, expect, test } from 'vitest';
import { defineSource, importSource, retrieve } from './definitions.ts';

const signed = (authenticator: string): string => `retriever:
  type: SimpleRetriever
  requester: { type: HttpRequester, url_base: "https://api.acme.example", path: /users, authenticator: ${authenticator} }
  record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }`;

const CHOICE = `credentials:
  type: object
  oneOf:
    - { title: Token, required: [auth_type, token], properties: { auth_type: { type: string, const: token }, token: { type: string, airbyte_secret: true } } }
    - { title: Login, required: [auth_type, user], properties: { auth_type: { type: string, const: login }, user: { type: string }, pass: { type: string, airbyte_secret: true } } }`;

describe('settings of a low-code definition', () => {
  test('are those of its specification', () => {
    const { draft } = importSource(
      defineSource(
        retrieve(),
        'size: { type: integer, default: 10, order: 0 }\nregions: { type: array, items: { type: string }, default: [eu] }',
      ),
    );
    expect(draft['settings']).toMatchObject({
      required: ['api_key', 'start_date'],
      properties: {
        size: { type: 'integer', title: 'Size', default: 10 },
        api_key: { type: 'string', title: 'API key', writeOnly: true },
        start_date: { type: 'string', format: 'date-time' },
        regions: { type: 'array', items: { type: 'string' }, default: ['eu'] },
      },
    });
  });

  test('become secrets if an authenticator uses them', () => {
    const { draft, extent } = importSource(
      defineSource(
        signed(`{ type: BearerAuthenticator, api_token: "{{ config['token'] }}" }`),
        'token: { type: string, default: x }',
      ),
    );
    expect(extent).toBe('whole');
    expect(draft['settings']).toMatchObject({ properties: { token: { writeOnly: true } } });
    expect(JSON.stringify(draft['settings'])).not.toContain('"default":"x"');
  });

  test('are derived where templates cannot compute a value', () => {
    const { draft, users } = importSource(
      defineSource(
        retrieve('', '', `"{{ 'eu/users' if config['region'] == 'eu' else 'us/users' }}"`),
        'region: { type: string }',
      ),
    );
    expect(users['request']).toEqual({ path: '/{{settings.Path}}' });
    expect(draft['settings']).toMatchObject({
      properties: { Path: { derive: '(region = "eu") ? "eu/users" : "us/users"' } },
    });
  });
});

describe('authenticators of a low-code definition', () => {
  const CASES: readonly (readonly [name: string, authenticator: string, settings: string, expected: object])[] = [
    [
      'a key in the query',
      `{ type: ApiKeyAuthenticator, api_token: "{{ config['api_key'] }}", inject_into: { type: RequestOption, inject_into: request_parameter, field_name: key } }`,
      '',
      { type: 'apiKey', into: 'query', name: 'key', value: '{{settings.api_key}}' },
    ],
    [
      'a user without a password',
      `{ type: BasicHttpAuthenticator, username: "{{ config['api_key'] }}", password: "" }`,
      '',
      { type: 'basic', username: '{{settings.api_key}}', password: '{{! empty }}' },
    ],
    [
      'a choice',
      `{ type: SelectiveAuthenticator, authenticator_selection_path: [credentials, auth_type], authenticators: { token: { type: BearerAuthenticator, api_token: "{{ config['credentials']['token'] }}" }, login: { type: BasicHttpAuthenticator, username: "{{ config['credentials']['user'] }}", password: "{{ config['credentials']['pass'] }}" } } }`,
      CHOICE,
      {
        type: 'anyOf',
        choices: [
          {
            when: 'settings.credentials.auth_type = "token"',
            auth: { type: 'bearer', token: '{{settings.credentials.token}}' },
          },
          { when: 'settings.credentials.auth_type = "login"', auth: { type: 'basic' } },
        ],
      },
    ],
    [
      'a refresh token',
      `{ type: OAuthAuthenticator, client_id: id, client_secret: "{{ config['api_key'] }}", refresh_token: "{{ config['token'] }}", token_refresh_endpoint: "https://login.acme.example/token", scopes: [a, b] }`,
      'token: { type: string, airbyte_secret: true }',
      {
        type: 'oauth2',
        grant: 'refresh_token',
        tokenUrl: 'https://login.acme.example/token',
        refreshToken: '{{settings.token}}',
        scopes: ['a', 'b'],
      },
    ],
    [
      'a session',
      `{ type: SessionTokenAuthenticator, session_token_path: [data, token], expiration_duration: P1D, login_requester: { type: HttpRequester, url_base: "https://api.acme.example", path: login, http_method: POST, request_body_json: { key: "{{ config['api_key'] }}" } }, request_authentication: { type: Bearer } }`,
      '',
      {
        type: 'session',
        login: [
          { request: { method: 'POST', json: { key: '{{settings.api_key}}' } }, capture: { token: 'data.token' } },
        ],
        ttl: 'P1D',
      },
    ],
    [
      'an assertion',
      `{ type: JwtAuthenticator, algorithm: HS256, secret_key: "{{ config['api_key'] }}", token_duration: 300, jwt_payload: { iss: acme } }`,
      '',
      {
        type: 'jwt',
        algorithm: 'HS256',
        key: { value: '{{settings.api_key}}' },
        claims: { iss: 'acme' },
        lifetime: 'PT300S',
      },
    ],
  ];

  test.each(CASES)('%s', (_name, authenticator, settings, expected) => {
    const { draft, extent } = importSource(defineSource(signed(authenticator), settings));
    expect(draft['auth']).toMatchObject(expected);
    expect(extent).toBe('whole');
  });

  test('a secret outside of them becomes a credential', () => {
    const { draft, users } = importSource(
      defineSource(
        retrieve('', `request_headers: { X-Key: "{{ config['api_key'] }}" }`, `"/{{ config['api_key'] }}/users"`),
      ),
    );
    expect(users['request']).toEqual({ path: '/{api_key}/users' });
    expect(draft['auth']).toMatchObject({
      type: 'all',
      auths: [
        { type: 'bearer' },
        { type: 'apiKey', into: 'path', name: 'api_key', value: '{{settings.api_key}}' },
        { type: 'apiKey', into: 'header', name: 'X-Key', value: '{{settings.api_key}}' },
      ],
    });
  });
});
