import type { JsonObject } from '../../../engine/base/json/index.ts';
import type { EntityRecords, RejectRecord, SinkBatch } from '../../../engine/pipeline/sink/index.ts';

const toEntityRecords = (records: readonly JsonObject[]): EntityRecords => ({
  records,
  identities: records.map((_, at) => String(at)),
  items: [],
});

/** Builds a batch from records by entity, without the vendor's items. */
export const createBatch = (
  records: Readonly<Record<string, readonly JsonObject[]>>,
  rejects: readonly RejectRecord[] = [],
): SinkBatch => ({
  entities: Object.fromEntries(Object.entries(records).map(([entity, of]) => [entity, toEntityRecords(of)])),
  rejects,
  scope: { parentKey: '', bindings: {} },
});
