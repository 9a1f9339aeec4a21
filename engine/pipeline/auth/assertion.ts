import { compileJson, resolveDuration, type TemplateScope } from '../../language/template/index.ts';
import type { CredentialValue, JwtAlgorithm } from '../../manifest/types.generated.ts';
import { compileCredentialKey, compileCredentialText } from './credential.ts';
import { SIGNATURES } from './jwt-signature.ts';
import type { AuthContext } from './scheme.ts';

/** Manifest properties of a signed JWT. */
export interface AssertionSpec {
  readonly algorithm: JwtAlgorithm;
  readonly key: CredentialValue;
  readonly keyId?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly claims: unknown;
  readonly lifetime?: string;
}

const encodeBase64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Compiles a function that creates a signed assertion. It throws AUTH_SECRET_MALFORMED, TEMPLATE_NAME_UNKNOWN. */
export const compileAssertion = (spec: AssertionSpec, scope: TemplateScope) => {
  const { algorithm, keyId } = spec;
  const key = compileCredentialKey(spec.key, 'jwt');
  const kid = keyId === undefined ? undefined : compileCredentialText(keyId);
  const headers = compileJson(spec.headers ?? {});
  const claims = compileJson(spec.claims);
  const seconds = resolveDuration(spec.lifetime ?? 'PT5M', scope) / 1000;
  return ({ now, randomBytes, scope }: AuthContext): string => {
    const iat = Math.floor(now / 1000);
    const jti = Buffer.from(randomBytes(16)).toString('hex');
    const own = headers.render(scope, { reveal: true }) as object;
    const header = { alg: algorithm, typ: 'JWT', ...(kid && { kid: kid(scope) }), ...own };
    const payload = { iat, exp: iat + Math.floor(seconds), jti, ...(claims.render(scope, { reveal: true }) as object) };
    const text = `${encodeBase64url(header)}.${encodeBase64url(payload)}`;
    return `${text}.${SIGNATURES[algorithm](text, key(scope)).toString('base64url')}`;
  };
};
