import { createRequire } from 'node:module';

type Temporal = typeof import('temporal-polyfill').Temporal;

const load = createRequire(import.meta.url);
let loadedTemporal: Temporal | undefined;

/** Returns Temporal and loads it on first use: most commands never need it, and loading takes 15 ms. */
export function loadTemporal(): Temporal {
  loadedTemporal ??= (load('temporal-polyfill') as { Temporal: Temporal }).Temporal;
  return loadedTemporal;
}
