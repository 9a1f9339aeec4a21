import { createCipheriv, createDecipheriv, scryptSync } from 'node:crypto';
import { createSecret, revealSecret, type Secret } from './secret.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Derives the key from the connection's own secrets, so that nothing can be opened without them. */
const deriveKey = (secrets: readonly string[], salt: Buffer): Buffer =>
  scryptSync(JSON.stringify(secrets), salt, KEY_BYTES);

/** Random bytes that `sealSecrets` needs: a salt and an initialization vector. */
export const SEAL_BYTES = 16 + IV_BYTES;

/** Encrypts secrets by name to a text that only the same `keys` open (AES-256-GCM, scrypt). `random` is SEAL_BYTES fresh bytes. */
export function sealSecrets(
  values: Readonly<Record<string, Secret>>,
  keys: readonly string[],
  random: Uint8Array,
): string {
  const fresh = Buffer.from(random);
  const [salt, iv] = [fresh.subarray(0, -IV_BYTES), fresh.subarray(-IV_BYTES)];
  const cipher = createCipheriv(ALGORITHM, deriveKey(keys, salt), iv, { authTagLength: TAG_BYTES });
  const text = JSON.stringify(Object.entries(values).map(([name, value]) => [name, revealSecret(value)]));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([fresh, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Decrypts what was sealed with the same `keys`; returns undefined for other keys or altered texts. */
export function unsealSecrets(sealed: string, keys: readonly string[]): Readonly<Record<string, Secret>> | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < SEAL_BYTES + TAG_BYTES) return undefined;
  const [salt, iv] = [bytes.subarray(0, SEAL_BYTES - IV_BYTES), bytes.subarray(SEAL_BYTES - IV_BYTES, SEAL_BYTES)];
  try {
    const decipher = createDecipheriv(ALGORITHM, deriveKey(keys, salt), iv, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(SEAL_BYTES, SEAL_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(SEAL_BYTES + TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    );
    const entries = JSON.parse(text) as [string, string][];
    return Object.fromEntries(entries.map(([name, value]) => [name, createSecret(value)]));
  } catch {
    return undefined;
  }
}
