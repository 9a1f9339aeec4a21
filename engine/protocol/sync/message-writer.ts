import type { Warning } from '../../base/report/report.generated.ts';
import type { Lines } from '../../pipeline/sink/index.ts';
import type { RecordStream } from './record-stream.ts';
import type { StreamState } from './stream-state.ts';

/** Level of a log message. */
export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

/** Failure of a sync, as run reports describe it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** Mode of a sync: everything, or the changes since the last state. */
export type SyncMode = 'full' | 'incremental';

/** Stream that a client has selected. */
export interface SelectedStream extends RecordStream {
  readonly mode: SyncMode;
  /** The client requested an incremental read of a stream without a cursor. */
  readonly isFallback?: true;
}

/** Writes a sync as messages of a protocol. Each method resolves when the output accepts more. */
export interface MessageWriter {
  /** Before the first record of a stream. A sync that resumes has the version of the interrupted one. */
  start(stream: SelectedStream, version: number): Promise<void>;
  records(stream: string, records: Lines): Promise<void>;
  /** After the records that a state covers. `count` is their number since the last state of the stream. */
  state(stream: string, state: StreamState, count: number): Promise<void>;
  complete(stream: SelectedStream): Promise<void>;
  /** After a failure or an interruption: the stream is incomplete. */
  fail(stream: SelectedStream, failure: Failure | undefined): Promise<void>;
  log(level: LogLevel, message: string): Promise<void>;
}

/** Formats a warning of a run report. */
export const formatWarning = ({ code, message }: Pick<Warning, 'code' | 'message'>): string => `${code}: ${message}`;
