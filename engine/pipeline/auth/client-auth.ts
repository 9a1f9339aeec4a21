import { createSecret, type Secret } from '../../base/secret/index.ts';
import { encodeComponent, type TemplateScope } from '../../language/template/index.ts';
import type { OAuth2Auth, RequestSpec } from '../../manifest/types.generated.ts';
import { compileAssertion } from './assertion.ts';
import { formatBasicValue } from './basic.ts';
import { compileCredentialText } from './credential.ts';
import type { AuthContext, AuthSetup } from './scheme.ts';

type Fields = Readonly<Record<string, string>>;

/** Authentication of an OAuth client at the token endpoint. */
export interface ClientAuth {
  /** Form fields as templates. */
  readonly form: Fields;
  /** Headers as templates. */
  readonly headers: NonNullable<RequestSpec['headers']>;
  /** Returns the values that the templates read as `session`. */
  values(context: AuthContext): Readonly<Record<string, Secret>>;
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export const dropUndefined = (fields: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined));

/** Sends ID and secret in a Basic header; `encode` prepares each of them. */
const compileHeader = (
  { clientId = '', clientSecret = '' }: OAuth2Auth,
  encode: (text: string) => string,
): ClientAuth => {
  const [id, key] = [compileCredentialText(clientId), compileCredentialText(clientSecret)];
  const format = (scope: TemplateScope) => formatBasicValue(encode(id(scope)), encode(key(scope)));
  return {
    form: {},
    headers: { authorization: '{{session.client}}' },
    values: ({ scope }) => ({ client: createSecret(format(scope)) }),
  };
};

type Compile = (auth: OAuth2Auth, setup: AuthSetup) => ClientAuth;

const CLIENT_AUTHS: { readonly [A in NonNullable<OAuth2Auth['clientAuth']>]: Compile } = {
  body: ({ clientId, clientSecret }) => ({
    form: dropUndefined({ client_id: clientId, client_secret: clientSecret }),
    headers: {},
    values: () => ({}),
  }),
  // RFC 6749 §2.3.1: ID and secret are percent-encoded first.
  basic: (auth) => compileHeader(auth, encodeComponent),
  // Many servers compare the secret without decoding it.
  rawBasic: (auth) => compileHeader(auth, (text) => text),
  privateKeyJwt: ({ clientId = '', clientAssertion, tokenUrl }, { scope }) => {
    const { audience = tokenUrl, ...spec } = clientAssertion ?? { algorithm: 'RS256', key: { value: '' } };
    const assertion = compileAssertion({ ...spec, claims: { iss: clientId, sub: clientId, aud: audience } }, scope);
    return {
      form: { client_id: clientId, client_assertion_type: ASSERTION_TYPE, client_assertion: '{{session.client}}' },
      headers: {},
      values: (context) => ({ client: createSecret(assertion(context)) }),
    };
  },
};

/** Compiles the client authentication of an OAuth 2.0 auth. */
export const compileClientAuth: Compile = (auth, setup) => CLIENT_AUTHS[auth.clientAuth ?? 'body'](auth, setup);
