import { createSecret } from '../../base/secret/index.ts';
import type { JwtAuth, JwtExchange, RequestSpec } from '../../manifest/types.generated.ts';
import { compileRequest } from '../request/index.ts';
import { compileAssertion } from './assertion.ts';
import { compileInject } from './inject.ts';
import type { Exchange } from './login.ts';
import type { AuthContext, CompileScheme, Scheme } from './scheme.ts';
import { BEARER, compileTokenReader, createTokenScheme } from './token-endpoint.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Builds the token request, with the assertion as a form field or as the bearer token. */
const buildExchangeRequest = (exchange: JwtExchange): RequestSpec => {
  const { tokenUrl, assertion = 'form', headers, parameters, scopes } = exchange;
  const inForm = assertion === 'form';
  const form = {
    ...(inForm && { grant_type: JWT_BEARER, assertion: '{{session.assertion}}' }),
    ...(scopes && { scope: scopes.join(' ') }),
    ...parameters,
  };
  const bearer = inForm ? {} : { authorization: 'Bearer {{session.assertion}}' };
  return {
    method: 'POST',
    url: tokenUrl,
    headers: { ...bearer, ...headers },
    ...(Object.keys(form).length > 0 && { form }),
  };
};

/** Signed JWT (RFC 7519), sent as the bearer token or exchanged for an access token (RFC 7523). */
export const compileJwt: CompileScheme<JwtAuth> = (auth, setup) => {
  const assertion = compileAssertion(auth, setup.scope);
  const { exchange } = auth;
  if (exchange === undefined) {
    const { marks, apply } = compileInject(auth.inject ?? BEARER, 'jwt');
    const buildScope = (context: AuthContext) => ({
      ...context.scope,
      session: { token: createSecret(assertion(context)) },
    });
    const sign: Scheme['sign'] = (request, context) => apply(request, buildScope(context));
    return { reauthOn: [], marks, signsTime: true, sign };
  }
  const request = compileRequest(buildExchangeRequest(exchange), setup.requests);
  const read = compileTokenReader(exchange.response);
  const buildScope = (context: AuthContext) => ({
    ...context.scope,
    session: { assertion: createSecret(assertion(context)) },
  });
  const login: Exchange = {
    buildRequest: (_, context) => request.build(buildScope(context), {}, { reveal: true }),
    read: (response, state) => read(response, state, () => undefined),
  };
  return { ...createTokenScheme(login, auth, { name: 'jwt', setup }), signsTime: true };
};
