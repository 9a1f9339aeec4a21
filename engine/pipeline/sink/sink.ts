import type { Json, JsonObject } from '../../base/json/types.ts';
import type { RunReport, Warning } from '../../base/report/report.generated.ts';
import type { Lines } from './lines.ts';
import type { SinkRecords } from './records.ts';

/** An item that could not be mapped, as every destination keeps it. */
export interface RejectRecord {
  readonly entity: string;
  readonly stream: string;
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly item: Json;
}

/** What is written together, in the order of the run. */
export interface SinkBatch<Records extends SinkRecords = readonly JsonObject[]> {
  readonly asset: Records;
  readonly finding: Records;
  readonly rejects: readonly RejectRecord[];
}

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
