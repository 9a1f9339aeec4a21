import { createHash } from 'node:crypto';
import { createSecret, type Secret } from '../../base/secret/index.ts';
import { revealSecret } from '../../base/secret/secret.ts';
import { encodeComponent, type TemplateScope } from '../../language/template/index.ts';
import type { OAuth2Auth, RequestSpec } from '../../manifest/types.generated.ts';
import { compileRequest } from '../request/index.ts';
import { compileCredentialText } from './credential.ts';
import { buildLoginScope, type Exchange } from './login.ts';
import type { CompileScheme, LoginState } from './scheme.ts';
import { createTokenScheme, readToken } from './token-endpoint.ts';

const dropUndefined = (fields: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined));

const GRANTS: { readonly [G in OAuth2Auth['grant']]: (auth: OAuth2Auth) => Record<string, string> } = {
  client_credentials: () => ({}),
  refresh_token: () => ({ refresh_token: '{{session.refreshToken}}' }),
  password: ({ username, password }) => dropUndefined({ username, password }),
};

const buildTokenRequest = (auth: OAuth2Auth): RequestSpec => {
  const { grant, tokenUrl, clientId, clientSecret, clientAuth, scopes, parameters, headers } = auth;
  const client = clientAuth === 'header' ? {} : dropUndefined({ client_id: clientId, client_secret: clientSecret });
  const form = {
    grant_type: grant,
    ...client,
    ...GRANTS[grant](auth),
    ...dropUndefined({ scope: scopes?.join(' ') }),
    ...parameters,
  };
  return { method: 'POST', url: tokenUrl, form, ...(headers && { headers }) };
};

/** Compiles the client's Basic header; RFC 6749 §2.3.1 percent-encodes ID and secret first. */
const compileClientHeader = ({ clientAuth, clientId = '', clientSecret = '' }: OAuth2Auth) => {
  if (clientAuth !== 'header') return () => ({});
  const [id, key] = [compileCredentialText(clientId), compileCredentialText(clientSecret)];
  return (scope: TemplateScope) => {
    const pair = [id(scope), key(scope)].map(encodeComponent).join(':');
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  };
};

/**
 * Chooses between the refresh token in the settings and the latest rotated one. A rotated token is stored with the hash
 * of the configured one, so that it is discarded when the user enters a new token.
 */
const compileRefreshTokens = ({ refreshToken = '', rotates }: OAuth2Auth) => {
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

/** OAuth 2.0 (RFC 6749) with the grants client credentials, refresh token and password. */
export const compileOAuth2: CompileScheme<OAuth2Auth> = (auth, setup) => {
  const request = compileRequest(buildTokenRequest(auth), setup.requests);
  const buildClientHeader = compileClientHeader(auth);
  const refreshTokens = compileRefreshTokens(auth);
  const exchange: Exchange = {
    buildRequest: async (state, context) => {
      const refreshToken = auth.grant === 'refresh_token' && {
        refreshToken: refreshTokens.choose(state.keep, context.scope),
      };
      const scope = { ...buildLoginScope(state, context), session: { ...refreshToken } };
      const built = await request.build(scope, {}, { reveal: true });
      return { ...built, headers: { ...built.headers, ...buildClientHeader(context.scope) } };
    },
    read: (response, state, { scope }) => readToken(response, state, (token) => refreshTokens.rotate(token, scope)),
  };
  return createTokenScheme(exchange, auth, { name: 'oauth2', setup });
};
