import { constants, createHmac, createPrivateKey, type KeyObject, type SignKeyObjectInput, sign } from 'node:crypto';
import type { JwtAuth } from '../../manifest/types.generated.ts';
import { malformed } from './credential.ts';

/** Signs a text under the key's bytes; throws AUTH_SECRET_MALFORMED for a key of another kind. */
type Signature = (text: string, key: Uint8Array) => Buffer;

/** What an algorithm asks of its private key, and of node:crypto. */
interface Asymmetric {
  /** Type of the key, or its curve. */
  readonly kind: string;
  readonly hash: string | null;
  readonly how?: Omit<SignKeyObjectInput, 'key'>;
}

const privateKey = (bytes: Uint8Array): KeyObject => {
  // A key that went through an environment variable often has its line ends written as \n.
  const pem = Buffer.from(bytes).toString().replaceAll('\\n', '\n').trim();
  try {
    return createPrivateKey(pem);
  } catch {
    // Without the cause: the library's errors may tell of the key.
    throw malformed('jwt', 'it is not a private key in PEM');
  }
};

const shared =
  (hash: string): Signature =>
  (text, key) =>
    createHmac(hash, key).update(text).digest();

const asymmetric =
  ({ kind, hash, how = {} }: Asymmetric): Signature =>
  (text, bytes) => {
    const key = privateKey(bytes);
    const { asymmetricKeyType, asymmetricKeyDetails } = key;
    if ((asymmetricKeyDetails?.namedCurve ?? asymmetricKeyType) !== kind)
      throw malformed('jwt', `it is not a key of the kind ${kind}`);
    return sign(hash, Buffer.from(text), { key, ...how });
  };

const rsa = (hash: string) => asymmetric({ kind: 'rsa', hash });
// JWS wants the two numbers side by side (RFC 7518 §3.4), not in DER.
const ec = (hash: string, kind: string) => asymmetric({ kind, hash, how: { dsaEncoding: 'ieee-p1363' } });
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };

/** The signatures of RFC 7518 and RFC 8037 that a manifest may name. */
export const SIGNATURES: { readonly [A in JwtAuth['algorithm']]: Signature } = {
  HS256: shared('sha256'),
  HS384: shared('sha384'),
  HS512: shared('sha512'),
  RS256: rsa('sha256'),
  RS384: rsa('sha384'),
  RS512: rsa('sha512'),
  PS256: asymmetric({ kind: 'rsa', hash: 'sha256', how: PSS }),
  ES256: ec('sha256', 'prime256v1'),
  ES384: ec('sha384', 'secp384r1'),
  EdDSA: asymmetric({ kind: 'ed25519', hash: null }),
};
