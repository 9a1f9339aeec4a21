import type { Json, JsonObject } from '../../base/json/types.ts';
import type { RunReport, Warning } from '../../base/report/report.generated.ts';
import type { RejectRecord, RejectScope } from '../../inventory/store/reject-rows.ts';
import type { Lines } from './lines.ts';
import type { SinkRecords } from './records.ts';
import type { SupersededByEntity } from './superseded.ts';

/** Records of one entity, in the order of the run. */
export interface EntityRecords<Records extends SinkRecords = readonly JsonObject[]> {
  readonly records: Records;
  /** Identity of each record; undefined for an entity without one, whose records are appended by each run. */
  readonly identities: readonly (string | undefined)[];
  /** JSON text of the vendor's item of each record; empty if no sink stores items. */
  readonly items: readonly string[];
}

/** Records and rejects to write together, in the order of the run. */
export interface SinkBatch<Records extends SinkRecords = readonly JsonObject[]> {
  /** Records by entity; entities without records are absent. */
  readonly entities: Readonly<Record<string, EntityRecords<Records>>>;
  readonly rejects: readonly RejectRecord[];
  /** Values that are needed to map the rejects again. */
  readonly scope: RejectScope;
}

export type { RejectRecord, RejectScope };

/**
 * Destination of one run. Files become visible only at `finish`. Every method may throw FILE_UNWRITABLE or the errors of
 * a store.
 */
export type Sink = RecordSink | LineSink;

/** Destination that reads its records. */
export interface RecordSink extends Destination {
  readonly takes?: 'records';
  write(batch: SinkBatch): Promise<void>;
}

/** Destination that writes records unchanged. */
export interface LineSink extends Destination {
  readonly takes: 'lines';
  write(batch: SinkBatch<Lines>): Promise<void>;
}

interface Destination {
  /** Receives the vendor's items together with the records. */
  readonly storesItems?: true;
  /** Starts over, or resumes from a position returned by `checkpoint` and discards later writes. */
  open(position?: Json): Promise<void>;
  /** Makes all writes durable and returns the position to resume from. */
  checkpoint(): Promise<Json>;
  /**
   * Publishes the run without the superseded records; `warn` receives warnings that are not in the report yet. If the
   * process was killed before it completed, it is called again without `open` and completes the rest.
   */
  finish(report: RunReport, warn?: (warning: Warning) => void, superseded?: SupersededByEntity): Promise<void>;
  /** Ends without publishing; `keep` leaves the data that a later run needs to resume. A failed run has a report. */
  abandon(keep: boolean, report?: RunReport): Promise<void>;
}
