import { type Json, readPath } from '../../base/json/index.ts';
import { pickCarried } from '../connector/carry.ts';
import type { CompiledStream } from '../connector/connector.ts';
import type { ExtractedItem } from '../extract/index.ts';
import { type Batch, NOTHING } from './batch.ts';
import { type ItemsPage, type MapContext, mapItems } from './map-items.ts';
import { formatItemKey, joinKeys, type Parent } from './parents.ts';
import type { Partition } from './partitions.ts';
import type { Warning } from './run-counters.ts';
import type { ItemQuota } from './run-limits.ts';
import type { VendorPage } from './vendor-client.ts';

/** Mapping of a stream's items. */
export interface ItemMapping {
  readonly context: MapContext;
  /** Warnings for items whose lookup the vendor refused. */
  readonly missed: Map<Json, Warning>;
}

/** Reads the items of a stream that reads the pages of another one. */
export async function* readMemberBatches(
  partition: Partition,
  page: VendorPage,
  { quota, ...state }: ItemMapping & { readonly quota: ItemQuota | undefined },
): AsyncGenerator<Batch> {
  const { allowance, body } = page;
  const { stream, bindings } = state.context;
  for await (const items of page.itemsOf(stream, bindings)) {
    const extracted = items.slice(0, quota?.leftOf(stream.name) ?? items.length);
    if (extracted.length === 0) continue;
    quota?.take(stream.name, extracted.length);
    const batch = await mapBatch(partition, extracted, {
      ...state,
      allowance,
      needsInterpreter: body.needsInterpreter,
    });
    yield { ...batch, member: stream };
  }
}

/** Maps items of a page, and collects those that other streams refer to. */
export async function mapBatch(
  partition: Partition,
  extracted: readonly ExtractedItem[],
  { context, missed, ...page }: ItemMapping & ItemsPage,
): Promise<Batch> {
  const { stream } = context;
  const mapped = stream.mappings.length === 0 ? NOTHING : await mapItems(context, extracted, page);
  return {
    ...createEmptyBatch(partition),
    ...mapped,
    times: context.times,
    parents: stream.carry === undefined ? [] : buildParents(stream, partition, extracted),
    items: extracted.length,
    warnings: listMissed(missed, extracted),
    ...findExpected(stream, extracted),
  };
}

/** Returns, for each entry of `expects`, if an item of the batch has one of its fields. */
function findExpected({ expects }: CompiledStream, extracted: readonly ExtractedItem[]): Pick<Batch, 'expected'> {
  if (expects.length === 0) return {};
  const items = pickItems(extracted);
  const hasAny = (group: CompiledStream['expects'][number]) =>
    items.some((item) => group.some((path) => readPath(item, path) !== undefined));
  return { expected: expects.map((group) => ({ sought: 1, found: hasAny(group) ? 1 : 0 })) };
}

/** Returns the lookup warnings of a batch in the order of its items. */
function listMissed(missed: ItemMapping['missed'], extracted: readonly ExtractedItem[]): Warning[] {
  if (missed.size === 0) return [];
  return pickItems(extracted).flatMap((item) => {
    const warning = missed.get(item) ?? [];
    missed.delete(item);
    return warning;
  });
}

const pickItems = (extracted: readonly ExtractedItem[]): Json[] => {
  const items: Json[] = [];
  for (const one of extracted) if (one.kind === 'item') items.push(one.value);
  return items;
};

function buildParents(stream: CompiledStream, partition: Partition, extracted: readonly ExtractedItem[]): Parent[] {
  const { carry = [] } = stream;
  return pickItems(extracted).map((item) => ({
    key: joinKeys(partition.parentKey, formatItemKey(stream, item)),
    item: pickCarried(item, carry),
    ancestors: partition.ancestors,
    ...(stream.isRecursive ? { level: partition.level + 1 } : {}),
  }));
}

/** Creates a batch without items. */
export const createEmptyBatch = ({ ordinal, key, parentKey, cursorKey, ancestors }: Partition): Batch => ({
  ...NOTHING,
  partition: { ordinal, key, parentKey, cursorKey, ancestors },
  items: 0,
  parents: [],
  warnings: [],
});
