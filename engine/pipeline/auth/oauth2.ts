import { createHash } from 'node:crypto';
import { createSecret, type Secret } from '../../base/secret/index.ts';
import { revealSecret } from '../../base/secret/secret.ts';
import { encodeComponent, type TemplateScope } from '../../language/template/index.ts';
import type { OAuth2Auth, RequestSpec } from '../../manifest/types.generated.ts';
import { compileRequest } from '../request/index.ts';
import { compileCredentialText } from './credential.ts';
import { type Exchange, loginScope } from './login.ts';
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

/** The client as a Basic header; id and secret are percent-encoded first (RFC 6749 §2.3.1). */
const buildClientHeader = ({ clientAuth, clientId = '', clientSecret = '' }: OAuth2Auth) => {
  if (clientAuth !== 'header') return () => ({});
  const [id, key] = [compileCredentialText(clientId), compileCredentialText(clientSecret)];
  return (scope: TemplateScope) => {
    const pair = [id(scope), key(scope)].map(encodeComponent).join(':');
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  };
};

/**
 * A refresh token that rotated is kept with a print of the one in the settings: when the user enters a new one there,
 * the kept one is of no use any more.
 */
const refreshTokenKeeper = ({ refreshToken = '', rotates }: OAuth2Auth) => {
  const configured = compileCredentialText(refreshToken);
  const printOf = (scope: TemplateScope) => createHash('sha256').update(configured(scope)).digest('base64url');
  const current = (keep: LoginState['keep'], scope: TemplateScope): Secret => {
    const { refreshToken: kept, print } = keep ?? {};
    const isCurrent = rotates && kept && print && revealSecret(print) === printOf(scope);
    return isCurrent ? kept : createSecret(configured(scope));
  };
  const keepOf = (token: string, scope: TemplateScope): LoginState['keep'] =>
    rotates ? { refreshToken: createSecret(token), print: createSecret(printOf(scope)) } : undefined;
  return { current, keepOf };
};

/** OAuth 2.0 (RFC 6749): client credentials, refresh token, password. */
export const compileOAuth2: CompileScheme<OAuth2Auth> = (auth, setup) => {
  const request = compileRequest(buildTokenRequest(auth), setup.requests);
  const client = buildClientHeader(auth);
  const { current, keepOf } = refreshTokenKeeper(auth);
  const exchange: Exchange = {
    draft: async (state, context) => {
      const refreshToken = auth.grant === 'refresh_token' && { refreshToken: current(state.keep, context.scope) };
      const scope = { ...loginScope(state, context), session: { ...refreshToken } };
      const draft = await request.build(scope, {}, { reveal: true });
      return { ...draft, headers: { ...draft.headers, ...client(context.scope) } };
    },
    read: (answer, state, { scope }) => readToken(answer, state, (token) => keepOf(token, scope)),
  };
  return createTokenScheme(exchange, auth, { name: 'oauth2', setup });
};
