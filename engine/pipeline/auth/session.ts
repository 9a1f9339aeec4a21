import { createSecret, type Secret } from '../../base/secret/index.ts';
import { parseTime } from '../../base/time/index.ts';
import { compileTemplate, resolveDuration, type Template } from '../../language/template/index.ts';
import type { LoginStep, SessionAuth } from '../../manifest/types.generated.ts';
import { compileCapture, compileRequest, type HttpRequest } from '../request/index.ts';
import { compileInject } from './inject.ts';
import { buildLoginScope, buildSessionScope, type CaptureResult, createLogin, type Exchange } from './login.ts';
import { createInvalidResponseError, formatToken, parseLoginJson } from './login-response.ts';
import type { AuthContext, CompileScheme, LoginResponse, Signer } from './scheme.ts';

/** Name of the capture that sets the session's expiry. */
const EXPIRY = 'expiresAt';

const pickCaptures = (names: Template['names']) =>
  new Set(names.filter(([root]) => root === 'session').map(([, name]) => name));

/**
 * Wraps captures that auth itself sends, as they are credentials; others are plain text for the streams' requests, as are
 * those of the base URL.
 */
const selectCredentials = (names: Template['names'], baseUrl: string) => {
  const [sent, plain] = [pickCaptures(names), pickCaptures(compileTemplate(baseUrl, 'url').names)];
  return (name: string, text: string): Secret | string =>
    sent.has(name) && !plain.has(name) ? createSecret(text) : text;
};

const compileReader = (
  capture: NonNullable<LoginStep['capture']>,
  wrap: (name: string, text: string) => Secret | string,
) => {
  const captures = Object.entries(capture).map(([name, where]) => ({ name, read: compileCapture(where) }));
  const readsBody = Object.values(capture).some((where) => typeof where === 'string');
  const readTexts = async (response: LoginResponse) => {
    const body = readsBody ? parseLoginJson(response) : undefined;
    return Promise.all(
      captures.map(async ({ name, read }) => ({ name, text: formatToken(await read({ ...response, body })) })),
    );
  };
  return async (response: LoginResponse): Promise<CaptureResult> => {
    const texts = await readTexts(response);
    const expiry = texts.find(({ name }) => name === EXPIRY)?.text;
    const endsAt = expiry === undefined ? undefined : parseTime(expiry);
    const values = texts
      .filter(({ name }) => name !== EXPIRY)
      .map(({ name, text = throwMissing(name) }) => [name, wrap(name, text)] as const);
    return { values: Object.fromEntries(values), ...(endsAt !== undefined && { endsAt }) };
  };
};

const throwMissing = (name: string): never => {
  throw createInvalidResponseError(`${name} is missing`);
};

/** Combines the signers of a login request; each signs only requests to the origins that it trusts. */
const combineSigners =
  (signers: readonly Signer[]) =>
  (request: HttpRequest, context: AuthContext): HttpRequest =>
    signers.reduce(
      (signed, { scheme, isTrusted }) => (isTrusted(signed.url) ? scheme.sign(signed, context) : signed),
      request,
    );

/** Session login by requests of the manifest; later requests carry the values captured from the responses. */
export const compileSession: CompileScheme<SessionAuth> = async (
  auth,
  { requests, scope, signers = async () => [] },
) => {
  const { marks, names, apply } = compileInject(auth.inject, 'session');
  const steps = await Promise.all(
    auth.login.map(async ({ request, capture = {} }) => ({
      request: compileRequest(request, requests),
      capture,
      sign: combineSigners(request.auth === undefined ? [] : await signers(request.auth)),
    })),
  );
  const wrap = selectCredentials([names, ...steps.map(({ request }) => request.names)].flat(), requests.baseUrl);
  const exchanges = steps.map(
    ({ request, capture, sign }): Exchange => ({
      buildRequest: async (state, context) =>
        sign(await request.build(buildLoginScope(state, context), {}, { reveal: true }), context),
      read: compileReader(capture, wrap),
    }),
  );
  const lifetime = {
    ttl: resolveDuration(auth.ttl ?? 'PT30M', scope),
    capped: true,
    refreshBefore: resolveDuration(auth.refreshBefore ?? 'PT60S', scope),
  };
  return {
    login: createLogin(exchanges, lifetime),
    reauthOn: auth.reauthOn ?? [401],
    marks,
    sign: (request, context) => apply(request, buildSessionScope(context)),
  };
};
