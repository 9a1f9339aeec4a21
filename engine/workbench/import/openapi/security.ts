import type { JsonObject } from '../../../base/json/index.ts';
import type { SettingTable } from '../assemble/settings.ts';
import { getList, getObject, getText } from '../members.ts';
import type { Reporter } from '../reporter.ts';
import { createSchemaView } from '../shape/schema-view.ts';

interface SchemeContext {
  readonly name: string;
  readonly scheme: JsonObject;
  readonly settings: SettingTable;
  readonly base: string;
}

type Translate = (context: SchemeContext) => JsonObject | { readonly problem: string };

const secret = ({ settings, scheme }: SchemeContext, name: string, title: string): string => {
  const description = getText(scheme, 'description')?.slice(0, 500);
  const setting = settings.add(name, { title, ...(description ? { description } : {}), minLength: 1, writeOnly: true });
  return `{{settings.${setting}}}`;
};

const text = ({ settings }: SchemeContext, name: string, title: string): string =>
  `{{settings.${settings.add(name, { title, minLength: 1 })}}}`;

/** Returns the scheme that a description puts before the key: "Token <your token>". */
const findPrefix = (scheme: JsonObject): string => {
  if (getText(scheme, 'name')?.toLowerCase() !== 'authorization') return '';
  return (
    /\b(Token token=|Bearer |Token |ApiKey |SSWS |GenieKey )[<{[(A-Z$*]/.exec(
      getText(scheme, 'description') ?? '',
    )?.[1] ?? ''
  );
};

const apiKey: Translate = (context) => {
  const into = getText(context.scheme, 'in');
  const header = getText(context.scheme, 'name');
  if (header === undefined || !['header', 'query', 'cookie'].includes(into ?? ''))
    return { problem: 'it lacks a name or a position' };
  return {
    type: 'apiKey',
    into: into as string,
    name: header,
    value: `${findPrefix(context.scheme)}${secret(context, 'api_key', 'API key')}`,
  };
};

const HTTP: Readonly<Record<string, Translate>> = {
  bearer: (context) => ({ type: 'bearer', token: secret(context, 'api_token', 'API token') }),
  basic: (context) => ({
    type: 'basic',
    username: text(context, 'username', 'User name'),
    password: secret(context, 'password', 'Password'),
  }),
  digest: (context) => ({
    type: 'digest',
    username: text(context, 'username', 'User name'),
    password: secret(context, 'password', 'Password'),
  }),
};

const http: Translate = (context) => {
  const scheme = (getText(context.scheme, 'scheme') ?? '').toLowerCase();
  const translate = Object.hasOwn(HTTP, scheme) ? HTTP[scheme] : undefined;
  if (translate) return translate(context);
  if (!/^[a-z][a-z0-9-]*$/.test(scheme)) return { problem: 'its HTTP scheme has no name' };
  return {
    type: 'apiKey',
    into: 'header',
    name: 'Authorization',
    value: `${getText(context.scheme, 'scheme')} ${secret(context, 'api_key', 'API key')}`,
  };
};

const FLOWS = ['clientCredentials', 'authorizationCode', 'password'] as const;

/** Resolves the URL of a flow, which may be relative to the base URL. */
const toUrl = (url: string, base: string): string => (URL.canParse(url) ? url : `${base}/${url.replace(/^\/+/, '')}`);

const oauth2: Translate = (context) => {
  const flows = getObject(context.scheme, 'flows');
  const name = FLOWS.find((one) => Object.hasOwn(flows, one));
  if (name === undefined) return { problem: 'its flow, implicit, returns tokens to browsers only' };
  const flow = getObject(flows, name);
  const tokenUrl = getText(flow, 'tokenUrl');
  if (tokenUrl === undefined) return { problem: `its flow ${name} has no token URL` };
  const client = {
    tokenUrl: toUrl(tokenUrl, context.base),
    clientId: text(context, 'client_id', 'Client ID'),
    clientSecret: secret(context, 'client_secret', 'Client secret'),
  };
  if (name === 'clientCredentials') return { type: 'oauth2', grant: 'client_credentials', ...client };
  if (name === 'password')
    return {
      type: 'oauth2',
      grant: 'password',
      ...client,
      username: text(context, 'username', 'User name'),
      password: secret(context, 'password', 'Password'),
    };
  const authorizationUrl = toUrl(getText(flow, 'authorizationUrl') ?? '', context.base);
  return {
    type: 'oauth2',
    grant: 'authorization_code',
    ...client,
    authorizationUrl,
    refreshToken: secret(context, 'refresh_token', 'Refresh token'),
  };
};

const bearerOf: Translate = (context) => ({ type: 'bearer', token: secret(context, 'access_token', 'Access token') });

const TYPES: Readonly<Record<string, Translate>> = {
  apiKey,
  http,
  oauth2,
  openIdConnect: bearerOf,
  mutualTLS: () => ({ problem: 'client certificates are configured under tls in the manifest' }),
};

const describeScheme = (scheme: JsonObject): string =>
  [getText(scheme, 'type'), getText(scheme, 'scheme')].filter(Boolean).join(' ');

const isSupported = (scheme: JsonObject): boolean => {
  if (getText(scheme, 'type') === 'oauth2')
    return FLOWS.some((flow) => Object.hasOwn(getObject(scheme, 'flows'), flow));
  return getText(scheme, 'type') !== 'mutualTLS';
};

/** Schemes in order of preference where a document offers several: those that need no consent and do not expire come first. */
const rank = (scheme: JsonObject): number => {
  const type = describeScheme(scheme).toLowerCase();
  if (getText(scheme, 'in') === 'cookie' || !isSupported(scheme)) return 9;
  const flows = getObject(scheme, 'flows');
  const ranks: readonly (readonly [test: boolean, rank: number])[] = [
    [type === 'apikey', 0],
    [type === 'http bearer', 1],
    [Object.hasOwn(flows, 'clientCredentials'), 2],
    [type.startsWith('http'), 3],
    [type === 'oauth2', 4],
  ];
  return ranks.find(([test]) => test)?.[1] ?? 5;
};

/** Lists the alternatives of a document, each a list of scheme names: its own security, else that of its operations, else each scheme. */
function listAlternatives(
  document: JsonObject,
  operations: readonly JsonObject[],
  schemes: JsonObject,
): { readonly sets: string[][]; readonly isStated: boolean } {
  const own = getList(document, 'security');
  const all = own.length > 0 ? own : operations.flatMap((operation) => getList(operation, 'security'));
  const sets = all.map((one) => Object.keys((one ?? {}) as JsonObject).filter((name) => Object.hasOwn(schemes, name)));
  const distinct = [...new Map(sets.filter((set) => set.length > 0).map((set) => [set.join('\0'), set])).values()];
  if (distinct.length > 0) return { sets: distinct, isStated: true };
  return { sets: Object.keys(schemes).map((name) => [name]), isStated: false };
}

export interface SecurityContext {
  readonly operations: readonly JsonObject[];
  readonly settings: SettingTable;
  readonly reporter: Reporter;
  /** Template of the base URL, for relative URLs of flows. */
  readonly base: string;
}

/** Translates the security schemes of a document. Of several alternatives it takes the simplest, and reports the others. */
export function readSecurity(
  document: JsonObject,
  { operations, settings, reporter, base }: SecurityContext,
): JsonObject {
  const view = createSchemaView(document);
  const declared = getObject(getObject(document, 'components'), 'securitySchemes');
  const schemes = Object.fromEntries(Object.entries(declared).map(([name, scheme]) => [name, view.resolve(scheme)]));
  const { sets, isStated } = listAlternatives(document, operations, schemes);
  const worst = (set: readonly string[]) => Math.max(...set.map((name) => rank(schemes[name] as JsonObject)));
  const [chosen, ...others] = sets.toSorted((a, b) => worst(a) - worst(b));
  if (chosen === undefined) {
    reporter.propose(
      { part: 'authentication: none', to: '/auth' },
      { confidence: 'medium', reason: 'a document without security schemes' },
    );
    return { type: 'none' };
  }
  const from = '/components/securitySchemes';
  const auths = chosen.flatMap((name) => {
    const scheme = schemes[name] as JsonObject;
    const translate = TYPES[getText(scheme, 'type') ?? ''];
    const auth = translate
      ? translate({ name, scheme, settings, base })
      : { problem: `its type ${getText(scheme, 'type')} is unknown` };
    if ('problem' in auth)
      reporter.omit({ part: `security scheme "${name}"`, from: `${from}/${name}`, reason: String(auth['problem']) });
    return 'problem' in auth ? [] : [auth as JsonObject];
  });
  if (auths.length === 0) return { type: 'none' };
  const part = { part: `authentication: ${chosen.join(' and ')}`, to: '/auth', from: `${from}/${chosen[0]}` };
  const isGuess =
    others.length > 0 ||
    !isStated ||
    chosen.some((name) => getText(schemes[name] as JsonObject, 'type') === 'openIdConnect');
  const reason =
    others.length > 0
      ? `one of ${sets.length} alternatives; the others are ${others
          .map((set) => set.join(' and '))
          .slice(0, 5)
          .join(', ')}`
      : `the security scheme ${chosen[0]}`;
  reporter.propose(part, { confidence: isGuess ? 'medium' : 'high', reason });
  const note = isGuess ? { note: `inferred from ${reason}` } : {};
  return auths.length === 1 ? { ...(auths[0] as JsonObject), ...note } : { type: 'all', auths, ...note };
}

/** Origins of the token endpoints, which requests may go to as well. */
export const listTokenOrigins = (auth: JsonObject): string[] => {
  const auths = [auth, ...(getList(auth, 'auths') as readonly JsonObject[])];
  return auths.flatMap((one) => {
    const url = getText(one, 'tokenUrl');
    return url !== undefined && URL.canParse(url) ? [new URL(url).origin] : [];
  });
};
