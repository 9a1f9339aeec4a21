import type { Ports } from '../run/ports.ts';
import { systemClock } from './clock.ts';
import { createHttp, type HttpOptions } from './http/index.ts';
import { systemRandom } from './random.ts';
import { openSpool } from './spool.ts';

/** The real world as ports; `close` ends the connections. */
export function createPorts(options: HttpOptions): Ports & { close(): Promise<void> } {
  const http = createHttp(options);
  return { http, clock: systemClock, random: systemRandom, spool: openSpool, close: () => http.close() };
}
