import { secret } from '../../base/secret/index.ts';
import { compileJson, resolveDuration, type Scope } from '../../language/template/index.ts';
import type { JwtAuth, JwtExchange } from '../../manifest/types.generated.ts';
import { compileRequest } from '../request/index.ts';
import { credentialKey, credentialText } from './credential.ts';
import { compileInject } from './inject.ts';
import { SIGNATURES } from './jwt-signature.ts';
import type { Exchange } from './login.ts';
import type { AuthContext, CompileScheme, Scheme } from './scheme.ts';
import { BEARER, readToken, tokenScheme } from './token-endpoint.ts';

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Makes a new assertion, signed now. Throws AUTH_SECRET_MALFORMED, TEMPLATE_NAME_UNKNOWN. */
const compileAssertion = (auth: JwtAuth, scope: Scope) => {
  const { algorithm, keyId } = auth;
  const key = credentialKey(auth.key, 'jwt');
  const kid = keyId === undefined ? undefined : credentialText(keyId);
  const claims = compileJson(auth.claims);
  const seconds = resolveDuration(auth.lifetime ?? 'PT5M', scope) / 1000;
  return ({ now, randomBytes, scope }: AuthContext): string => {
    const iat = Math.floor(now / 1000);
    const jti = Buffer.from(randomBytes(16)).toString('hex');
    const header = { alg: algorithm, typ: 'JWT', ...(kid && { kid: kid(scope) }) };
    const payload = { iat, exp: iat + Math.floor(seconds), jti, ...(claims.render(scope, { reveal: true }) as object) };
    const text = `${base64url(header)}.${base64url(payload)}`;
    return `${text}.${SIGNATURES[algorithm](text, key(scope)).toString('base64url')}`;
  };
};

const exchangeForm = ({ parameters, scopes }: JwtExchange): Record<string, string> => ({
  grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  assertion: '{{session.assertion}}',
  ...(scopes && { scope: scopes.join(' ') }),
  ...parameters,
});

/** A signed assertion (RFC 7519): the bearer token itself, or traded for one (RFC 7523). */
export const jwt: CompileScheme<JwtAuth> = (auth, setup) => {
  const assertion = compileAssertion(auth, setup.scope);
  if (auth.exchange === undefined) {
    const { marks, apply } = compileInject(auth.inject ?? BEARER, 'jwt');
    const scopeOf = (context: AuthContext) => ({ ...context.scope, session: { token: secret(assertion(context)) } });
    const sign: Scheme['sign'] = (draft, context) => apply(draft, scopeOf(context));
    return { reauthOn: [], marks, signsTime: true, sign };
  }
  const form = exchangeForm(auth.exchange);
  const request = compileRequest({ method: 'POST', url: auth.exchange.tokenUrl, form }, setup.requests);
  const scopeOf = (context: AuthContext) => ({ ...context.scope, session: { assertion: secret(assertion(context)) } });
  const exchange: Exchange = {
    draft: (_, context) => request.build(scopeOf(context), {}, { reveal: true }),
    read: (answer, state) => readToken(answer, state, () => undefined),
  };
  return { ...tokenScheme(exchange, auth, { name: 'jwt', setup }), signsTime: true };
};
