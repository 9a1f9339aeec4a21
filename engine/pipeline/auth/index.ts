import type { Auth } from '../../manifest/types.generated.ts';
import { chooseAuth } from './any-of.ts';
import { compileApiKey } from './api-key.ts';
import { compileAwsSigV4 } from './aws-sig-v4.ts';
import { compileBasic } from './basic.ts';
import { compileBearer } from './bearer.ts';
import { compileHmac } from './hmac.ts';
import { compileJwt } from './jwt.ts';
import { compileNone } from './none.ts';
import { compileOAuth2 } from './oauth2.ts';
import type { AuthSetup, CompileScheme, Scheme } from './scheme.ts';
import { compileSession } from './session.ts';

export type {
  AuthContext,
  AuthSetup,
  CredentialMark,
  Login,
  LoginResponse,
  Scheme,
  Session,
  SignContext,
} from './scheme.ts';

type ByType = { [A in Auth as A['type']]: A };

const SCHEMES: { readonly [T in keyof ByType]: CompileScheme<ByType[T]> } = {
  none: compileNone,
  apiKey: compileApiKey,
  basic: compileBasic,
  bearer: compileBearer,
  oauth2: compileOAuth2,
  session: compileSession,
  hmac: compileHmac,
  jwt: compileJwt,
  awsSigV4: compileAwsSigV4,
  anyOf: async (auth, setup) => compileAuth(await chooseAuth(auth, setup.scope), setup),
};

/**
 * Compiles the `auth` of a manifest. Asynchronous because `anyOf` evaluates JSONata. Rejects with TEMPLATE_SYNTAX,
 * EXPRESSION_SYNTAX, and CONFIG_INVALID when no `anyOf` choice matches the settings.
 */
export const compileAuth = async (auth: Auth, setup: AuthSetup): Promise<Scheme> => {
  const compile = SCHEMES[auth.type] as CompileScheme<Auth>;
  return compile(auth, setup);
};
