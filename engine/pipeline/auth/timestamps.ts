import type { HmacAuth } from '../../manifest/types.generated.ts';

const formatIso = (now: number) => new Date(now).toISOString();

/** Formatters of an instant (epoch milliseconds) for signatures. */
export const TIMESTAMPS: { readonly [T in NonNullable<HmacAuth['timestamp']>]: (now: number) => string } = {
  epochMillis: (now) => String(Math.floor(now)),
  epochSeconds: (now) => String(Math.floor(now / 1000)),
  rfc3339: formatIso,
  rfc3339Seconds: (now) => formatIso(now).replace(/\.\d+/, ''),
  basic: (now) => formatIso(now).replace(/\.\d+|[-:]/g, ''),
  httpDate: (now) => new Date(now).toUTCString(),
};
