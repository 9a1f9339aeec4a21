import { CATALOGUE } from '../../base/errors/index.ts';
import type { Json, JsonObject } from '../../base/json/index.ts';
import { type Bindings, createPageAllowance, type PageAllowance, takeTurn } from '../../language/expression/index.ts';
import type { CompiledStream, Selection, StreamMapping } from '../connector/connector.ts';
import type { ExtractedItem } from '../extract/index.ts';
import type { EnumLiteral, MapOutcome } from '../map/index.ts';
import type { RejectRecord } from '../sink/index.ts';
import type { LookupResult, Lookups } from './lookups.ts';
import type { Times } from './partitions.ts';

/** Mapped record with its identity within the run. */
interface MappedRecord {
  readonly entity: string;
  readonly record: JsonObject;
  /** Undefined for an entity without an identity. */
  readonly identity: string | undefined;
  /** Vendor's item that the record was mapped from. */
  readonly item: Json;
  /** Other items may give the same record. */
  readonly derived: boolean;
}

/** Records, rejects and enum values without a mapping of some items. */
export interface MappedItems {
  readonly mapped: readonly MappedRecord[];
  readonly rejects: readonly RejectRecord[];
  readonly unmapped: readonly EnumLiteral[];
  /** Values of mapped records that an enum's default replaced, omitted or passed. */
  readonly defaulted: readonly EnumLiteral[];
}

/** Everything that mapping needs in addition to the items. */
export interface MapContext {
  readonly stream: CompiledStream;
  readonly select: Selection;
  readonly lookups: Lookups;
  /** Variables of expressions: settings, run, ancestors, window, cursor. */
  readonly bindings: Bindings;
  /** Time window and cursor of the read. */
  readonly times: Times;
  /** Key of the parent item, which completes identities that are unique only within a partition. */
  readonly parentKey: string;
}

const BAD_ITEM_FIX = CATALOGUE.ITEM_UNREADABLE.fix;

interface SortedOutcomes {
  readonly mapped: MappedRecord[];
  readonly rejects: RejectRecord[];
  readonly unmapped: EnumLiteral[];
  readonly defaulted: EnumLiteral[];
}

const buildReject = (stream: string, entity: string, why: Omit<RejectRecord, 'entity' | 'stream'>): RejectRecord => ({
  entity,
  stream,
  pointer: why.pointer,
  code: why.code,
  message: why.message,
  fix: why.fix,
  item: why.item,
});

/** Item of a stream and the map that it goes through. */
interface MappingItem {
  readonly context: MapContext;
  readonly mapping: StreamMapping;
  readonly item: Json;
  readonly bindings: Bindings;
}

const isDeselected = ({ context, mapping }: MappingItem, record: JsonObject): boolean =>
  mapping.entity === 'asset' && context.select.assetTypes?.includes(String(record['assetType'])) === false;

const qualifyIdentity = (
  { mapping, context: { parentKey } }: MappingItem,
  identity: string | undefined,
): string | undefined =>
  mapping.perPartition && identity !== undefined && parentKey !== '' ? `${parentKey}/${identity}` : identity;

/** Adds an outcome; `at` is the pointer to the mapped element within the item. */
function sortOutcome(into: SortedOutcomes, one: MappingItem, outcome: MapOutcome, at: string): void {
  const { context, mapping, item } = one;
  if (outcome.kind === 'reject') {
    const pointer = at + outcome.pointer;
    into.rejects.push(buildReject(context.stream.name, mapping.entity, { ...outcome, pointer, item }));
    into.unmapped.push(...outcome.unmapped);
    return;
  }
  if (outcome.kind === 'skipped') return;
  const record = outcome.record as JsonObject;
  if (isDeselected(one, record)) return;
  if (outcome.defaulted) into.defaulted.push(...outcome.defaulted);
  const identity = qualifyIdentity(one, outcome.identity);
  into.mapped.push({ entity: mapping.entity, record, identity, item, derived: mapping.derived === true });
}

/** Maps each element of an item. */
async function mapElements(into: SortedOutcomes, one: MappingItem, { allowance, ...page }: ItemsPage): Promise<void> {
  const { each, map } = one.mapping;
  if (!each) return;
  const { needsInterpreter } = page;
  const found = await (needsInterpreter ? each.ofInterpreted : each.of)(one.item, one.bindings, allowance);
  if (found.kind === 'reject') return sortOutcome(into, one, found, '');
  const mapElement = needsInterpreter ? map.mapInterpreted : map.map;
  for (const [at, element] of found.elements.entries()) {
    const outcome = await mapElement(element, found.scope, allowance);
    sortOutcome(into, one, outcome, outcome.kind === 'reject' ? found.pointerTo(at) : '');
    const turn = takeTurn(allowance);
    if (turn) await turn;
  }
}

function rejectAll(into: SortedOutcomes, context: MapContext, why: Omit<RejectRecord, 'entity' | 'stream'>): void {
  for (const mapping of context.stream.mappings)
    into.rejects.push(buildReject(context.stream.name, mapping.entity, why));
}

/** Runs the lookups of a batch concurrently. Returns undefined for streams without lookups and for unreadable items. */
async function lookUpItems(
  context: MapContext,
  extracted: readonly ExtractedItem[],
  allowance: PageAllowance,
): Promise<readonly (LookupResult | undefined)[]> {
  if (context.lookups.none) return [];
  return mapConcurrently(context.stream.concurrency, extracted, async (one) =>
    one.kind === 'item' ? context.lookups.of(one.value, context.bindings, allowance) : undefined,
  );
}

/** Rejects an item that cannot be mapped; otherwise returns the variables for its map. */
function prepareItem(
  into: SortedOutcomes,
  context: MapContext,
  one: ExtractedItem,
  joined: LookupResult | undefined,
): Bindings | undefined {
  if (one.kind === 'bad') {
    const { pointer, code, message, raw } = one;
    rejectAll(into, context, { pointer, code, message, fix: BAD_ITEM_FIX, item: raw });
    return undefined;
  }
  if (joined === undefined) return context.bindings;
  if ('found' in joined) return { ...context.bindings, ...joined.found };
  const { code, message, fix } = joined.missing;
  rejectAll(into, context, { pointer: joined.pointer, code, message, fix, item: one.value });
  return undefined;
}

/** The page that items come from. */
export interface ItemsPage {
  readonly allowance: PageAllowance;
  readonly needsInterpreter: boolean;
}

const OWN_PAGE = (): ItemsPage => ({ allowance: createPageAllowance(), needsInterpreter: false });

/**
 * Maps extracted items in order: every map of the stream turns each item into a record, a reject, or nothing. Uses the
 * JSONata interpreter if the page `needsInterpreter`.
 */
export async function mapItems(
  context: MapContext,
  extracted: readonly ExtractedItem[],
  { allowance, needsInterpreter }: ItemsPage = OWN_PAGE(),
): Promise<MappedItems> {
  const into: SortedOutcomes = { mapped: [], rejects: [], unmapped: [], defaulted: [] };
  const lookedUp = await lookUpItems(context, extracted, allowance);
  for (let at = 0; at < extracted.length; at++) {
    const one = extracted[at] as ExtractedItem;
    const bindings = prepareItem(into, context, one, lookedUp[at]);
    if (bindings === undefined || one.kind === 'bad') continue;
    for (const mapping of context.stream.mappings) {
      const { map, each } = mapping;
      const mappingItem = { context, mapping, item: one.value, bindings };
      if (each) {
        await mapElements(into, mappingItem, { allowance, needsInterpreter });
        continue;
      }
      const outcome = needsInterpreter
        ? map.mapInterpreted(one.value, bindings, allowance)
        : map.map(one.value, bindings, allowance);
      // Awaits only real promises: a promise per item would cost as much as its mapping.
      sortOutcome(into, mappingItem, outcome instanceof Promise ? await outcome : outcome, '');
      const turn = takeTurn(allowance);
      if (turn) await turn;
    }
  }
  return into;
}

/** Applies `work` to each value, at most `limit` at a time. Results are in the order of the values; the first error rejects. */
async function mapConcurrently<T, R>(
  limit: number,
  values: readonly T[],
  work: (value: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array<R>(values.length);
  const waiting = values.entries();
  const worker = async () => {
    for (const [index, value] of waiting) results[index] = await work(value);
  };
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, worker));
  return results;
}
