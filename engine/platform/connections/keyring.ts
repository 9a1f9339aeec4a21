import { createHmac } from 'node:crypto';
import { engineError } from '../../base/errors/index.ts';

export const KEY_BYTES = 32;
const KEY_ID_BYTES = 6;

/** A key that wraps the data keys of secrets. */
export interface VaultKey {
  /** Names the key without telling anything of it. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The keys at hand: what is sealed, is sealed with the current one; the others only open. */
export interface Keyring {
  readonly current: VaultKey;
  readonly keys: ReadonlyMap<string, VaultKey>;
}

/** A key with its id: a one-way mark of it, so that a wrong key is told from an altered secret. */
export function createVaultKey(bytes: Uint8Array): VaultKey {
  const mark = createHmac('sha256', bytes).update('mapwright key id').digest();
  return { id: mark.subarray(0, KEY_ID_BYTES).toString('base64url'), bytes };
}

const decodeKey = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** Base64 keys, one a line or after commas, the current one first. Throws KEY_INVALID, which never tells the text. */
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
