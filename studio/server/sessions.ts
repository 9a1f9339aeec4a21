import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Lifetime of a session after its login, used or not. */
export const SESSION_HOURS = 12;
const SESSION_MS = SESSION_HOURS * 3_600_000;

/** Login code and sessions, in memory: a restart ends every session. */
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

/** Creates an empty session list. Calls `onLogin` after each login, when the next code is valid. */
export function createSessions(now: () => number, onLogin: () => void): Sessions {
  const ends = new Map<string, number>();
  let code = randomText();

  const keyOf = (id: string): string => digestOf(id).toString('hex');
  const dropEnded = () => {
    for (const [key, end] of ends) if (end <= now()) ends.delete(key);
  };
  return {
    get code() {
      return code;
    },
    open(given) {
      if (!timingSafeEqual(digestOf(given), digestOf(code))) return undefined;
      code = randomText();
      dropEnded();
      const id = randomText();
      ends.set(keyOf(id), now() + SESSION_MS);
      onLogin();
      return id;
    },
    isOpen: (id) => (ends.get(keyOf(id)) ?? 0) > now(),
  };
}
