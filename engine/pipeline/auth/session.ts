import { createSecret, type Secret } from '../../base/secret/index.ts';
import { parseTime } from '../../base/time/index.ts';
import { resolveDuration, type Template } from '../../language/template/index.ts';
import type { LoginStep, SessionAuth } from '../../manifest/types.generated.ts';
import { compileCapture, compileRequest } from '../request/index.ts';
import { compileInject } from './inject.ts';
import { type CaptureResult, createLogin, type Exchange, loginScope } from './login.ts';
import { createInvalidAnswerError, formatToken, parseLoginJson } from './login-answer.ts';
import type { CompileScheme, LoginAnswer } from './scheme.ts';
import { buildSessionScope } from './session-scope.ts';

/** The capture that sets the session's end instead of being sent. */
const END = 'expiresAt';

/** Captures that auth itself sends are credentials; others are there for the streams' requests, and plain. */
const selectCredentials = (names: Template['names']) => {
  const sent = new Set(names.filter(([root]) => root === 'session').map(([, name]) => name));
  return (name: string, text: string): Secret | string => (sent.has(name) ? createSecret(text) : text);
};

const compileReader = (
  capture: NonNullable<LoginStep['capture']>,
  wrap: (name: string, text: string) => Secret | string,
) => {
  const captures = Object.entries(capture).map(([name, where]) => ({ name, read: compileCapture(where) }));
  const readsBody = Object.values(capture).some((where) => typeof where === 'string');
  const textIn = async (answer: LoginAnswer) => {
    const body = readsBody ? parseLoginJson(answer) : undefined;
    return Promise.all(
      captures.map(async ({ name, read }) => ({ name, text: formatToken(await read({ ...answer, body })) })),
    );
  };
  return async (answer: LoginAnswer): Promise<CaptureResult> => {
    const found = await textIn(answer);
    const end = found.find(({ name }) => name === END)?.text;
    const endsAt = end === undefined ? undefined : parseTime(end);
    const values = found
      .filter(({ name }) => name !== END)
      .map(({ name, text = throwMissing(name) }) => [name, wrap(name, text)] as const);
    return { values: Object.fromEntries(values), ...(endsAt !== undefined && { endsAt }) };
  };
};

const throwMissing = (name: string): never => {
  throw createInvalidAnswerError(`there is no ${name} in it`);
};

/** Logs in by the manifest's own requests; what their answers give is put into later requests. */
export const compileSession: CompileScheme<SessionAuth> = (auth, { requests, scope }) => {
  const { marks, names, apply } = compileInject(auth.inject, 'session');
  const steps = auth.login.map(({ request, capture = {} }) => ({
    request: compileRequest(request, requests),
    capture,
  }));
  const wrap = selectCredentials([names, ...steps.map(({ request }) => request.names)].flat());
  const exchanges = steps.map(
    ({ request, capture }): Exchange => ({
      draft: (state, context) => request.build(loginScope(state, context), {}, { reveal: true }),
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
