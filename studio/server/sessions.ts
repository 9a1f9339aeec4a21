import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Platform } from '../../engine/index.ts';

/** Lifetime of a session after its login, used or not. */
export const SESSION_HOURS = 12;
const SESSION_MS = SESSION_HOURS * 3_600_000;

const KEY_BYTES = 32;

/** Login code in memory, and sessions as signed texts: with the key of the store, they survive a restart. */
export interface Sessions {
  /** The valid login code. */
  readonly code: string;
  /** Exchanges the code for a session id and replaces the code. Returns undefined for any other text. */
  open(code: string): string | undefined;
  isOpen(id: string): boolean;
}

const randomText = (): string => randomBytes(32).toString('base64url');

// Comparing digests takes the same time for any two texts, whatever their lengths.
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Derives the key that signs sessions from the current key of the store: a new key ends all sessions. */
export const deriveSessionKey = ({ current }: Platform['keyring']): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', current.bytes, '', 'mapwright studio session', KEY_BYTES));

/**
 * Creates the login code, and the sessions that `key` signs; without a key, they end with this object. Calls `onLogin`
 * after each login, when the next code is valid.
 */
export function createSessions(
  now: () => number,
  onLogin: () => void,
  key: Uint8Array = randomBytes(KEY_BYTES),
): Sessions {
  let code = randomText();

  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url');
  return {
    get code() {
      return code;
    },
    open(given) {
      if (!timingSafeEqual(digestOf(given), digestOf(code))) return undefined;
      code = randomText();
      onLogin();
      const session = `${now() + SESSION_MS}.${randomText()}`;
      return `${session}.${sign(session)}`;
    },
    isOpen(id) {
      const cut = id.lastIndexOf('.');
      const session = id.slice(0, Math.max(0, cut));
      if (!timingSafeEqual(digestOf(id.slice(cut + 1)), digestOf(sign(session)))) return false;
      return Number(session.split('.', 1)[0]) > now();
    },
  };
}
