import { hex64 } from '../dataset/prng.ts';
import { json, type Reply, type Seen } from '../http/exchange.ts';

/** Identity service of a tenant. */
export interface Tokens {
  /** Refresh token, called API key by the vendor. */
  readonly apiKey: string;
  /** Handles the token endpoint of a realm. */
  grant(seen: Seen, realm: string): Reply;
  /** Returns true when a request has a valid access token. */
  accepts(seen: Seen): boolean;
  expireAll(): void;
}

export interface TokenOptions {
  readonly seed: number;
  readonly tenant: string;
  readonly expiresIn: number;
  readonly apiOrigin: () => string;
  readonly iamOrigin: () => string;
}

const CLIENT = 'ast-app';

/** Creates the part of Keycloak that an API key uses: the refresh token grant of one realm. */
export const tokens = (options: TokenOptions): Tokens => {
  const { seed, tenant, expiresIn } = options;
  const apiKey = jwt(
    { iss: `${options.iamOrigin()}/auth/realms/${tenant}`, typ: 'Offline', azp: CLIENT, jti: hex64(seed).slice(0, 32) },
    seed,
  );
  const expiries = new Map<string, number>();

  const grant = (seen: Seen, realm: string): Reply => {
    if (realm !== tenant) return json(404, { error: 'Realm does not exist' });
    if (!String(seen.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
      return json(415, { error: 'HTTP 415 Unsupported Media Type' });
    }
    const form = new URLSearchParams(seen.body);
    if (form.get('grant_type') !== 'refresh_token')
      return oauthError('unsupported_grant_type', 'Unsupported grant_type');
    if (form.get('client_id') !== CLIENT)
      return json(401, { error: 'invalid_client', error_description: 'Invalid client or Invalid client credentials' });
    if (form.get('refresh_token') !== apiKey) return oauthError('invalid_grant', 'Invalid refresh token');
    const number = expiries.size + 1;
    const token = jwt(
      { iat: Math.floor(seen.at / 1000), 'ast-base-url': options.apiOrigin(), jti: `access-${number}` },
      seed + number,
    );
    expiries.set(token, seen.at + expiresIn * 1000);
    return json(200, {
      access_token: token,
      expires_in: expiresIn,
      refresh_expires_in: 0,
      // A refresh token of this session, which is not accepted as an API key.
      refresh_token: jwt({ typ: 'Refresh', jti: `refresh-${number}` }, seed - number),
      token_type: 'Bearer',
      'not-before-policy': 0,
      session_state: hex64(seed + number).slice(0, 32),
      scope: 'ast-api roles',
    });
  };

  return {
    apiKey,
    grant,
    accepts: (seen) => {
      const [, token = ''] = /^Bearer (\S+)$/i.exec(seen.headers.authorization ?? '') ?? [];
      return (expiries.get(token) ?? Number.NEGATIVE_INFINITY) > seen.at;
    },
    expireAll: () => {
      for (const token of expiries.keys()) expiries.set(token, Number.NEGATIVE_INFINITY);
    },
  };
};

const oauthError = (error: string, error_description: string): Reply => json(400, { error, error_description });

/** Formats a JWT with a fake signature, because no client verifies it. */
const jwt = (claims: object, seed: number): string =>
  `${[{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')}.${hex64(seed)}`;
