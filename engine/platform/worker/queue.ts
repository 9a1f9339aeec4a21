import type { Tx } from '../../inventory/store/store.ts';

/** Slice that is available to workers. */
interface AnnouncedSlice {
  readonly slice: string;
  /** Lower ordinals are taken first, so that a long run does not delay the start of others. */
  readonly ordinal: number;
  /** Earliest start, epoch ms. */
  readonly at?: number;
}

/** Slice taken from the queue. Its row decides whether it can still be claimed. */
export interface Ticket {
  readonly slice: string;
  /** Identity of the job in the queue. */
  readonly job?: { readonly id: string; readonly retryCount: number };
}

/**
 * Distributes slices to workers. The slice's row is authoritative: claiming a duplicate or outdated ticket has no effect.
 */
export interface Queue {
  start(): Promise<void>;
  /** Announces slices in the transaction that creates them. */
  announce(tx: Tx, slices: readonly AnnouncedSlice[]): Promise<void>;
  take(): Promise<Ticket | undefined>;
  /** Completes a ticket in the transaction that claims its slice. */
  settle(tx: Tx, ticket: Ticket): Promise<void>;
  /** Calls `wake` when slices may be available. Not guaranteed: workers also poll. */
  onWork(wake: () => void): void;
  stop(): Promise<void>;
}
