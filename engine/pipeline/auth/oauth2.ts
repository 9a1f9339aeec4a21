import { createHash } from 'node:crypto';
import { type Secret, secret } from '../../base/secret/index.ts';
import { reveal } from '../../base/secret/secret.ts';
import { encodeComponent, type Scope } from '../../language/template/index.ts';
import type { OAuth2Auth, RequestSpec } from '../../manifest/types.generated.ts';
import { compileRequest } from '../request/index.ts';
import { credentialText } from './credential.ts';
import { type Exchange, loginScope } from './login.ts';
import type { CompileScheme, LoginState } from './scheme.ts';
import { readToken, tokenScheme } from './token-endpoint.ts';

const present = (fields: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined));

const GRANTS: { readonly [G in OAuth2Auth['grant']]: (auth: OAuth2Auth) => Record<string, string> } = {
  client_credentials: () => ({}),
  refresh_token: () => ({ refresh_token: '{{session.refreshToken}}' }),
  password: ({ username, password }) => present({ username, password }),
};

const tokenRequest = (auth: OAuth2Auth): RequestSpec => {
  const { grant, tokenUrl, clientId, clientSecret, clientAuth, scopes, parameters, headers } = auth;
  const client = clientAuth === 'header' ? {} : present({ client_id: clientId, client_secret: clientSecret });
  const form = {
    grant_type: grant,
    ...client,
    ...GRANTS[grant](auth),
    ...present({ scope: scopes?.join(' ') }),
    ...parameters,
  };
  return { method: 'POST', url: tokenUrl, form, ...(headers && { headers }) };
};

/** The client as a Basic header; id and secret are percent-encoded first (RFC 6749 §2.3.1). */
const clientHeader = ({ clientAuth, clientId = '', clientSecret = '' }: OAuth2Auth) => {
  if (clientAuth !== 'header') return () => ({});
  const [id, key] = [credentialText(clientId), credentialText(clientSecret)];
  return (scope: Scope) => {
    const pair = [id(scope), key(scope)].map(encodeComponent).join(':');
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  };
};

/**
 * A refresh token that rotated is kept with a print of the one in the settings: when the user enters a new one there,
 * the kept one is of no use any more.
 */
const refreshTokens = ({ refreshToken = '', rotates }: OAuth2Auth) => {
  const configured = credentialText(refreshToken);
  const printOf = (scope: Scope) => createHash('sha256').update(configured(scope)).digest('base64url');
  const current = (keep: LoginState['keep'], scope: Scope): Secret => {
    const { refreshToken: kept, print } = keep ?? {};
    const isCurrent = rotates && kept && print && reveal(print) === printOf(scope);
    return isCurrent ? kept : secret(configured(scope));
  };
  const keepOf = (token: string, scope: Scope): LoginState['keep'] =>
    rotates ? { refreshToken: secret(token), print: secret(printOf(scope)) } : undefined;
  return { current, keepOf };
};

/** OAuth 2.0 (RFC 6749): client credentials, refresh token, password. */
export const oauth2: CompileScheme<OAuth2Auth> = (auth, setup) => {
  const request = compileRequest(tokenRequest(auth), setup.requests);
  const client = clientHeader(auth);
  const { current, keepOf } = refreshTokens(auth);
  const exchange: Exchange = {
    draft: async (state, context) => {
      const refreshToken = auth.grant === 'refresh_token' && { refreshToken: current(state.keep, context.scope) };
      const scope = { ...loginScope(state, context), session: { ...refreshToken } };
      const draft = await request.build(scope, {}, { reveal: true });
      return { ...draft, headers: { ...draft.headers, ...client(context.scope) } };
    },
    read: (answer, state, { scope }) => readToken(answer, state, (token) => keepOf(token, scope)),
  };
  return tokenScheme(exchange, auth, { name: 'oauth2', setup });
};
