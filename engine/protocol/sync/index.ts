export { buildConfigSchema } from './config-schema.ts';
export {
  type Failure,
  formatWarning,
  type LogLevel,
  type MessageWriter,
  type SelectedStream,
  type SyncMode,
} from './message-writer.ts';
export { listRecordStreams, type RecordStream } from './record-stream.ts';
export { parseStreamState, type StreamState, toJson } from './stream-state.ts';
export { type SyncPlan, syncStreams } from './sync.ts';
