import type { Json, JsonObject } from '../../../base/json/index.ts';
import { type AuthContext, combineAuths, NO_AUTH, translateAuth } from './auth.ts';
import { type Component, findComponent, getType, refuseCustom } from './component.ts';
import type { NameContext } from './locations.ts';
import {
  addOptions,
  createDraft,
  finishRequest,
  joinUrl,
  type RequestDraft,
  type RequestUrl,
  translateUrl,
} from './request.ts';
import { type Build, getParameters } from './stream-build.ts';
import { refuse } from './untranslatable.ts';

function createAuthContext({ environment }: Build, context: NameContext): AuthContext {
  const auth: AuthContext = {
    ...environment.auth,
    ...context,
    translateLogin: (requester) => {
      const own = { ...context, parameters: getParameters(requester) };
      const draft = createDraft();
      const url = translateUrl(requester, own, draft);
      addOptions(draft, requester, own);
      environment.addOrigin(joinUrl(url));
      // A login may send secrets itself.
      for (const { into, name, value } of draft.credentials)
        addLoginSecret(draft, String(into), String(name), String(value));
      const login = findComponent(requester, 'authenticator');
      const signer = login && getType(login) !== 'NoAuth' ? translateAuth(login, auth) : NO_AUTH;
      const own_ = getType(signer) === 'none' ? undefined : environment.nameSigner(signer);
      return { ...finishRequest(draft, writeUrl(url)), ...(own_ === undefined ? {} : { auth: own_ }) };
    },
  };
  return auth;
}

const PARTS: Readonly<Record<string, 'query' | 'headers' | 'form' | 'json'>> = {
  query: 'query',
  header: 'headers',
  form: 'form',
  json: 'json',
};

function addLoginSecret(draft: RequestDraft, into: string, name: string, value: string): void {
  const part = PARTS[into];
  if (part === undefined || name.startsWith('/'))
    refuse('the login sends a secret in a position without a counterpart');
  else draft[part][name] = value;
}

const writeUrl = (url: RequestUrl): JsonObject =>
  url.expr === undefined ? { url: joinUrl(url) } : { url: { expr: url.expr } };

/** Builds one request of a stream; pagination and slices are added by `extend`. */
export function buildRequest(
  build: Build,
  requester: Component,
  context: NameContext,
  extend: (draft: RequestDraft, url: RequestUrl, own: NameContext) => void,
): { request: JsonObject; url: RequestUrl } {
  refuseCustom(requester);
  if (getType(requester) !== 'HttpRequester') refuse(`the component ${getType(requester)} is not supported`);
  const own = { ...context, parameters: getParameters(requester) };
  const draft = createDraft();
  const url = translateUrl(requester, own, draft);
  addOptions(draft, requester, own);
  extend(draft, url, own);
  const isLink = url.base === '{{file}}' && url.path === '';
  build.origins.add(isLink ? build.environment.addDownloadHost() : build.environment.addOrigin(url.base));
  build.auths.push(readAuth(build, requester, own, { draft, baseUrl: url.base }));
  return { request: finishRequest(draft, writeUrl(url)), url };
}

function readAuth(
  build: Build,
  requester: Component,
  context: NameContext,
  { draft, baseUrl }: { draft: RequestDraft; baseUrl: string },
): JsonObject {
  const authenticator = findComponent(requester, 'authenticator');
  const main = authenticator
    ? translateAuth(authenticator, { ...createAuthContext(build, context), baseUrl })
    : NO_AUTH;
  const tokenUrl = findTokenUrl(main);
  for (const url of tokenUrl) build.environment.addOrigin(url);
  return combineAuths(main, draft.credentials);
}

/** URLs of the token requests of an authentication. */
const findTokenUrl = (auth: Json): string[] => {
  if (typeof auth !== 'object' || auth === null) return [];
  return Object.entries(auth).flatMap(([key, value]) =>
    (key === 'tokenUrl' || key === 'url') && typeof value === 'string' ? [value] : findTokenUrl(value as Json),
  );
};
