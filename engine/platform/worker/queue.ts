import type { Tx } from '../../inventory/store/store.ts';

/** A slice that may be taken. */
interface AnnouncedSlice {
  readonly slice: string;
  /** Lower goes first, so that the beginnings of all runs go before the rest of a long one. */
  readonly ordinal: number;
  /** Not before, epoch ms. */
  readonly at?: number;
}

/** A slice that was taken from the queue; whether it is still to be done, its row says. */
export interface Ticket {
  readonly slice: string;
  /** What the queue itself knows it by. */
  readonly job?: { readonly id: string; readonly retryCount: number };
}

/**
 * Hands slices to workers. The row of a slice is the truth: a ticket that comes twice, or for a slice that another has
 * finished, is claimed in vain.
 */
export interface Queue {
  start(): Promise<void>;
  /** Makes slices known in the transaction that makes them. */
  announce(tx: Tx, slices: readonly AnnouncedSlice[]): Promise<void>;
  take(): Promise<Ticket | undefined>;
  /** Ends a ticket, in the transaction that claims its slice: from then on the slice's row says who is at it. */
  settle(tx: Tx, ticket: Ticket): Promise<void>;
  /** Calls `wake` when there may be something to take; polling finds what it misses. */
  onWork(wake: () => void): void;
  stop(): Promise<void>;
}
