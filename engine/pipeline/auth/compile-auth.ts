import type { Auth } from '../../manifest/types.generated.ts';
import { chooseAuth } from './any-of.ts';
import { compileApiKey } from './api-key.ts';
import { compileAwsSigV4 } from './aws-sig-v4.ts';
import { compileBasic } from './basic.ts';
import { compileBearer } from './bearer.ts';
import { compileConsent } from './consent.ts';
import { compileDigest } from './digest.ts';
import { compileHmac } from './hmac.ts';
import { compileJwt } from './jwt.ts';
import { compileNone } from './none.ts';
import { compileOAuth2 } from './oauth2.ts';
import { compileOrigins, type IsTrusted } from './origins.ts';
import type { AuthSetup, CompileScheme, Scheme } from './scheme.ts';
import { compileSession } from './session.ts';

type ByType = { [A in Auth as A['type']]: A };

/** Auth that consists of others. */
type Composed = 'anyOf' | 'all';

const SCHEMES: { readonly [T in Exclude<keyof ByType, Composed>]: CompileScheme<ByType[T]> } = {
  none: compileNone,
  apiKey: compileApiKey,
  basic: compileBasic,
  bearer: compileBearer,
  digest: compileDigest,
  oauth2: (auth, setup) => {
    const consent = compileConsent(auth, setup);
    return { ...compileOAuth2(auth, setup), ...(consent && { consent }) };
  },
  session: compileSession,
  hmac: compileHmac,
  jwt: compileJwt,
  awsSigV4: compileAwsSigV4,
};

/** One credential of a request, and the URLs that may receive it. */
export interface AuthPart {
  readonly scheme: Scheme;
  readonly isTrusted: IsTrusted;
}

/**
 * Compiles an `auth` of a manifest to its credentials, in the order in which they are applied. Asynchronous because `anyOf`
 * evaluates JSONata. Rejects with TEMPLATE_SYNTAX, EXPRESSION_SYNTAX, and CONFIG_INVALID when no `anyOf` choice matches the
 * settings.
 */
export const compileAuth = async (
  auth: Auth,
  setup: AuthSetup,
  inherited?: readonly string[],
): Promise<readonly AuthPart[]> => {
  const origins = 'origins' in auth ? auth.origins : inherited;
  if (auth.type === 'anyOf') return compileAuth(await chooseAuth(auth, setup.scope), setup, origins);
  if (auth.type === 'all')
    return (await Promise.all(auth.auths.map((each) => compileAuth(each, setup, origins)))).flat();
  const compile = SCHEMES[auth.type] as CompileScheme<Auth>;
  const isTrusted = compileOrigins(origins, { baseUrl: setup.requests.baseUrl, scope: setup.scope });
  return [{ scheme: await compile(auth, setup), isTrusted }];
};
