import { createHmac, timingSafeEqual } from 'node:crypto';
import { MINUTE } from '../dataset/timeline.ts';
import type { Seen } from '../http/exchange.ts';

/** Credential pair, with or without the prefix of the region. */
export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/** Parts of a request that are signed. */
export interface Signed {
  readonly host: string;
  readonly target: string;
  readonly method: string;
  readonly ts: string;
  readonly nonce: string;
}

const SCHEME = /^VERACODE-HMAC-SHA-256 id=([^,]+), *ts=(\d+), *nonce=([0-9a-f]+), *sig=([0-9a-f]+)$/i;
const SKEW = 5 * MINUTE;
const VERSION = 'vcode_request_version_1';

/** Computes the signature of a request as hex digits. */
export const signatureOf = ({ id, secret }: Credentials, { host, target, method, ts, nonce }: Signed): string => {
  const step = (key: Buffer, message: Buffer | string): Buffer => createHmac('sha256', key).update(message).digest();
  const byNonce = step(Buffer.from(bare(secret), 'hex'), Buffer.from(nonce, 'hex'));
  const key = step(step(byNonce, ts), VERSION);
  const data = `id=${bare(id).toLowerCase()}&host=${host.toLowerCase()}&url=${target}&method=${method.toUpperCase()}`;
  return step(key, data).toString('hex');
};

/** Creates the check of signed requests, which also rejects reused nonces. It returns the reason of a refusal, for tests. */
export const signatureCheck = (credentials: Credentials): ((seen: Seen) => string | undefined) => {
  const nonces = new Map<string, number>();
  return (seen) => {
    const [, id, ts, nonce, sig] = SCHEME.exec(seen.headers.authorization ?? '') ?? [];
    if (id === undefined || ts === undefined || nonce === undefined || sig === undefined) return 'no signature';
    if (id.toLowerCase() !== bare(credentials.id).toLowerCase()) return 'unknown id';
    if (Math.abs(Number(ts) - seen.at) > SKEW) return 'clock skew';
    if (nonces.has(nonce.toLowerCase())) return 'nonce used before';
    // Node's clients keep the port in the Host header; the vendor's sample signers omit it.
    const host = seen.headers.host ?? '';
    const right = [host, host.replace(/:\d+$/, '')].some((name) =>
      equal(sig, signatureOf(credentials, { host: name, target: seen.target, method: seen.method, ts, nonce })),
    );
    if (!right) return 'wrong signature';
    for (const [old, at] of nonces) if (at < seen.at - 2 * SKEW) nonces.delete(old);
    nonces.set(nonce.toLowerCase(), seen.at);
    return undefined;
  };
};

const bare = (credential: string): string => credential.slice(credential.indexOf('-') + 1);

const equal = (actual: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(actual.toLowerCase()), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};
