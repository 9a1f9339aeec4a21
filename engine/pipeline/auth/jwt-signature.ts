import { constants, createHmac, createPrivateKey, type KeyObject, type SignKeyObjectInput, sign } from 'node:crypto';
import type { JwtAuth } from '../../manifest/types.generated.ts';
import { createMalformedError } from './credential.ts';

/** Signs a text under the key's bytes; throws AUTH_SECRET_MALFORMED for a key of another kind. */
type Signature = (text: string, key: Uint8Array) => Buffer;

/** What an algorithm asks of its private key, and of node:crypto. */
interface Asymmetric {
  /** Type of the key, or its curve. */
  readonly kind: string;
  readonly hash: string | null;
  readonly how?: Omit<SignKeyObjectInput, 'key'>;
}

const parsePrivateKey = (bytes: Uint8Array): KeyObject => {
  // A key that went through an environment variable often has its line ends written as \n.
  const pem = Buffer.from(bytes).toString().replaceAll('\\n', '\n').trim();
  try {
    return createPrivateKey(pem);
  } catch {
    // Without the cause: the library's errors may tell of the key.
    throw createMalformedError('jwt', 'it is not a private key in PEM');
  }
};

const createHmacSignature =
  (hash: string): Signature =>
  (text, key) =>
    createHmac(hash, key).update(text).digest();

const createKeySignature =
  ({ kind, hash, how = {} }: Asymmetric): Signature =>
  (text, bytes) => {
    const key = parsePrivateKey(bytes);
    const { asymmetricKeyType, asymmetricKeyDetails } = key;
    if ((asymmetricKeyDetails?.namedCurve ?? asymmetricKeyType) !== kind)
      throw createMalformedError('jwt', `it is not a key of the kind ${kind}`);
    return sign(hash, Buffer.from(text), { key, ...how });
  };

const createRsaSignature = (hash: string) => createKeySignature({ kind: 'rsa', hash });
// JWS wants the two numbers side by side (RFC 7518 §3.4), not in DER.
const createEcSignature = (hash: string, kind: string) =>
  createKeySignature({ kind, hash, how: { dsaEncoding: 'ieee-p1363' } });
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };

/** The signatures of RFC 7518 and RFC 8037 that a manifest may name. */
export const SIGNATURES: { readonly [A in JwtAuth['algorithm']]: Signature } = {
  HS256: createHmacSignature('sha256'),
  HS384: createHmacSignature('sha384'),
  HS512: createHmacSignature('sha512'),
  RS256: createRsaSignature('sha256'),
  RS384: createRsaSignature('sha384'),
  RS512: createRsaSignature('sha512'),
  PS256: createKeySignature({ kind: 'rsa', hash: 'sha256', how: PSS }),
  ES256: createEcSignature('sha256', 'prime256v1'),
  ES384: createEcSignature('sha384', 'secp384r1'),
  EdDSA: createKeySignature({ kind: 'ed25519', hash: null }),
};
