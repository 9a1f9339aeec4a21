import type { Session } from './scheme.ts';

/** How long sessions live, in milliseconds. */
export interface Lifetime {
  /** When the vendor names no end. */
  readonly ttl: number;
  /** Whether `ttl` bounds what the vendor names, too. */
  readonly capped: boolean;
  readonly refreshBefore: number;
}

/**
 * When a session that began at `startedAt` ends, and when it is due to be renewed. An end that is not in the future
 * says nothing (vendors send 0 and -1 for "never", and clocks differ): then `ttl` counts.
 */
export const computeSessionSpan = (
  startedAt: number,
  endsAt: number | undefined,
  lifetime: Lifetime,
): Pick<Session, 'expiresAt' | 'refreshAt'> => {
  const { ttl, capped, refreshBefore } = lifetime;
  const named = endsAt === undefined || !(endsAt > startedAt) ? undefined : endsAt - startedAt;
  const length = named === undefined ? ttl : capped ? Math.min(named, ttl) : named;
  // A session shorter than the notice would be renewed before each request: half of its life is used.
  return { expiresAt: startedAt + length, refreshAt: startedAt + Math.max(length - refreshBefore, length / 2) };
};
