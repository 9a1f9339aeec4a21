import type { Json, JsonObject } from '../../base/json/index.ts';
import { type Lines, toTexts } from '../../pipeline/sink/lines.ts';
import type { WriteText } from '../../pipeline/sink/stdout.ts';
import { type Failure, type LogLevel, type MessageWriter, type StreamState, toJson } from '../sync/index.ts';
import { findFailureType } from './failure-type.ts';

type StreamStatus = 'STARTED' | 'RUNNING' | 'COMPLETE' | 'INCOMPLETE';

/** Formats a message as a line. */
const formatLine = (type: string, body: JsonObject): string => `${JSON.stringify({ type, ...body })}\n`;

export const formatSpec = (spec: JsonObject): string => formatLine('SPEC', { spec });

export const formatCatalog = (streams: readonly Json[]): string =>
  formatLine('CATALOG', { catalog: { streams: [...streams] } });

/** Formats the result of a check; a failure needs a reason. */
export const formatConnectionStatus = (failure?: string): string =>
  formatLine('CONNECTION_STATUS', {
    connectionStatus: failure === undefined ? { status: 'SUCCEEDED' } : { status: 'FAILED', message: failure },
  });

const formatLog = (level: LogLevel, message: string): string => formatLine('LOG', { log: { level, message } });

/** Formats an error for a person. */
export const formatFailure = ({ message, fix }: Failure): string => `${message}. ${fix}`;

/** Formats an error, of one stream or of the whole command. */
export function formatError(failure: Failure, now: number, stream?: string): string {
  const error = {
    message: formatFailure(failure),
    internal_message: failure.code,
    failure_type: findFailureType(failure.code),
    ...(stream === undefined ? {} : { stream_descriptor: { name: stream } }),
  };
  return formatLine('TRACE', { trace: { type: 'ERROR', emitted_at: now, error } });
}

const formatStatus = (stream: string, status: StreamStatus, now: number): string =>
  formatLine('TRACE', {
    trace: {
      type: 'STREAM_STATUS',
      emitted_at: now,
      stream_status: { stream_descriptor: { name: stream }, status },
    },
  });

/** Formats records. Their JSON is used as it is: parsing it again would cost more than all of the message. */
function formatRecords(stream: string, records: Lines, now: number): string {
  const head = `{"type":"RECORD","record":{"stream":${JSON.stringify(stream)},"emitted_at":${now},"data":`;
  return toTexts(records)
    .map((record) => `${head}${record}}}\n`)
    .join('');
}

/** Formats a state. The protocol requires a count with a decimal point, so that its readers do not choose an integer type. */
function formatState(stream: string, state: StreamState, count: number): string {
  const value = JSON.stringify({ stream_descriptor: { name: stream }, stream_state: toJson(state) });
  return `{"type":"STATE","state":{"type":"STREAM","stream":${value},"sourceStats":{"recordCount":${count}.0}}}\n`;
}

/** Creates the writer of a read. */
export function createAirbyteWriter(write: WriteText, clock: { now(): number }): MessageWriter {
  const running = new Set<string>();
  return {
    start: ({ name, isFallback }) => {
      const note = `"${name}" is read completely, because the manifest declares no cursor for it`;
      return write((isFallback ? formatLog('INFO', note) : '') + formatStatus(name, 'STARTED', clock.now()));
    },
    async records(stream, records) {
      const now = clock.now();
      const status = running.has(stream) ? '' : formatStatus(stream, 'RUNNING', now);
      running.add(stream);
      await write(status + formatRecords(stream, records, now));
    },
    state: (stream, state, count) => write(formatState(stream, state, count)),
    complete: ({ name }) => write(formatStatus(name, 'COMPLETE', clock.now())),
    fail: ({ name }, failure) => {
      const now = clock.now();
      const error = failure ? formatError(failure, now, name) : '';
      return write(error + formatStatus(name, 'INCOMPLETE', now));
    },
    log: (level, message) => write(formatLog(level, message)),
  };
}
