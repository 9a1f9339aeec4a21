import type { HmacAuth } from '../../manifest/types.generated.ts';

const formatIso = (now: number) => new Date(now).toISOString();

/** How a moment (epoch milliseconds) is written into a signature. */
export const TIMESTAMPS: { readonly [T in NonNullable<HmacAuth['timestamp']>]: (now: number) => string } = {
  epochMillis: (now) => String(Math.floor(now)),
  epochSeconds: (now) => String(Math.floor(now / 1000)),
  rfc3339: formatIso,
  rfc3339Seconds: (now) => formatIso(now).replace(/\.\d+/, ''),
  basic: (now) => formatIso(now).replace(/\.\d+|[-:]/g, ''),
  httpDate: (now) => new Date(now).toUTCString(),
};
