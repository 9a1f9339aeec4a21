/** Authentication of a starter manifest, with made-up values for its recorded case. */
interface StarterAuth {
  readonly auth: object;
  /** Settings that it needs, and their values in the recorded case. */
  readonly settings: Readonly<Record<string, { readonly schema: object; readonly sample: string }>>;
  /** Login request that the vendor answers. */
  readonly login?: { readonly path: string; readonly response: object };
}

const secret = (title: string, sample: string) => ({
  schema: {
    type: 'string',
    title,
    description: 'Stored encrypted and never shown again.',
    minLength: 8,
    writeOnly: true,
  },
  sample,
});

const text = (title: string, sample: string) => ({
  schema: { type: 'string', title, minLength: 1, examples: [sample] },
  sample,
});

/** Schemes of `init --auth`. */
export const STARTER_AUTHS = {
  none: { auth: { type: 'none' }, settings: {} },
  apiKey: {
    auth: { type: 'apiKey', into: 'header', name: 'X-Api-Key', value: '{{settings.api_key}}' },
    settings: { api_key: secret('API key', 'made-up-key') },
  },
  basic: {
    auth: { type: 'basic', username: '{{settings.username}}', password: '{{settings.password}}' },
    settings: { username: text('User name', 'reader'), password: secret('Password', 'made-up-password') },
  },
  bearer: {
    auth: { type: 'bearer', token: '{{settings.api_token}}' },
    settings: { api_token: secret('API token', 'made-up-token') },
  },
  oauth2: {
    auth: {
      type: 'oauth2',
      grant: 'client_credentials',
      tokenUrl: '{{settings.base_url}}/oauth/token',
      clientId: '{{settings.client_id}}',
      clientSecret: '{{settings.client_secret}}',
    },
    settings: { client_id: text('Client ID', 'mapwright'), client_secret: secret('Client secret', 'made-up-secret') },
    login: { path: '/oauth/token', response: { access_token: 'made-up-access-token', expires_in: 3600 } },
  },
  session: {
    auth: {
      type: 'session',
      login: [
        {
          request: {
            method: 'POST',
            path: '/v1/login',
            json: { username: '{{settings.username}}', password: '{{settings.password}}' },
          },
          capture: { token: 'token' },
        },
      ],
      inject: { into: 'header', name: 'Authorization', value: 'Bearer {{session.token}}' },
    },
    settings: { username: text('User name', 'reader'), password: secret('Password', 'made-up-password') },
    login: { path: '/v1/login', response: { token: 'made-up-session-token' } },
  },
  hmac: {
    auth: {
      type: 'hmac',
      algorithm: 'sha256',
      key: { value: '{{settings.secret_key}}' },
      timestamp: 'epochSeconds',
      sign: '{{timestamp}}{{request.method}}{{request.pathWithQuery}}',
      inject: [
        { into: 'header', name: 'X-Timestamp', value: '{{timestamp}}' },
        { into: 'header', name: 'X-Signature', value: '{{signature}}' },
      ],
    },
    settings: { secret_key: secret('Secret key', 'made-up-secret') },
  },
  jwt: {
    auth: {
      type: 'jwt',
      algorithm: 'HS256',
      key: { value: '{{settings.secret_key}}' },
      claims: { iss: '{{settings.client_id}}' },
    },
    settings: {
      client_id: text('Client ID', 'mapwright'),
      secret_key: secret('Secret key', 'made-up-secret-key-of-the-client'),
    },
  },
  awsSigV4: {
    auth: {
      type: 'awsSigV4',
      accessKeyId: '{{settings.access_key_id}}',
      secretAccessKey: '{{settings.secret_access_key}}',
      region: '{{settings.region}}',
      service: 'acme',
    },
    settings: {
      access_key_id: text('Access key ID', 'AKIAMADEUP'),
      secret_access_key: secret('Secret access key', 'made-up-secret-access-key'),
      region: text('Region', 'eu-central-1'),
    },
  },
} as const satisfies Readonly<Record<string, StarterAuth>>;

export type StarterAuthName = keyof typeof STARTER_AUTHS;

/** Returns the authentication of a starter manifest. */
export const getStarterAuth = (name: StarterAuthName): StarterAuth => STARTER_AUTHS[name];
