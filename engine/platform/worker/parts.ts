import type { Session } from '../../pipeline/auth/index.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import type { Platform } from '../connections/index.ts';
import type { WorkerEvent } from './events.ts';
import type { Queue } from './queue.ts';

/** Dependencies of a worker. */
export interface WorkerParts {
  readonly platform: Platform;
  readonly ports: Ports;
  readonly queue: Queue;
  /** Unique id of this worker. */
  readonly id: string;
  /** Receives events for logs, metrics and progress. */
  readonly tell: (event: WorkerEvent) => void;
  /** Receives each secret of a connection and its sessions before it is used, for redaction. */
  readonly learn: (secrets: readonly string[], session?: Session) => void;
}
