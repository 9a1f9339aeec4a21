import { engineError } from '../errors/index.ts';
import { compileTemplate, type Scope } from '../template/index.ts';
import type { Session } from './scheme.ts';

/** How long sessions live, in milliseconds. */
export interface Lifetime {
  /** When the vendor names no end. */
  readonly ttl: number;
  /** Whether `ttl` bounds what the vendor names, too. */
  readonly capped: boolean;
  readonly refreshBefore: number;
}

// Sessions live for spans of fixed length: months and years have no place here.
const DURATION = /^P(?=.)(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?=.)(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/;
const UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000];

/** An ISO 8601 duration, or a template of one, in milliseconds. Throws TEMPLATE_SYNTAX, TEMPLATE_VALUE_REFUSED. */
export const durationOf = (source: string, scope: Scope): number => {
  const parts = DURATION.exec(compileTemplate(source, 'text').render(scope))?.slice(1);
  const length = parts?.reduce((sum, part, index) => sum + Number(part ?? 0) * (UNITS[index] ?? 0), 0) ?? Number.NaN;
  if (length >= 0) return length;
  const problem = 'it is not a duration such as PT30M';
  throw engineError('TEMPLATE_VALUE_REFUSED', { name: source, place: 'session lifetime', problem });
};

/**
 * When a session that began at `startedAt` ends, and when it is due to be renewed. An end that is not in the future
 * says nothing (vendors send 0 and -1 for "never", and clocks differ): then `ttl` counts.
 */
export const spanOf = (
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
