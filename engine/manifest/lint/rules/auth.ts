import { formatList, formatSuggestion } from '../../../base/suggestion/index.ts';
import {
  findConsentSetting,
  type Located,
  listAllSchemes,
  listAuths,
  listSchemes,
  type SingleAuth,
} from '../../auth-parts.ts';
import { listStreamRequests } from '../../stream-requests.ts';
import type { Inject, Manifest, RequestSpec, SessionAuth, Stream } from '../../types.generated.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

const RESERVED = ['default', 'none'];

interface LocatedRequest {
  readonly stream: Stream;
  readonly request: RequestSpec;
  readonly path: string;
}

const locateRequests = ({ streams }: Manifest): readonly LocatedRequest[] =>
  Object.entries(streams).flatMap(([name, stream]) =>
    listStreamRequests(stream).map(({ request, steps }) => ({
      stream,
      request,
      path: pointerTo('streams', name, ...steps),
    })),
  );

const isSession = (scheme: Located<SingleAuth>): scheme is Located<SessionAuth> => scheme[0].type === 'session';

const listLoginRequests = (manifest: Manifest): readonly Located<RequestSpec>[] =>
  listAllSchemes(manifest)
    .filter(isSession)
    .flatMap(([{ login }, path]) =>
      login.map(({ request }, index) => [request, path + pointerTo('login', index, 'request')] as const),
    );

/** Returns every selection of an auth by its name, with its pointer. */
const listSelections = (manifest: Manifest): readonly Located<string>[] =>
  [
    ...Object.entries(manifest.streams).map(([name, stream]) => [stream, pointerTo('streams', name)] as const),
    ...locateRequests(manifest).map(({ request, path }) => [request, path] as const),
    ...listLoginRequests(manifest),
  ].flatMap(([{ auth }, path]) => (auth === undefined ? [] : [[auth, `${path}/auth`] as const]));

function* findUnknownAuths({ manifest }: LintContext): Iterable<Violation> {
  const known = [...Object.keys(manifest.auths ?? {}), ...RESERVED];
  for (const [name, path] of listSelections(manifest)) {
    if (!known.includes(name))
      yield {
        path,
        message: `unknown auth "${name}"`,
        fix: `Declare it under "auths", or use one of: ${formatList(known)}.${formatSuggestion(name, known)}`,
      };
  }
}

function* findUnusedAuths({ manifest }: LintContext): Iterable<Violation> {
  const used = new Set(listSelections(manifest).map(([name]) => name));
  for (const name of Object.keys(manifest.auths ?? {})) {
    if (!used.has(name))
      yield {
        path: pointerTo('auths', name),
        message: `no stream or request uses the auth "${name}"`,
        fix: `Select it with "auth": "${name}" on a stream or a request, or remove it.`,
      };
  }
}

const logsIn = (scheme: SingleAuth): boolean =>
  scheme.type === 'digest' ||
  (scheme.type === 'awsSigV4' && scheme.assumeRole !== undefined) ||
  scheme.type === 'oauth2' ||
  scheme.type === 'session' ||
  (scheme.type === 'jwt' && scheme.exchange !== undefined);

function* findLoginsOfLogins({ manifest }: LintContext): Iterable<Violation> {
  for (const [{ auth }, path] of listLoginRequests(manifest)) {
    const signer = auth === undefined ? undefined : manifest.auths?.[auth];
    const isDefault = auth === 'default';
    if (isDefault || (signer && [...listSchemes(signer, '')].some(([scheme]) => logsIn(scheme))))
      yield {
        path: `${path}/auth`,
        message: `the login request is signed by "${auth}", which logs in itself`,
        fix: 'Sign login requests with an auth that needs no login, or make them steps of one login.',
      };
  }
}

const listInjects = (scheme: SingleAuth): readonly Located<Inject>[] => {
  if (scheme.type === 'apiKey') return [[{ into: scheme.into, name: scheme.name, value: scheme.value }, '']];
  if (!('inject' in scheme) || scheme.inject === undefined) return [];
  const isList = Array.isArray(scheme.inject);
  return [scheme.inject].flat().map((inject, index) => [inject, isList ? `/inject/${index}` : '/inject'] as const);
};

function* findMissingPlaceholders({ manifest }: LintContext): Iterable<Violation> {
  const texts = [
    manifest.baseUrl,
    ...locateRequests(manifest).flatMap(({ request: { path = '', url = '' } }) => [path, url]),
  ].filter((text) => typeof text === 'string');
  for (const [scheme, path] of listAllSchemes(manifest))
    for (const [{ into, name }, within] of listInjects(scheme)) {
      if (into === 'path' && !texts.some((text) => text.includes(`{${name}}`)))
        yield {
          path: `${path}${within}/name`,
          message: `no path contains the placeholder {${name}} of the credential`,
          fix: `Write {${name}} in baseUrl or in the path of a request, where the credential belongs.`,
        };
    }
}

/** Returns the host part of a template's text, unrendered. */
const extractHost = (text: string): string => text.replace(/^https?:\/\//, '').split(/[/?]/)[0] ?? '';

function* findUntrustedUrls({ manifest }: LintContext): Iterable<Violation> {
  for (const { stream, request, path } of locateRequests(manifest)) {
    const { url, auth: own } = request;
    const name = own ?? stream.auth ?? 'default';
    const auth = listAuths(manifest).find(([known]) => known === name)?.[1];
    if (typeof url !== 'string' || own !== undefined || auth === undefined || auth.type === 'none') continue;
    const origins = [manifest.baseUrl, ...('origins' in auth ? (auth.origins ?? []) : [])];
    // A URL that is one expression may have any host.
    if (/^\{\{[^}]*\}\}$/.test(url) || origins.some((origin) => extractHost(origin) === extractHost(url))) continue;
    yield {
      path: `${path}/url`,
      message: `requests to "${extractHost(url)}" are sent without credentials`,
      fix: `Add its origin to "origins" of the auth, or state "auth": "none" on the request.`,
    };
  }
}

function* findUnstorableTokens({ manifest }: LintContext): Iterable<Violation> {
  for (const [scheme, path] of listAllSchemes(manifest)) {
    if (scheme.type !== 'oauth2' || (scheme.grant !== 'authorization_code' && scheme.grant !== 'device_code')) continue;
    if (findConsentSetting(scheme) === undefined)
      yield {
        path: `${path}/refreshToken`,
        message: 'the refresh token that a consent returns has no setting to be stored in',
        fix: 'Write {{settings.<name>}} with a secret setting, such as {{settings.refresh_token}}.',
      };
  }
}

export const AUTH_RULES = {
  'auth/unknown': { sentence: 'Every selected auth is declared.', severity: 'error', check: findUnknownAuths },
  'auth/unused': { sentence: 'Every entry of auths is used.', severity: 'warning', check: findUnusedAuths },
  'auth/login-signer': {
    sentence: 'Login requests are signed by an auth without a login.',
    severity: 'error',
    check: findLoginsOfLogins,
  },
  'auth/placeholder': {
    sentence: 'The placeholder of a credential in the path exists.',
    severity: 'error',
    check: findMissingPlaceholders,
  },
  'auth/refresh-setting': {
    sentence: 'The refresh token of a consent is exactly one setting.',
    severity: 'error',
    check: findUnstorableTokens,
  },
  'auth/origin': {
    sentence: 'Requests to other origins than those of their auth state that they have none.',
    severity: 'warning',
    check: findUntrustedUrls,
  },
} as const satisfies Record<string, Rule>;
