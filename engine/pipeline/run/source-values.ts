import { type Json, stableStringify } from '../../base/json/index.ts';
import { createPageAllowance, type PageAllowance, takeTurn } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import type { CompiledMember, CompiledSource, Connector } from '../connector/connector.ts';
import { formatValueKey, joinKeys, type Parents, removeLastKey } from './parents.ts';

/** Partition values by their names in expressions. */
export type Ancestors = Readonly<Record<string, Json>>;

/** Value of a source: with batch, the list of values. */
export interface SourceValue {
  /** Name in the partition's key. */
  readonly key: string;
  readonly value: Json;
  /** Items that the value was read under, by name. */
  readonly ancestors: Ancestors;
  /** Level of the item of a stream that is its own parent. */
  readonly level?: number;
}

export interface SourceContext {
  readonly connector: Pick<Connector, 'visible' | 'scope'>;
  readonly parents: Pick<Parents, 'of'>;
  /** Called for a list without elements. */
  readonly onEmptyList?: () => void;
  /** Called for items of the last level of a stream that is its own parent. */
  readonly onDeepest?: () => void;
}

/** Source to list, under the values of the preceding sources. */
interface Listing extends SourceContext {
  readonly source: CompiledSource;
  readonly outer: Ancestors;
  readonly allowance: PageAllowance;
}

const NONE: Ancestors = {};

const toList = (value: unknown): readonly Json[] => {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).filter((one) => one !== null) as Json[];
};

/** Parents of different streams may have equal keys. */
const needsLabel = ({ members }: CompiledSource): boolean =>
  members.filter(({ kind, value }) => kind === 'parent' && value === undefined).length > 1;

const createListValue = (value: Json): SourceValue => ({ key: formatValueKey(value), value, ancestors: NONE });

function* listItems({ parents, source }: Listing, stream: string, hasValue: boolean): Generator<SourceValue> {
  const label = !hasValue && needsLabel(source) ? `${stream}:` : '';
  for (const { key, item, ancestors, level } of parents.of(stream))
    yield { key: label + key, value: item, ancestors, ...(level === undefined ? {} : { level }) };
}

async function listElements(listing: Listing, member: CompiledMember): Promise<Iterable<SourceValue>> {
  const { connector, outer, allowance, onEmptyList } = listing;
  if (member.kind === 'parent') return listItems(listing, member.stream, member.value !== undefined);
  const input = { settings: connector.visible, filters: connector.scope.filters, ...outer };
  const values = member.kind === 'list' ? member.values : toList(await member.list.evaluate(input, {}, allowance));
  if (values.length === 0) onEmptyList?.();
  return values.map(createListValue);
}

/** Returns the partition values of one element: the element, or the results of the member's `value`. */
async function computeValues(listing: Listing, member: CompiledMember, element: SourceValue): Promise<SourceValue[]> {
  const { connector, outer, allowance } = listing;
  if (!member.where && !member.value) return [element];
  const bindings = { settings: connector.visible, ...outer, ...element.ancestors };
  if (member.where && !isTrue(await member.where.evaluate(element.value, bindings, allowance))) return [];
  if (!member.value) return [element];
  const result = await member.value.evaluate(element.value, bindings, allowance);
  // The item's own key is dropped: the value replaces the item, so equal values make one partition.
  const above = removeLastKey(element.key);
  const { ancestors } = element;
  const { level } = element;
  return toList(result).map((value) => ({
    ...{ key: joinKeys(above, formatValueKey(value)), value, ancestors },
    ...(level === undefined ? {} : { level }),
  }));
}

async function* listMemberValues(listing: Listing): AsyncGenerator<SourceValue> {
  const seen = new Set<string>();
  for (const member of listing.source.members) {
    // Parents are unique already.
    const mayRepeat = member.kind !== 'parent' || member.value !== undefined;
    for (const element of await listElements(listing, member)) {
      const values = await computeValues(listing, member, element);
      const isDeepest = member.kind === 'parent' && (element.level ?? 0) >= (member.depth ?? Number.POSITIVE_INFINITY);
      if (isDeepest && values.length > 0) listing.onDeepest?.();
      for (const one of isDeepest ? [] : values) {
        const isNew = !mayRepeat || seen.size < seen.add(stableStringify([one.ancestors, one.value])).size;
        if (isNew) yield one;
      }
      const turn = takeTurn(listing.allowance);
      if (turn) await turn;
    }
  }
}

function joinBatch(batch: readonly SourceValue[]): SourceValue {
  const [first, last] = [batch[0] as SourceValue, batch.at(-1) as SourceValue];
  const key = batch.length === 1 ? first.key : `${first.key}…${last.key} (${batch.length})`;
  return { key, value: batch.map(({ value }) => value), ancestors: first.ancestors };
}

/** Groups consecutive values with the same ancestors into lists of at most `size`. */
async function* groupValues(values: AsyncIterable<SourceValue>, size: number): AsyncGenerator<SourceValue> {
  let batch: SourceValue[] = [];
  let under: string | undefined;
  for await (const one of values) {
    const ancestors = stableStringify(one.ancestors);
    if (batch.length > 0 && (batch.length === size || ancestors !== under)) {
      yield joinBatch(batch);
      batch = [];
    }
    under = ancestors;
    batch.push(one);
  }
  if (batch.length > 0) yield joinBatch(batch);
}

/** Yields the values of a source in order. `outer` contains the values of the preceding sources. */
export function listSourceValues(
  context: SourceContext,
  source: CompiledSource,
  outer: Ancestors,
): AsyncGenerator<SourceValue> {
  const values = listMemberValues({ ...context, source, outer, allowance: createPageAllowance() });
  return source.batch === undefined ? values : groupValues(values, source.batch);
}
