import type { JsonObject } from '../../../base/json/index.ts';
import type { SettingTable } from '../assemble/settings.ts';
import { toName, toTitle } from '../names.ts';
import type { Credential } from './credentials.ts';

/** Authentication of observed requests, as a manifest defines it. */
export interface ObservedAuth {
  readonly auth: JsonObject;
  /** Names of what authenticates, for the report. */
  readonly parts: readonly string[];
}

const secret = (settings: SettingTable, name: string, title: string): string =>
  `{{settings.${settings.add(name, { title, minLength: 1, writeOnly: true })}}}`;

const text = (settings: SettingTable, name: string, title: string): string =>
  `{{settings.${settings.add(name, { title, minLength: 1 })}}}`;

type Build<K extends Credential['kind']> = (
  credential: Extract<Credential, { kind: K }>,
  settings: SettingTable,
) => JsonObject;

const nameKey = (name: string): string => toName(name.replace(/^x-/i, ''), 'api_key');

/** Moves a credential to a setting. A user name without a password is a key. */
const buildBasic: Build<'basic'> = ({ value }, settings) =>
  value === ''
    ? {
        type: 'basic',
        username: secret(settings, 'api_key', 'API key'),
        password: `{{default settings.${settings.add('password', { title: 'Password', writeOnly: true }, false)} ""}}`,
      }
    : {
        type: 'basic',
        username: text(settings, 'username', 'User name'),
        password: secret(settings, 'password', 'Password'),
      };

const buildNamed =
  (into: 'query' | 'json' | 'form') =>
  ({ name }: { readonly name: string }, settings: SettingTable): JsonObject => ({
    type: 'apiKey',
    into,
    name,
    value: secret(settings, nameKey(name), toTitle(nameKey(name))),
  });

const BUILDERS: { readonly [K in Credential['kind']]: Build<K> } = {
  bearer: (_, settings) => ({ type: 'bearer', token: secret(settings, 'api_token', 'API token') }),
  basic: buildBasic,
  aws: ({ region, service }, settings) => ({
    type: 'awsSigV4',
    accessKeyId: text(settings, 'access_key_id', 'Access key ID'),
    secretAccessKey: secret(settings, 'secret_access_key', 'Secret access key'),
    region,
    service,
  }),
  header: ({ name, prefix }, settings) => {
    const isAuthorization = name.toLowerCase() === 'authorization';
    const setting = isAuthorization ? 'api_key' : nameKey(name);
    return {
      type: 'apiKey',
      into: 'header',
      name,
      value: `${prefix}${secret(settings, setting, isAuthorization ? 'API key' : toTitle(setting))}`,
    };
  },
  query: buildNamed('query'),
  json: buildNamed('json'),
  form: buildNamed('form'),
  cookies: (_, settings) => ({
    type: 'apiKey',
    into: 'header',
    name: 'Cookie',
    value: secret(settings, 'cookie', 'Cookie'),
  }),
};

const LABELS: { readonly [K in Credential['kind']]: string } = {
  bearer: 'bearer token',
  basic: 'user name and password',
  aws: 'AWS signature',
  header: 'header',
  query: 'query parameter',
  json: 'member of the body',
  form: 'form field',
  cookies: 'cookies of a browser session',
};

const describe = (one: Credential): string => ('name' in one ? `${LABELS[one.kind]} ${one.name}` : LABELS[one.kind]);

/** Builds the authentication from the credentials of requests: each becomes a setting, so that its value is not written. */
export function buildAuth(credentials: readonly Credential[], settings: SettingTable, isDigest = false): ObservedAuth {
  const auths = credentials.map((one) => {
    const auth = (BUILDERS[one.kind] as Build<Credential['kind']>)(one as never, settings);
    return isDigest && auth['type'] === 'basic' ? { ...auth, type: 'digest' } : auth;
  });
  const [only] = auths;
  const parts = credentials.map(describe);
  if (only === undefined) return { auth: { type: 'none' }, parts };
  return { auth: auths.length === 1 ? only : { type: 'all', auths }, parts };
}
