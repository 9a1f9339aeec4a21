import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import type { SettingTable } from '../assemble/settings.ts';
import { toConstantBody } from '../assemble/value.ts';
import { isCredentialName } from '../credential-names.ts';
import type { ObservedExchange } from '../described.ts';
import { formatPath, isPath, toName, toTitle } from '../names.ts';
import { type Credential, findCredentials } from './credentials.ts';
import { parseBody, parseJson } from './request-body.ts';

/** Login that returned the credential of later requests. */
export interface ObservedLogin {
  readonly exchange: ObservedExchange;
  readonly auth: JsonObject;
  readonly part: string;
}

const DEEPEST = 6;

function findPath(value: Json, wanted: string, path: readonly string[] = []): readonly string[] | undefined {
  if (value === wanted) return path;
  if (!isObject(value) || path.length > DEEPEST) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = findPath(inner, wanted, [...path, name]);
    if (found) return found;
  }
  return undefined;
}

const isPersonal = (name: string): boolean => /user|login|email|mail|account|tenant|client_?id|name/i.test(name);

/** Replaces the credentials of a login body by settings. Texts that name the account become settings, too. */
function toLoginBody(value: JsonObject, settings: SettingTable): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (isObject(inner)) return [name, toLoginBody(inner, settings)];
      if (typeof inner !== 'string' || inner === '') return [name, toConstantBody(inner)];
      const setting = toName(name, 'login');
      if (isCredentialName(name))
        return [
          name,
          `{{settings.${settings.add(setting, { title: toTitle(setting), minLength: 1, writeOnly: true })}}}`,
        ];
      if (isPersonal(name))
        return [name, `{{settings.${settings.add(setting, { title: toTitle(setting), minLength: 1 })}}}`];
      return [name, toConstantBody(inner)];
    }),
  );
}

const GRANTS = new Set(['client_credentials', 'password', 'refresh_token']);

function buildOauth(
  exchange: ObservedExchange,
  form: JsonObject,
  { path, baseUrl, settings }: { path: readonly string[]; baseUrl: string; settings: SettingTable },
): JsonObject | undefined {
  const {
    grant_type: grant,
    client_id: _id,
    client_secret: _secret,
    scope,
    username,
    password,
    refresh_token: refresh,
    ...parameters
  } = form;
  if (typeof grant !== 'string' || !GRANTS.has(grant)) return undefined;
  const url = new URL(exchange.request.url);
  const isBasic = findCredentials(exchange.request).credentials.some(({ kind }) => kind === 'basic');
  const secret = (name: string, title: string) =>
    `{{settings.${settings.add(name, { title, minLength: 1, writeOnly: true })}}}`;
  const text = (name: string, title: string) => `{{settings.${settings.add(name, { title, minLength: 1 })}}}`;
  const own = new URL(exchange.request.url).origin;
  return {
    type: 'oauth2',
    grant,
    tokenUrl: own === baseUrl ? `{{settings.base_url}}${url.pathname}` : `${own}${url.pathname}`,
    clientId: text('client_id', 'Client ID'),
    clientSecret: secret('client_secret', 'Client secret'),
    ...(isBasic ? { clientAuth: 'basic' } : {}),
    ...(typeof scope === 'string' && scope !== '' ? { scopes: scope.split(/\s+/) } : {}),
    ...(username === undefined ? {} : { username: text('username', 'User name') }),
    ...(password === undefined ? {} : { password: secret('password', 'Password') }),
    ...(refresh === undefined ? {} : { refreshToken: secret('refresh_token', 'Refresh token') }),
    ...(Object.keys(parameters).length > 0 ? { parameters: toLoginBody(parameters, settings) } : {}),
    ...(path.join('.') === 'access_token' ? {} : { response: { token: formatPath(path) } }),
  };
}

function buildSession(
  exchange: ObservedExchange,
  credential: Credential,
  { path, baseUrl, settings }: { path: readonly string[]; baseUrl: string; settings: SettingTable },
): JsonObject | undefined {
  const url = new URL(exchange.request.url);
  const body = parseBody(exchange.request);
  if (body?.kind === 'other' || url.origin !== baseUrl || exchange.request.method !== 'POST') return undefined;
  const credentials = findCredentials(exchange.request).credentials;
  const basic = credentials.some(({ kind }) => kind === 'basic');
  if (credentials.length === 0 || basic) return undefined;
  const inject =
    credential.kind === 'bearer'
      ? { into: 'header', name: 'Authorization', value: 'Bearer {{session.token}}' }
      : credential.kind === 'header'
        ? { into: 'header', name: credential.name, value: `${credential.prefix}{{session.token}}` }
        : credential.kind === 'query'
          ? { into: 'query', name: credential.name, value: '{{session.token}}' }
          : undefined;
  if (inject === undefined) return undefined;
  const sent = body ? { [body.kind]: toLoginBody(body.value, settings) } : {};
  return {
    type: 'session',
    login: [
      {
        request: { method: 'POST', path: `${url.pathname}${url.search}`, repeatable: true, ...sent },
        capture: { token: formatPath(path) },
      },
    ],
    inject,
  };
}

export interface LoginContext {
  readonly settings: SettingTable;
  /** Origin of the API. */
  readonly baseUrl: string;
}

/** Finds the request whose response contains the credential of later requests, and builds the authentication from it. */
export function findLogin(
  exchanges: readonly ObservedExchange[],
  credential: Credential,
  context: LoginContext,
): ObservedLogin | undefined {
  if (credential.value.length < 8) return undefined;
  for (const exchange of exchanges) {
    const body = exchange.response?.body.includes(credential.value) ? parseJson(exchange.response.body) : undefined;
    const path = body === undefined ? undefined : findPath(body, credential.value);
    if (
      !path ||
      path.length === 0 ||
      !isPath(path) ||
      findCredentials(exchange.request).secrets.includes(credential.value)
    )
      continue;
    const request = parseBody(exchange.request);
    const oauth =
      request?.kind === 'form' && credential.kind === 'bearer'
        ? buildOauth(exchange, request.value, { path, ...context })
        : undefined;
    const auth = oauth ?? buildSession(exchange, credential, { path, ...context });
    if (auth) return { exchange, auth, part: `${exchange.request.method} ${new URL(exchange.request.url).pathname}` };
  }
  return undefined;
}
