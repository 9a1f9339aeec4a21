import { type Secret, secret } from '../../base/secret/index.ts';
import { parseTime } from '../../base/time/index.ts';
import { resolveDuration, type Template } from '../../language/template/index.ts';
import type { LoginStep, SessionAuth } from '../../manifest/types.generated.ts';
import { compileCapture, compileRequest } from '../request/index.ts';
import { compileInject } from './inject.ts';
import { type Captured, type Exchange, loginOf, loginScope } from './login.ts';
import { loginJson, tokenText, unusable } from './login-answer.ts';
import type { CompileScheme, LoginAnswer } from './scheme.ts';
import { sessionScope } from './session-scope.ts';

/** The capture that sets the session's end instead of being sent. */
const END = 'expiresAt';

/** Captures that auth itself sends are credentials; others are there for the streams' requests, and plain. */
const credentialsAmong = (names: Template['names']) => {
  const sent = new Set(names.filter(([root]) => root === 'session').map(([, name]) => name));
  return (name: string, text: string): Secret | string => (sent.has(name) ? secret(text) : text);
};

const reader = (capture: NonNullable<LoginStep['capture']>, wrap: (name: string, text: string) => Secret | string) => {
  const captures = Object.entries(capture).map(([name, where]) => ({ name, read: compileCapture(where) }));
  const readsBody = Object.values(capture).some((where) => typeof where === 'string');
  const textIn = async (answer: LoginAnswer) => {
    const body = readsBody ? loginJson(answer) : undefined;
    return Promise.all(
      captures.map(async ({ name, read }) => ({ name, text: tokenText(await read({ ...answer, body })) })),
    );
  };
  return async (answer: LoginAnswer): Promise<Captured> => {
    const found = await textIn(answer);
    const end = found.find(({ name }) => name === END)?.text;
    const endsAt = end === undefined ? undefined : parseTime(end);
    const values = found
      .filter(({ name }) => name !== END)
      .map(({ name, text = missing(name) }) => [name, wrap(name, text)] as const);
    return { values: Object.fromEntries(values), ...(endsAt !== undefined && { endsAt }) };
  };
};

const missing = (name: string): never => {
  throw unusable(`there is no ${name} in it`);
};

/** Logs in by the manifest's own requests; what their answers give is put into later requests. */
export const session: CompileScheme<SessionAuth> = (auth, { requests, scope }) => {
  const { marks, names, apply } = compileInject(auth.inject, 'session');
  const steps = auth.login.map(({ request, capture = {} }) => ({
    request: compileRequest(request, requests),
    capture,
  }));
  const wrap = credentialsAmong([names, ...steps.map(({ request }) => request.names)].flat());
  const exchanges = steps.map(
    ({ request, capture }): Exchange => ({
      draft: (state, context) => request.build(loginScope(state, context), {}, { reveal: true }),
      read: reader(capture, wrap),
    }),
  );
  const lifetime = {
    ttl: resolveDuration(auth.ttl ?? 'PT30M', scope),
    capped: true,
    refreshBefore: resolveDuration(auth.refreshBefore ?? 'PT60S', scope),
  };
  return {
    login: loginOf(exchanges, lifetime),
    reauthOn: auth.reauthOn ?? [401],
    marks,
    sign: (draft, context) => apply(draft, sessionScope(context)),
  };
};
