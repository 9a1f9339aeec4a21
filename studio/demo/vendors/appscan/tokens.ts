import { hex64, rootOf } from '../dataset/prng.ts';
import { MINUTE } from '../dataset/timeline.ts';
import { json, type Reply, type Seen, text } from '../http/exchange.ts';

/** Login service of an organization. */
export interface Logins {
  readonly keyId: string;
  readonly keySecret: string;
  login(seen: Seen): Reply;
  accepts(seen: Seen): boolean;
  expireAll(): void;
}

/** Lifetime of tokens. */
export interface LoginOptions {
  readonly seed: number;
  readonly minutes: number;
  /** Number of requests that a token is valid for; unlimited when absent. */
  readonly uses?: number | undefined;
}

/** Creates the service that exchanges the key pair for tokens with a limited lifetime and number of uses. */
export const logins = ({ seed, minutes, uses = Number.POSITIVE_INFINITY }: LoginOptions): Logins => {
  const keyId = `${hex64(seed).slice(0, 8)}-549c-1d46-a0a9-${hex64(seed).slice(8, 20)}`;
  const keySecret = hex64(seed + 1).slice(0, 44);
  const tokens = new Map<string, { until: number; left: number }>();
  return {
    keyId,
    keySecret,
    login: (seen) => {
      const body = parse(seen.body);
      const { KeyId, KeySecret } = body ?? {};
      if (
        typeof KeyId !== 'string' ||
        typeof KeySecret !== 'string' ||
        KeySecret.length < 5 ||
        KeySecret.length > 100
      ) {
        return json(400, { Message: 'The request is invalid.', FormatParams: null, Key: 'BAD_REQUEST' });
      }
      if (KeyId !== keyId || KeySecret !== keySecret) return text(401, 'Unauthorized');
      const token = hex64(rootOf(seed, `token ${tokens.size}`));
      const until = seen.at + minutes * MINUTE;
      tokens.set(token, { until, left: uses });
      return json(200, { Token: token, Expire: new Date(until).toISOString().replace('Z', '1497Z') });
    },
    accepts: (seen) => {
      const token = /^Bearer (\S+)$/i.exec(seen.headers.authorization ?? '')?.[1];
      const pass = token === undefined ? undefined : tokens.get(token);
      if (pass === undefined || pass.until <= seen.at || pass.left < 1) return false;
      pass.left--;
      return true;
    },
    expireAll: () => {
      for (const pass of tokens.values()) pass.left = 0;
    },
  };
};

const parse = (body: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};
