import type { Session } from '../../pipeline/auth/index.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import type { Platform } from '../connections/index.ts';
import type { WorkerEvent } from './events.ts';
import type { Queue } from './queue.ts';

/** What a worker works with. */
export interface WorkerParts {
  readonly platform: Platform;
  readonly ports: Ports;
  readonly queue: Queue;
  /** Names this worker among all. */
  readonly id: string;
  /** Told of what happens: for logs, metrics, progress. */
  readonly tell: (event: WorkerEvent) => void;
  /** Told of each secret that a connection or its logins bring, before it is used. */
  readonly learn: (secrets: readonly string[], session?: Session) => void;
}
