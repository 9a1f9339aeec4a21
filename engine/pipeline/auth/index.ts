import type { Auth } from '../../manifest/types.generated.ts';
import { chooseAuth } from './any-of.ts';
import { apiKey } from './api-key.ts';
import { awsSigV4 } from './aws-sig-v4.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { hmac } from './hmac.ts';
import { jwt } from './jwt.ts';
import { none } from './none.ts';
import { oauth2 } from './oauth2.ts';
import type { AuthSetup, CompileScheme, Scheme } from './scheme.ts';
import { session } from './session.ts';

export type {
  AuthContext,
  AuthSetup,
  Login,
  LoginAnswer,
  Mark,
  Scheme,
  Session,
  SignContext,
} from './scheme.ts';

type ByType = { [A in Auth as A['type']]: A };

const SCHEMES: { readonly [T in keyof ByType]: CompileScheme<ByType[T]> } = {
  none,
  apiKey,
  basic,
  bearer,
  oauth2,
  session,
  hmac,
  jwt,
  awsSigV4,
  anyOf: async (auth, setup) => compileAuth(await chooseAuth(auth, setup.scope), setup),
};

/**
 * Compiles how requests are authorized. Asynchronous because `anyOf` chooses by JSONata. Rejects with TEMPLATE_SYNTAX,
 * EXPRESSION_SYNTAX, and CONFIG_INVALID when no choice fits the settings.
 */
export const compileAuth = async (auth: Auth, setup: AuthSetup): Promise<Scheme> => {
  const compile = SCHEMES[auth.type] as CompileScheme<Auth>;
  return compile(auth, setup);
};
