import type { Json, JsonObject } from '../../../base/json/index.ts';
import {
  type Component,
  findComponent,
  findText,
  getType,
  listTexts,
  requireText,
  translateByType,
} from './component.ts';
import type { NameContext } from './locations.ts';
import type { Notes } from './notes.ts';
import { createApproximation } from './notes.ts';
import { translateTemplate } from './templates.ts';
import { refuse } from './untranslatable.ts';

/** Environment of the translation of authenticators. */
export interface AuthContext extends NameContext {
  readonly notes: Notes;
  readonly pointerOf: (component: object) => string | undefined;
  /** Base URL of the requests that the authenticator signs. */
  readonly baseUrl?: string;
  /** Translates the login request of a session. */
  readonly translateLogin: (requester: Component) => JsonObject;
}

export const NO_AUTH: JsonObject = { type: 'none' };

const LOCATIONS: Readonly<Record<string, string>> = {
  request_parameter: 'query',
  header: 'header',
  body_json: 'json',
  body_data: 'form',
};

/** Part of the request, and the name there, that a request option describes. */
export function readOption(option: Component, context: NameContext): { into: string; name: string } {
  const into = findText(option, 'inject_into') ?? 'request_parameter';
  const location = Object.hasOwn(LOCATIONS, into) ? LOCATIONS[into] : undefined;
  if (location === undefined) return refuse(`values cannot be sent in "${into}"`);
  const path = listTexts(option, 'field_path');
  if (path.length > 0) {
    const steps = path.map((step) =>
      translateTemplate(step, context, 'field').replaceAll('~', '~0').replaceAll('/', '~1'),
    );
    return { into: location, name: location === 'json' ? `/${steps.join('/')}` : writeBracketed(path) };
  }
  const name = translateTemplate(requireText(option, 'field_name'), context, 'field');
  if (name.includes('{{')) refuse('the name of a parameter is computed');
  return { into: location, name };
}

const writeBracketed = ([first = '', ...rest]: readonly string[]): string =>
  `${first}${rest.map((step) => `[${step}]`).join('')}`;

const apiKey = (into: string, name: string, value: string): JsonObject => ({ type: 'apiKey', into, name, value });

function translateApiKey(component: Component, context: AuthContext): JsonObject {
  const token = findText(component, 'api_token') ?? '';
  const value = translateTemplate(token, context, 'API token');
  const option = findComponent(component, 'inject_into');
  const { into, name } = option
    ? readOption(option, context)
    : { into: 'header', name: translateTemplate(requireText(component, 'header'), context, 'header') };
  return apiKey(into, name, value);
}

/** The schema requires a text: a comment renders as an empty one. */
const EMPTY = '{{! empty }}';

function translateBasic(component: Component, context: AuthContext): JsonObject {
  return {
    type: 'basic',
    username: translateTemplate(findText(component, 'username') ?? '', context, 'User name', 'always') || EMPTY,
    password: translateTemplate(findText(component, 'password') ?? '', context, 'Password', 'always') || EMPTY,
  };
}

/** Names of the form fields of the standard, by the key that renames them. */
const STANDARD_NAMES: Readonly<Record<string, string>> = {
  client_id_name: 'client_id',
  client_secret_name: 'client_secret',
  refresh_token_name: 'refresh_token',
  grant_type_name: 'grant_type',
};

/** Returns the fields of the token request as templates. */
const translateFields = (fields: Component | undefined, context: AuthContext): JsonObject =>
  Object.fromEntries(
    Object.entries(fields ?? {})
      .filter(([name]) => name !== '$parameters')
      .map(([name, value]) => [
        name,
        typeof value === 'string'
          ? translateTemplate(value, context, name)
          : typeof value === 'object'
            ? refuse(`the token request has the object "${name}"`)
            : String(value),
      ]),
  );

const GRANTS: Readonly<Record<string, string>> = {
  refresh_token: 'refresh_token',
  client_credentials: 'client_credentials',
  password: 'password',
};

function translateOauth(component: Component, context: AuthContext): JsonObject {
  for (const [key, name] of Object.entries(STANDARD_NAMES))
    if ((findText(component, key) ?? name) !== name) return translateOauthLogin(component, context);
  const grantText = findText(component, 'grant_type') ?? 'refresh_token';
  const rendered = translateTemplate(grantText, context, 'Grant type');
  const grant = Object.hasOwn(GRANTS, rendered) ? GRANTS[rendered] : undefined;
  if (grant === undefined) return translateOauthLogin(component, context);
  const body = translateFields(findComponent(component, 'refresh_request_body'), context);
  const { username, password, client_id: bodyId, client_secret: bodySecret, scope, ...parameters } = body;
  const headers = translateFields(findComponent(component, 'refresh_request_headers'), context);
  const given = (key: string): string | undefined => {
    const text = findText(component, key);
    return text === undefined ? undefined : translateTemplate(text, context, key);
  };
  if (findText(component, 'send_refresh_request_as_query_params') === 'true')
    refuse('the token request sends its fields in the query');
  const clientId = given('client_id') ?? bodyId;
  const clientSecret = given('client_secret') ?? bodySecret;
  const refreshToken = given('refresh_token');
  if (grant === 'refresh_token' && refreshToken === undefined) return translateOauthLogin(component, context);
  if (grant === 'password' && (username === undefined || password === undefined))
    return translateOauthLogin(component, context);
  const scopes = listTexts(component, 'scopes').map((one) => translateTemplate(one, context, 'scope'));
  const rotates = findComponent(component, 'refresh_token_updater') !== undefined;
  const response = translateTokenResponse(component);
  return {
    type: 'oauth2',
    grant,
    tokenUrl: translateTemplate(requireText(component, 'token_refresh_endpoint'), context, 'Token URL'),
    ...(clientId === undefined ? {} : { clientId }),
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(grant === 'refresh_token' && refreshToken !== undefined ? { refreshToken } : {}),
    ...(grant === 'password' ? { username: username ?? '', password: password ?? '' } : {}),
    ...(scopes.length > 0 ? { scopes } : {}),
    ...(scope === undefined || scopes.length > 0 ? {} : { scopes: [String(scope)] }),
    ...(rotates && grant === 'refresh_token' ? { rotates: true } : {}),
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(response ? { response } : {}),
  };
}

const quote = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``);

function translateTokenResponse(component: Component): JsonObject | undefined {
  const token = findText(component, 'access_token_name') ?? 'access_token';
  const expires = findText(component, 'expires_in_name') ?? 'expires_in';
  const response = {
    ...(token === 'access_token' ? {} : { token: quote(token) }),
    ...(expires === 'expires_in' ? {} : { expiresIn: quote(expires) }),
  };
  return Object.keys(response).length > 0 ? response : undefined;
}

/** Translates a token request with names of its own: a login whose response contains the token. */
function translateOauthLogin(component: Component, context: AuthContext): JsonObject {
  const form: [string, Json][] = [];
  const add = (nameKey: string, name: string, valueKey: string) => {
    const value = findText(component, valueKey);
    if (value !== undefined) form.push([findText(component, nameKey) ?? name, translateTemplate(value, context, name)]);
  };
  const grant = findText(component, 'grant_type') ?? 'refresh_token';
  form.push([findText(component, 'grant_type_name') ?? 'grant_type', translateTemplate(grant, context, 'Grant type')]);
  add('client_id_name', 'client_id', 'client_id');
  add('client_secret_name', 'client_secret', 'client_secret');
  add('refresh_token_name', 'refresh_token', 'refresh_token');
  const scopes = listTexts(component, 'scopes').map((one) => translateTemplate(one, context, 'scope'));
  if (scopes.length > 0) form.push(['scopes', scopes.join(' ')]);
  form.push(
    ...(Object.entries(translateFields(findComponent(component, 'refresh_request_body'), context)) as [string, Json][]),
  );
  const headers = translateFields(findComponent(component, 'refresh_request_headers'), context);
  const url = translateTemplate(requireText(component, 'token_refresh_endpoint'), context, 'Token URL');
  const request = {
    method: 'POST',
    url,
    form: Object.fromEntries(form),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    repeatable: true,
  };
  return createSession(request, quote(findText(component, 'access_token_name') ?? 'access_token'), {
    into: 'header',
    name: 'Authorization',
    value: 'Bearer {{session.token}}',
  });
}

const createSession = (request: JsonObject, token: string, inject: JsonObject, ttl?: string): JsonObject => ({
  type: 'session',
  login: [{ request, capture: { token } }],
  ...(ttl === undefined ? {} : { ttl }),
  inject,
});

function translateSession(component: Component, context: AuthContext): JsonObject {
  const requester = findComponent(component, 'login_requester') ?? refuse('"login_requester" is missing');
  const target = findComponent(component, 'request_authentication') ?? refuse('"request_authentication" is missing');
  const path = listTexts(component, 'session_token_path');
  if (path.includes('*') || path.length === 0) refuse('the path of the session token is not a plain path');
  const option = findComponent(target, 'inject_into');
  const token = findText(target, 'api_token') ?? '{{ session_token }}';
  const value = translateTemplate(
    token,
    {
      ...context,
      special: {
        ...context.special,
        session_token: () => ({
          kind: 'location',
          location: { path: ['session', 'token'], type: 'string', isOptional: false, isSecret: false },
        }),
      },
    },
    'token',
  );
  const inject = option
    ? { ...readOption(option, context), value }
    : { into: 'header', name: 'Authorization', value: 'Bearer {{session.token}}' };
  const ttl = findText(component, 'expiration_duration');
  return createSession(context.translateLogin(requester), path.map(quote).join('.'), inject, ttl);
}

const ALGORITHMS: ReadonlySet<string> = new Set([
  'HS256',
  'HS384',
  'HS512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'ES256',
  'ES384',
  'EdDSA',
]);

function translateJwt(component: Component, context: AuthContext): JsonObject {
  const algorithm = requireText(component, 'algorithm');
  if (!ALGORITHMS.has(algorithm)) refuse(`the algorithm ${algorithm} is not supported`);
  if (findText(component, 'passphrase') !== undefined) refuse('the key has a passphrase');
  const payload = findComponent(component, 'jwt_payload') ?? {};
  const claims = translateFields(
    { ...pickDefined(payload, ['iss', 'sub', 'aud']), ...(findComponent(component, 'additional_jwt_payload') ?? {}) },
    context,
  );
  const { exp: _exp, iat: _iat, nbf: _nbf, ...stable } = claims;
  const headers = findComponent(component, 'jwt_headers') ?? {};
  const extra = translateFields(
    { ...pickDefined(headers, ['cty']), ...(findComponent(component, 'additional_jwt_headers') ?? {}) },
    context,
  );
  const keyId = findText(headers, 'kid');
  const duration = Number(component['token_duration'] ?? 1200);
  const prefix = findText(component, 'header_prefix');
  const isEncoded = findText(component, 'base64_encode_secret_key') === 'true';
  const key = translateTemplate(requireText(component, 'secret_key'), context, 'Key');
  return {
    type: 'jwt',
    algorithm,
    key: { value: isEncoded ? refuse('the key is encoded as base64 before use') : key },
    ...(keyId === undefined ? {} : { keyId: translateTemplate(keyId, context, 'Key ID') }),
    claims: stable,
    ...(Object.keys(extra).length > 0 ? { headers: extra } : {}),
    lifetime: `PT${Number.isFinite(duration) ? duration : 1200}S`,
    ...(prefix === undefined || prefix === 'Bearer'
      ? {}
      : { inject: { into: 'header', name: 'Authorization', value: `${prefix} {{session.token}}` } }),
  };
}

const pickDefined = (component: Component, keys: readonly string[]): Component =>
  Object.fromEntries(
    keys.flatMap((key) => (component[key] === undefined || component[key] === null ? [] : [[key, component[key]]])),
  ) as Component;

/** Chooses by the value of a setting. */
function translateSelective(component: Component, context: AuthContext): JsonObject {
  const path = listTexts(component, 'authenticator_selection_path');
  const { path: names } = context.settings.find(path);
  const selector = ['settings', ...names].map((name) => quote(String(name))).join('.');
  const authenticators = findComponent(component, 'authenticators') ?? {};
  const choices = Object.entries(authenticators).flatMap(([value, authenticator]) =>
    typeof authenticator === 'object' && authenticator !== null
      ? [{ when: `${selector} = ${JSON.stringify(value)}`, auth: translateAuth(authenticator as Component, context) }]
      : [],
  );
  if (choices.length === 0) refuse('it has no choices');
  return { type: 'anyOf', choices };
}

function translateLegacySession(component: Component, context: AuthContext): JsonObject {
  const path = translateTemplate(requireText(component, 'login_url'), context, 'Login path');
  const url = `${(context.baseUrl ?? '').replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
  const request = {
    method: 'POST',
    url,
    json: {
      username: translateTemplate(findText(component, 'username') ?? '', context, 'User name'),
      password: translateTemplate(findText(component, 'password') ?? '', context, 'Password'),
    },
    repeatable: true,
  };
  context.notes.addApproximated(
    createApproximation(
      'LegacySessionTokenAuthenticator',
      '/auth',
      'The session is always created by a login; a token in the settings is not used.',
      {
        from: context.pointerOf(component),
      },
    ),
  );
  return createSession(request, quote(requireText(component, 'session_token_response_key')), {
    into: 'header',
    name: requireText(component, 'header'),
    value: '{{session.token}}',
  });
}

/** Translates an authenticator. Fails for one without a counterpart. */
export function translateAuth(component: Component, context: AuthContext): JsonObject {
  const own = { ...context, parameters: findComponent(component, '$parameters') ?? context.parameters };
  return translateByType<JsonObject>(component, {
    NoAuth: () => NO_AUTH,
    ApiKeyAuthenticator: () => translateApiKey(component, own),
    BearerAuthenticator: () => ({
      type: 'bearer',
      token: translateTemplate(requireText(component, 'api_token'), own, 'Token'),
    }),
    BasicHttpAuthenticator: () => translateBasic(component, own),
    OAuthAuthenticator: () => translateOauth(component, own),
    SessionTokenAuthenticator: () => translateSession(component, own),
    LegacySessionTokenAuthenticator: () => translateLegacySession(component, own),
    JwtAuthenticator: () => translateJwt(component, own),
    SelectiveAuthenticator: () => translateSelective(component, own),
  });
}

/** Adds credentials that the request itself carries, such as a second key in a header. */
export function combineAuths(main: JsonObject, extra: readonly JsonObject[]): JsonObject {
  if (extra.length === 0) return main;
  const parts =
    getType(main) === 'none'
      ? extra
      : [...(getType(main) === 'all' ? ((main['auths'] as JsonObject[]) ?? []) : [main]), ...extra];
  return parts.length === 1 && parts[0] ? parts[0] : { type: 'all', auths: [...parts] };
}
