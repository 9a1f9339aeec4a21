import { createSecret } from '../../base/secret/index.ts';
import { compileJson, resolveDuration, type TemplateScope } from '../../language/template/index.ts';
import type { JwtAuth, JwtExchange } from '../../manifest/types.generated.ts';
import { compileRequest } from '../request/index.ts';
import { compileCredentialKey, compileCredentialText } from './credential.ts';
import { compileInject } from './inject.ts';
import { SIGNATURES } from './jwt-signature.ts';
import type { Exchange } from './login.ts';
import type { AuthContext, CompileScheme, Scheme } from './scheme.ts';
import { BEARER, createTokenScheme, readToken } from './token-endpoint.ts';

const encodeBase64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Compiles a function that creates a signed assertion. It throws AUTH_SECRET_MALFORMED, TEMPLATE_NAME_UNKNOWN. */
const compileAssertion = (auth: JwtAuth, scope: TemplateScope) => {
  const { algorithm, keyId } = auth;
  const key = compileCredentialKey(auth.key, 'jwt');
  const kid = keyId === undefined ? undefined : compileCredentialText(keyId);
  const claims = compileJson(auth.claims);
  const seconds = resolveDuration(auth.lifetime ?? 'PT5M', scope) / 1000;
  return ({ now, randomBytes, scope }: AuthContext): string => {
    const iat = Math.floor(now / 1000);
    const jti = Buffer.from(randomBytes(16)).toString('hex');
    const header = { alg: algorithm, typ: 'JWT', ...(kid && { kid: kid(scope) }) };
    const payload = { iat, exp: iat + Math.floor(seconds), jti, ...(claims.render(scope, { reveal: true }) as object) };
    const text = `${encodeBase64url(header)}.${encodeBase64url(payload)}`;
    return `${text}.${SIGNATURES[algorithm](text, key(scope)).toString('base64url')}`;
  };
};

const buildExchangeForm = ({ parameters, scopes }: JwtExchange): Record<string, string> => ({
  grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  assertion: '{{session.assertion}}',
  ...(scopes && { scope: scopes.join(' ') }),
  ...parameters,
});

/** Signed JWT (RFC 7519), sent as the bearer token or exchanged for an access token (RFC 7523). */
export const compileJwt: CompileScheme<JwtAuth> = (auth, setup) => {
  const assertion = compileAssertion(auth, setup.scope);
  if (auth.exchange === undefined) {
    const { marks, apply } = compileInject(auth.inject ?? BEARER, 'jwt');
    const buildScope = (context: AuthContext) => ({
      ...context.scope,
      session: { token: createSecret(assertion(context)) },
    });
    const sign: Scheme['sign'] = (request, context) => apply(request, buildScope(context));
    return { reauthOn: [], marks, signsTime: true, sign };
  }
  const form = buildExchangeForm(auth.exchange);
  const request = compileRequest({ method: 'POST', url: auth.exchange.tokenUrl, form }, setup.requests);
  const buildScope = (context: AuthContext) => ({
    ...context.scope,
    session: { assertion: createSecret(assertion(context)) },
  });
  const exchange: Exchange = {
    buildRequest: (_, context) => request.build(buildScope(context), {}, { reveal: true }),
    read: (response, state) => readToken(response, state, () => undefined),
  };
  return { ...createTokenScheme(exchange, auth, { name: 'jwt', setup }), signsTime: true };
};
