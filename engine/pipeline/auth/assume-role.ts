import { createSecret } from '../../base/secret/index.ts';
import { parseTime } from '../../base/time/index.ts';
import { resolveDuration, type TemplateScope } from '../../language/template/index.ts';
import type { AssumeRole, RequestSpec } from '../../manifest/types.generated.ts';
import { compileRequest } from '../request/index.ts';
import { dropUndefined } from './client-auth.ts';
import { compileCredentialText } from './credential.ts';
import { type CaptureResult, createLogin } from './login.ts';
import { createInvalidResponseError, formatToken } from './login-response.ts';
import type { AuthSetup, Login, LoginResponse } from './scheme.ts';
import { type SigningKey, signSigV4 } from './sig-v4.ts';

const API_VERSION = '2011-06-15';
const REFRESH_BEFORE_MS = 5 * 60 * 1000;

const MEMBERS = ['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration'] as const;
type Credentials = { readonly [M in (typeof MEMBERS)[number]]: string };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Finds the object with the credentials at any depth: services wrap it differently. */
const findCredentials = (body: unknown): Readonly<Record<string, unknown>> | undefined => {
  if (!isObject(body)) return undefined;
  if (Object.hasOwn(body, 'SecretAccessKey')) return body;
  return Object.values(body)
    .map(findCredentials)
    .find((found) => found !== undefined);
};

/** Reads a member of the response: JSON, or XML, whose values contain no markup. */
const readMember = (body: unknown, name: string): string | undefined =>
  typeof body === 'string'
    ? new RegExp(`<${name}>\\s*([^<]+?)\\s*</${name}>`).exec(body)?.[1]
    : formatToken(findCredentials(body)?.[name]);

const readCredentials = ({ body }: LoginResponse): Credentials => {
  const read = (name: string): string => {
    const value = readMember(body, name);
    if (value === undefined) throw createInvalidResponseError(`${name} is missing`);
    return value;
  };
  return {
    AccessKeyId: read('AccessKeyId'),
    SecretAccessKey: read('SecretAccessKey'),
    SessionToken: read('SessionToken'),
    Expiration: read('Expiration'),
  };
};

const toCapture = ({ AccessKeyId, SecretAccessKey, SessionToken, Expiration }: Credentials): CaptureResult => {
  const endsAt = parseTime(Expiration);
  return {
    values: {
      accessKeyId: createSecret(AccessKeyId),
      secretAccessKey: createSecret(SecretAccessKey),
      sessionToken: createSecret(SessionToken),
    },
    ...(endsAt !== undefined && { endsAt }),
  };
};

const buildRequest = ({ url, roleArn, sessionName, externalId }: AssumeRole, seconds: number): RequestSpec => ({
  method: 'POST',
  url,
  form: {
    Action: 'AssumeRole',
    Version: API_VERSION,
    RoleArn: roleArn,
    RoleSessionName: sessionName ?? 'mapwright',
    DurationSeconds: String(seconds),
    ...dropUndefined({ ExternalId: externalId }),
  },
});

interface RoleParts {
  readonly setup: AuthSetup;
  readonly readConfigured: (scope: TemplateScope) => Omit<SigningKey, 'region' | 'service'>;
}

/** Compiles the login that assumes a role: a request to the token service, signed with the configured keys. */
export const compileAssumeRole = (role: AssumeRole, { setup, readConfigured }: RoleParts): Login => {
  const ttl = resolveDuration(role.duration ?? 'PT1H', setup.scope);
  const request = compileRequest(buildRequest(role, Math.floor(ttl / 1000)), setup.requests);
  const region = compileCredentialText(role.region);
  const lifetime = { ttl, capped: false, refreshBefore: REFRESH_BEFORE_MS };
  const exchange = {
    async buildRequest(_state: unknown, { scope, now }: { readonly scope: TemplateScope; readonly now: number }) {
      const unsigned = await request.build(scope, {}, { reveal: true });
      const key = { ...readConfigured(scope), region: region(scope), service: 'sts' };
      return signSigV4(unsigned, key, now);
    },
    read: (response: LoginResponse) => toCapture(readCredentials(response)),
  };
  return createLogin([exchange], lifetime);
};
