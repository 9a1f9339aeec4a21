import { randomBytes } from 'node:crypto';
import type { Ports } from '../pipeline/run/ports.ts';

/** Random source: cryptographic bytes for nonces, fractions for jitter. */
export const systemRandom: Ports['random'] = {
  bytes: (count) => new Uint8Array(randomBytes(count)),
  fraction: () => Math.random(),
};
