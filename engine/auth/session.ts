import type { LoginStep, SessionAuth } from '../manifest/types.generated.ts';
import { compileCapture, compileRequest, type RequestDefaults } from '../request/index.ts';
import { type Secret, secret } from '../secret/index.ts';
import { parseTime } from '../time/index.ts';
import { compileInject } from './inject.ts';
import { durationOf } from './lifetime.ts';
import { type Captured, type Exchange, loginOf, loginScope } from './login.ts';
import { loginJson, tokenText, unusable } from './login-answer.ts';
import type { CompileScheme, LoginAnswer } from './scheme.ts';
import { sessionScope } from './session-scope.ts';

/** The capture that sets the session's end instead of being sent. */
const END = 'expiresAt';

const tokenOf = (name: string, value: unknown): Secret => {
  const text = tokenText(value);
  if (text === undefined) throw unusable(`there is no ${name} in it`);
  return secret(text);
};

const reader = (capture: NonNullable<LoginStep['capture']>) => {
  const captures = Object.entries(capture).map(([name, where]) => ({ name, where, read: compileCapture(where) }));
  const readsBody = captures.some(({ where }) => typeof where === 'string');
  return async (answer: LoginAnswer): Promise<Captured> => {
    const body = readsBody ? loginJson(answer) : undefined;
    const found = captures.map(async ({ name, read }) => [name, await read({ ...answer, body })] as const);
    const values = await Promise.all(found);
    const end = tokenText(values.find(([name]) => name === END)?.[1]);
    const endsAt = end === undefined ? undefined : parseTime(end);
    const tokens = values
      .filter(([name]) => name !== END)
      .map(([name, value]) => [name, tokenOf(name, value)] as const);
    return { values: Object.fromEntries(tokens), ...(endsAt !== undefined && { endsAt }) };
  };
};

const exchangeOf = ({ request, capture = {} }: LoginStep, defaults: RequestDefaults): Exchange => {
  const compiled = compileRequest(request, defaults);
  const read = reader(capture);
  return {
    draft: (state, context) => compiled.build(loginScope(state, context), {}, { reveal: true }),
    read,
  };
};

/** Logs in by the manifest's own requests; what their answers give is put into later requests. */
export const session: CompileScheme<SessionAuth> = (auth, { requests, scope }) => {
  const { marks, apply } = compileInject(auth.inject, 'session');
  const lifetime = {
    ttl: durationOf(auth.ttl ?? 'PT30M', scope),
    capped: true,
    refreshBefore: durationOf(auth.refreshBefore ?? 'PT60S', scope),
  };
  return {
    login: loginOf(
      auth.login.map((step) => exchangeOf(step, requests)),
      lifetime,
    ),
    reauthOn: auth.reauthOn ?? [401],
    marks,
    sign: (draft, context) => apply(draft, sessionScope(context)),
  };
};
