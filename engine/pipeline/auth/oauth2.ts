import { createHash } from 'node:crypto';
import { createSecret, type Secret } from '../../base/secret/index.ts';
import { revealSecret } from '../../base/secret/secret.ts';
import type { TemplateScope } from '../../language/template/index.ts';
import type { OAuth2Auth } from '../../manifest/types.generated.ts';
import { compileRequest, type HttpRequest } from '../request/index.ts';
import { compileClientAuth, dropUndefined } from './client-auth.ts';
import { compileCredentialText } from './credential.ts';
import { buildLoginScope, type Exchange } from './login.ts';
import type { AuthContext, AuthSetup, LoginState, Scheme } from './scheme.ts';
import { compileTokenReader, createTokenScheme } from './token-endpoint.ts';

type Fields = Readonly<Record<string, string>>;

const REFRESH: Fields = { grant_type: 'refresh_token', refresh_token: '{{session.refreshToken}}' };

/** Form fields of each grant's token request. After a person's consent, tokens come from the refresh token. */
const GRANTS: { readonly [G in OAuth2Auth['grant']]: (auth: OAuth2Auth) => Fields } = {
  client_credentials: () => ({ grant_type: 'client_credentials' }),
  refresh_token: () => REFRESH,
  password: ({ username, password }) => ({ grant_type: 'password', ...dropUndefined({ username, password }) }),
  authorization_code: () => REFRESH,
  device_code: () => REFRESH,
};

/** Grants in which a person consents to the access. */
export type ConsentGrant = 'authorization_code' | 'device_code';

const needsConsent = (grant: OAuth2Auth['grant']): grant is ConsentGrant =>
  grant === 'authorization_code' || grant === 'device_code';

/** Builds a token request; `values` are what its templates read as `session`. */
export type BuildTokenRequest = (
  context: AuthContext,
  values?: Readonly<Record<string, Secret | string>>,
) => Promise<HttpRequest>;

/** Compiles a request to the token endpoint, with client authentication. `fields` are templates of form fields. */
export const compileTokenRequest = (auth: OAuth2Auth, setup: AuthSetup, fields: Fields): BuildTokenRequest => {
  const client = compileClientAuth(auth, setup);
  const { tokenUrl, scopes, parameters, headers } = auth;
  const { grant_type, ...rest } = fields;
  const form = {
    ...dropUndefined({ grant_type }),
    ...client.form,
    ...rest,
    ...dropUndefined({ scope: scopes?.join(' ') }),
    ...parameters,
  };
  const spec = { method: 'POST', url: tokenUrl, form, headers: { ...headers, ...client.headers } } as const;
  const request = compileRequest(spec, setup.requests);
  return (context, values = {}) => {
    const scope = { ...context.scope, session: { ...values, ...client.values(context) } };
    return request.build(scope, {}, { reveal: true });
  };
};

/**
 * Chooses between the refresh token in the settings and the latest rotated one. A rotated token is stored with the hash
 * of the configured one, so that it is discarded when the user enters a new token.
 */
const compileRefreshTokens = ({ refreshToken = '', grant, rotates = needsConsent(grant) }: OAuth2Auth) => {
  const configured = compileCredentialText(refreshToken);
  const hashConfigured = (scope: TemplateScope) => createHash('sha256').update(configured(scope)).digest('base64url');
  const choose = (keep: LoginState['keep'], scope: TemplateScope): Secret => {
    const { refreshToken: rotated, print } = keep ?? {};
    const isCurrent = rotates && rotated && print && revealSecret(print) === hashConfigured(scope);
    return isCurrent ? rotated : createSecret(configured(scope));
  };
  const rotate = (token: string, scope: TemplateScope): LoginState['keep'] =>
    rotates ? { refreshToken: createSecret(token), print: createSecret(hashConfigured(scope)) } : undefined;
  return { choose, rotate };
};

/** OAuth 2.0 (RFC 6749): access tokens from the token endpoint. */
export const compileOAuth2 = (auth: OAuth2Auth, setup: AuthSetup): Scheme => {
  const build = compileTokenRequest(auth, setup, GRANTS[auth.grant](auth));
  const read = compileTokenReader(auth.response);
  const refreshTokens = compileRefreshTokens(auth);
  const usesRefreshToken = auth.grant === 'refresh_token' || needsConsent(auth.grant);
  const exchange: Exchange = {
    buildRequest: (state, context) => {
      const { session } = buildLoginScope(state, context);
      const refreshToken = usesRefreshToken && { refreshToken: refreshTokens.choose(state.keep, context.scope) };
      return build(context, { ...(session as LoginState['values']), ...refreshToken });
    },
    read: (response, state, { scope }) => read(response, state, (token) => refreshTokens.rotate(token, scope)),
  };
  return createTokenScheme(exchange, auth, { name: 'oauth2', setup });
};
