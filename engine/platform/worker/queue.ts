import type { Tx } from '../../inventory/store/store.ts';

/** Slice of an open run that waits for a worker. */
export interface QueuedSlice {
  readonly slice: string;
  /** Number of times that its run was resumed. */
  readonly tries: number;
  /** Lower ordinals are taken first, so that a long run does not delay the start of others. */
  readonly ordinal: number;
}

/** Slice that the queue gave to this worker, until the worker ends it or the queue gives it to another. */
export interface Ticket {
  readonly slice: string;
  /** Attempt of the job in the queue, where the queue has jobs. */
  readonly job?: { readonly id: string; readonly retryCount: number };
  /** Aborts when the queue took the slice back: its run was cancelled, or this worker missed its heartbeats. */
  readonly lost: AbortSignal;
}

/** Slices of a worker. */
export interface SliceWork {
  /** Maximum number of concurrent slices. */
  readonly concurrency: number;
  /** Processes a slice. Rejects with errors of the store, after which the queue gives out the slice again. */
  readonly run: (ticket: Ticket) => Promise<void>;
  /** Takes no more slices once aborted. */
  readonly signal: AbortSignal;
}

/**
 * Distributes the slices of open runs to workers and gives out those of dead workers again. A slice may reach two workers if
 * one only seems dead; the attempt number in the slice's row decides which of them writes.
 */
export interface Queue {
  start(): Promise<void>;
  /** Adds slices in the transaction that creates or resumes them. Slices that it already has remain unchanged. */
  add(tx: Tx, slices: readonly QueuedSlice[]): Promise<void>;
  /** Removes slices in the transaction that ends their run. */
  remove(tx: Tx, slices: readonly QueuedSlice[]): Promise<void>;
  /** Returns whether the ticket is still valid, and keeps it so until the transaction ends. */
  hold(tx: Tx, ticket: Ticket): Promise<boolean>;
  /** Gives out the slice of a ticket again at a time, epoch ms. */
  postpone(tx: Tx, ticket: Ticket, at: number): Promise<void>;
  /** Processes slices until the signal aborts and all slices in progress have ended. */
  work(work: SliceWork): Promise<void>;
  stop(): Promise<void>;
}
