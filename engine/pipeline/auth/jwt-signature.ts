import { constants, createHmac, createPrivateKey, type KeyObject, type SignKeyObjectInput, sign } from 'node:crypto';
import type { JwtAuth } from '../../manifest/types.generated.ts';
import { createMalformedError } from './credential.ts';

/** Signs a text with a key's bytes. Throws AUTH_SECRET_MALFORMED for a key of the wrong type. */
type Signature = (text: string, key: Uint8Array) => Buffer;

/** Requirements of an algorithm for its private key and for node:crypto. */
interface Asymmetric {
  /** Key type or named curve. */
  readonly kind: string;
  readonly hash: string | null;
  readonly options?: Omit<SignKeyObjectInput, 'key'>;
}

const parsePrivateKey = (bytes: Uint8Array): KeyObject => {
  // Keys from environment variables often contain a literal \n for each line break.
  const pem = Buffer.from(bytes).toString().replaceAll('\\n', '\n').trim();
  try {
    return createPrivateKey(pem);
  } catch {
    // No `cause`: the library's error may contain parts of the key.
    throw createMalformedError('jwt', 'it is not a private key in PEM format');
  }
};

const createHmacSignature =
  (hash: string): Signature =>
  (text, key) =>
    createHmac(hash, key).update(text).digest();

const createKeySignature =
  ({ kind, hash, options = {} }: Asymmetric): Signature =>
  (text, bytes) => {
    const key = parsePrivateKey(bytes);
    const { asymmetricKeyType, asymmetricKeyDetails } = key;
    if ((asymmetricKeyDetails?.namedCurve ?? asymmetricKeyType) !== kind)
      throw createMalformedError('jwt', `it is not a key of type ${kind}`);
    return sign(hash, Buffer.from(text), { key, ...options });
  };

const createRsaSignature = (hash: string) => createKeySignature({ kind: 'rsa', hash });
// JWS requires the concatenated numbers (RFC 7518 §3.4), not DER.
const createEcSignature = (hash: string, kind: string) =>
  createKeySignature({ kind, hash, options: { dsaEncoding: 'ieee-p1363' } });
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };

/** Supported signature algorithms of RFC 7518 and RFC 8037. */
export const SIGNATURES: { readonly [A in JwtAuth['algorithm']]: Signature } = {
  HS256: createHmacSignature('sha256'),
  HS384: createHmacSignature('sha384'),
  HS512: createHmacSignature('sha512'),
  RS256: createRsaSignature('sha256'),
  RS384: createRsaSignature('sha384'),
  RS512: createRsaSignature('sha512'),
  PS256: createKeySignature({ kind: 'rsa', hash: 'sha256', options: PSS }),
  ES256: createEcSignature('sha256', 'prime256v1'),
  ES384: createEcSignature('sha384', 'secp384r1'),
  EdDSA: createKeySignature({ kind: 'ed25519', hash: null }),
};
