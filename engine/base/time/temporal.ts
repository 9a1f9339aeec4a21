import { createRequire } from 'node:module';

type Temporal = typeof import('temporal-polyfill').Temporal;

const load = createRequire(import.meta.url);
let loaded: Temporal | undefined;

/** Temporal, loaded when a month or a zone is first met: most commands never need it, and it takes 15 ms to start. */
export function temporal(): Temporal {
  loaded ??= (load('temporal-polyfill') as { Temporal: Temporal }).Temporal;
  return loaded;
}
