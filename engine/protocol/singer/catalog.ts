import type { Json, JsonObject } from '../../base/json/index.ts';
import { isObject } from '../../base/json/index.ts';
import type { RecordStream } from '../sync/index.ts';

/** Returns the key of a stream in Singer's form: names of top-level fields, or none. */
export const listKeyProperties = ({ key }: RecordStream): string[] =>
  key.every((path) => path.length === 1) ? key.map(([name = '']) => name) : [];

/** Returns the field of the cursor if it is a top-level one. */
export const findReplicationKey = ({ cursor, isIncremental }: RecordStream): string | undefined =>
  isIncremental && cursor?.length === 1 ? cursor[0] : undefined;

function describeFields(schema: JsonObject, keys: readonly string[]): Json[] {
  const properties = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  return properties.map((name) => ({
    breadcrumb: ['properties', name],
    metadata: { inclusion: keys.includes(name) ? 'automatic' : 'available', 'selected-by-default': true },
  }));
}

/** Describes a stream for `--discover`. */
export function describeStream(stream: RecordStream): JsonObject {
  const keys = listKeyProperties(stream);
  const replicationKey = findReplicationKey(stream);
  return {
    tap_stream_id: stream.name,
    stream: stream.name,
    schema: stream.schema,
    key_properties: keys,
    metadata: [
      {
        breadcrumb: [],
        metadata: {
          inclusion: 'available',
          'selected-by-default': true,
          'table-key-properties': keys,
          ...(replicationKey === undefined ? {} : { 'valid-replication-keys': [replicationKey] }),
          'replication-method': stream.isIncremental ? 'INCREMENTAL' : 'FULL_TABLE',
        },
      },
      ...describeFields(stream.schema, keys),
    ],
  };
}

export const formatDiscovery = (streams: readonly RecordStream[]): string =>
  `${JSON.stringify({ streams: streams.map(describeStream) }, null, 2)}\n`;
