import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import { getText } from '../members.ts';

/** Headers and query parameters that an authentication of Postman adds. */
export interface AuthParts {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly query: readonly (readonly [name: string, value: string])[];
}

const NONE: AuthParts = { headers: [], query: [] };

/** Reads the values of an authentication: a list of {key, value} (version 2.1), or an object (version 2.0). */
function readValues(given: Json | undefined): ReadonlyMap<string, string> {
  if (Array.isArray(given))
    return new Map(
      (given as readonly Json[]).filter(isObject).map((one) => [getText(one, 'key') ?? '', String(one['value'] ?? '')]),
    );
  return new Map(Object.entries(isObject(given) ? given : {}).map(([name, value]) => [name, String(value)]));
}

type Values = (name: string) => string;

const authorize = (value: string): AuthParts => ({ headers: [['Authorization', value]], query: [] });

/** Types of authentication. Those that sign requests or fetch tokens have no fixed header. */
const TYPES: Readonly<Record<string, (get: Values) => AuthParts>> = {
  bearer: (get) => authorize(`Bearer ${get('token') || '{{token}}'}`),
  basic: (get) => authorize(`Basic ${Buffer.from(`${get('username')}:${get('password')}`).toString('base64')}`),
  apikey: (get) => {
    const pair = [get('key') || 'X-Api-Key', get('value') || '{{api_key}}'] as const;
    return get('in') === 'query' ? { headers: [], query: [pair] } : { headers: [pair], query: [] };
  },
  oauth2: (get) => authorize(`Bearer ${get('accessToken') || '{{access_token}}'}`),
  jwt: () => authorize('Bearer {{token}}'),
};

/** Returns the headers and parameters that an authentication adds to a request. */
export function toAuthParts(auth: JsonObject | undefined, fill: (text: string) => string): AuthParts {
  const type = auth && getText(auth, 'type');
  const build = type !== undefined && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (!auth || !build || type === undefined) return NONE;
  const values = readValues(auth[type]);
  return build((name) => fill(values.get(name) ?? ''));
}
