import type { Json, JsonObject } from '../../base/json/index.ts';
import { type Lines, toTexts } from '../../pipeline/sink/lines.ts';
import type { WriteText } from '../../pipeline/sink/stdout.ts';
import { type MessageWriter, type StreamState, toJson } from '../sync/index.ts';
import { findReplicationKey, listKeyProperties } from './catalog.ts';
import { leaveOut, leaveOutOfSchema } from './leave-out.ts';
import type { SingerStream } from './selection.ts';

const formatLine = (message: JsonObject): string => `${JSON.stringify(message)}\n`;

function formatSchema(stream: SingerStream): string {
  const replicationKey = stream.mode === 'incremental' ? findReplicationKey(stream) : undefined;
  return formatLine({
    type: 'SCHEMA',
    stream: stream.name,
    schema: stream.left.reduce<JsonObject>(leaveOutOfSchema, stream.schema),
    key_properties: listKeyProperties(stream),
    bookmark_properties: replicationKey === undefined ? [] : [replicationKey],
  });
}

/** Returns the JSON of a record without the fields that are not selected. */
const formatRecord = (record: string, left: SingerStream['left']): string =>
  left.length === 0 ? record : JSON.stringify(left.reduce<Json>(leaveOut, JSON.parse(record) as Json));

interface RecordHead {
  readonly stream: SingerStream;
  /** Version of the table; only for full tables. */
  readonly version: number | undefined;
}

function formatRecords({ stream, version }: RecordHead, records: Lines, now: number): string {
  const versioned = version === undefined ? '' : `"version":${version},`;
  const time = new Date(now).toISOString();
  const head = `{"type":"RECORD","stream":${JSON.stringify(stream.name)},${versioned}"time_extracted":"${time}","record":`;
  return toTexts(records)
    .map((record) => `${head}${formatRecord(record, stream.left)}}\n`)
    .join('');
}

const formatState = (bookmarks: ReadonlyMap<string, Json>): string =>
  formatLine({ type: 'STATE', value: { bookmarks: Object.fromEntries(bookmarks) } });

const formatActivation = (stream: string, version: number): string =>
  formatLine({ type: 'ACTIVATE_VERSION', stream, version });

/** Bookmarks of all streams, which each state message repeats: a target stores the last message only. */
export interface SingerOutput {
  readonly streams: readonly SingerStream[];
  /** Bookmarks of the last sync, also those of streams that are not selected. */
  readonly bookmarks: ReadonlyMap<string, Json>;
  readonly write: WriteText;
  /** Singer has no log messages. */
  readonly tell: (text: string) => void;
  readonly clock: { now(): number };
}

/** Creates the writer of a sync. */
export function createSingerWriter({ streams, write, tell, clock, ...output }: SingerOutput): MessageWriter {
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  const versions = new Map<string, number>();
  const bookmarks = new Map(output.bookmarks);
  const find = (name: string): SingerStream => byName.get(name) as SingerStream;
  return {
    async start({ name, mode }, version) {
      // A resumed sync keeps the version, or the target would delete the records from before the interruption.
      if (mode === 'full') versions.set(name, version);
      await write(formatSchema(find(name)));
    },
    records: (name, records) =>
      write(formatRecords({ stream: find(name), version: versions.get(name) }, records, clock.now())),
    async state(name, state: StreamState) {
      bookmarks.set(name, toJson(state));
      await write(formatState(bookmarks));
    },
    async complete({ name }) {
      const version = versions.get(name);
      if (version !== undefined) await write(formatActivation(name, version));
    },
    async fail({ name }, failure) {
      if (failure) tell(`${name}: ${failure.code}: ${failure.message}. ${failure.fix}\n`);
    },
    async log(level, message) {
      tell(`${level} ${message}\n`);
    },
  };
}
