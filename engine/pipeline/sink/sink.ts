import type { Json, JsonObject } from '../../base/json/types.ts';
import type { RunReport, Warning } from '../../base/report/report.generated.ts';
import type { RejectRecord } from '../../inventory/store/reject-rows.ts';
import type { Lines } from './lines.ts';
import type { SinkRecords } from './records.ts';

/** Records and rejects that are written together, in the order of the run. */
export interface SinkBatch<Records extends SinkRecords = readonly JsonObject[]> {
  readonly asset: Records;
  readonly finding: Records;
  readonly rejects: readonly RejectRecord[];
  /** The vendor's items; present where a sink stores them. */
  readonly items?: SinkItems;
}

/** The vendor's items of a batch. */
export interface SinkItems {
  /** JSON text of the item of each asset. */
  readonly asset: readonly string[];
  /** JSON text of the item of each finding. */
  readonly finding: readonly string[];
  /** Their ancestors, by name in expressions. */
  readonly ancestors: Readonly<Record<string, Json>>;
}

export type { RejectRecord };

/**
 * A destination of one run. Nothing that it writes to files shows before `finish`; every method may throw
 * FILE_UNWRITABLE, or what a store throws.
 */
export type Sink = RecordSink | LineSink;

/** A destination that looks into its records. */
export interface RecordSink extends Destination {
  readonly takes?: 'records';
  write(batch: SinkBatch): Promise<void>;
}

/** A destination that writes each record as it is. */
export interface LineSink extends Destination {
  readonly takes: 'lines';
  write(batch: SinkBatch<Lines>): Promise<void>;
}

interface Destination {
  /** Gets the vendor's items beside the records. */
  readonly storesItems?: true;
  /** Begins anew, or goes on from the position that `checkpoint` gave: what was written after it is dropped. */
  open(position?: Json): Promise<void>;
  /** Makes durable what was written; the position to go on from. */
  checkpoint(): Promise<Json>;
  /**
   * Publishes the run; `warn` is told what the report does not say yet. After a kill in the middle it is called again,
   * without `open`, and completes what is left.
   */
  finish(report: RunReport, warn?: (warning: Warning) => void): Promise<void>;
  /** Ends without publishing; `keep` leaves what a later run needs to go on. An errored run has a report. */
  abandon(keep: boolean, report?: RunReport): Promise<void>;
}
