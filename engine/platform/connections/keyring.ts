import { createHmac } from 'node:crypto';
import { engineError } from '../../base/errors/index.ts';

export const KEY_BYTES = 32;
const KEY_ID_BYTES = 6;

/** Key that encrypts the data keys of secrets. */
export interface VaultKey {
  /** Identifies the key without revealing it. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Configured keys. The current one encrypts; all of them decrypt. */
export interface Keyring {
  readonly current: VaultKey;
  readonly keys: ReadonlyMap<string, VaultKey>;
}

/** Creates a key with its id, a one-way hash that distinguishes a wrong key from an altered secret. */
export function createVaultKey(bytes: Uint8Array): VaultKey {
  const digest = createHmac('sha256', bytes).update('mapwright key id').digest();
  return { id: digest.subarray(0, KEY_ID_BYTES).toString('base64url'), bytes };
}

const decodeKey = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** Parses base64 keys separated by line breaks or commas, the current one first. Throws KEY_INVALID without the key text. */
export function parseKeyring(text: string, source: string): Keyring {
  const keys = text.split(/[\s,]+/).filter((part) => part !== '');
  const parsed = keys.map((one, at) => {
    const bytes = decodeKey(one);
    if (bytes.length === KEY_BYTES) return createVaultKey(bytes);
    const problem = `key ${at + 1} has ${bytes.length} bytes, expected ${KEY_BYTES}`;
    throw engineError('KEY_INVALID', { source, problem });
  });
  const [current] = parsed;
  if (!current) throw engineError('KEY_INVALID', { source, problem: 'it is empty' });
  return { current, keys: new Map(parsed.map((key) => [key.id, key])) };
}
