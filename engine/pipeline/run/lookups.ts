import { type EngineError, engineError } from '../../base/errors/index.ts';
import { type Json, toPointer } from '../../base/json/index.ts';
import {
  type Bindings,
  compileSelector,
  createPageAllowance,
  type PageAllowance,
  takeTurn,
} from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import type { CompiledLookup, CompiledStream, ConnectorScope } from '../connector/connector.ts';
import { formatItemKey, type Parents } from './parents.ts';
import { partitionSkipped, skipReason } from './partition-warnings.ts';
import type { PartitionReadContext } from './read-partition.ts';
import { streamCounters, type Warning } from './run-counters.ts';
import { isReread, type VendorPage } from './vendor-client.ts';

type Join = Extract<CompiledLookup, { kind: 'join' }>;
type Fetch = Extract<CompiledLookup, { kind: 'fetch' }>;

/** Values found by the lookups of an item, or the error if its parent is missing. */
export type LookupResult = { readonly found: Bindings } | Missing;

/** Join without a match, with a pointer to the value that did not match. */
interface Missing {
  readonly missing: EngineError;
  readonly pointer: string;
}

/** Reads the first item of a fetched stream for one item. */
export type FetchFirst = (stream: string, item: Json, ancestors: Bindings) => Promise<Json | undefined>;

type Partner = { readonly partner: Json | undefined } | Missing;
type Index = ReadonlyMap<string, Json>;

/** Formats a join key: 7 equals "7". Undefined if the value cannot be a key. */
const toKeyText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

async function buildIndex(join: Join, parents: Parents): Promise<Index> {
  const index = new Map<string, Json>();
  const allowance = createPageAllowance();
  for (const parent of parents.of(join.stream)) {
    const key = await join.key.evaluate(parent.item, parent.ancestors, allowance);
    const turn = takeTurn(allowance);
    if (turn) await turn;
    const text = toKeyText(key);
    if (text !== undefined && !index.has(text)) index.set(text, parent.item);
  }
  return index;
}

/** Lookups of one stream: joins use an index that is built once; fetched items are requested one by one. */
export interface Lookups {
  readonly none: boolean;
  of(item: Json, bindings: Bindings, allowance: PageAllowance): Promise<LookupResult>;
}

export function createLookups(stream: CompiledStream, parents: Parents, fetchFirst: FetchFirst): Lookups {
  const indexes = new Map<Join, Promise<Index>>();
  const indexFor = (join: Join): Promise<Index> => {
    const known = indexes.get(join) ?? buildIndex(join, parents);
    indexes.set(join, known);
    return known;
  };
  type One = Parameters<Lookups['of']>;
  const joinOne = async (join: Join, ...[item, bindings, allowance]: One): Promise<Partner> => {
    const value = await join.value.evaluate(item, bindings, allowance);
    const text = toKeyText(value);
    const found = text === undefined ? undefined : (await indexFor(join)).get(text);
    if (found !== undefined || join.keep) return { partner: found };
    const details = { key: join.value.source, value: text ?? 'nothing', parent: join.stream };
    const pointer = toPointer(compileSelector(join.value.source)?.path ?? []);
    return { missing: engineError('PARENT_NOT_FOUND', details), pointer };
  };
  const fetchOne = async (fetch: Fetch, ...[item, bindings, allowance]: One): Promise<Partner> => {
    if (fetch.when && !isTrue(await fetch.when.evaluate(item, bindings, allowance))) return { partner: undefined };
    return { partner: await fetchFirst(fetch.stream, item, bindings) };
  };
  return {
    none: stream.lookups.length === 0,
    async of(...one) {
      const found: Record<string, unknown> = {};
      for (const lookup of stream.lookups) {
        const partner = await (lookup.kind === 'join' ? joinOne(lookup, ...one) : fetchOne(lookup, ...one));
        if ('missing' in partner) return partner;
        if (partner.partner !== undefined) found[lookup.as] = partner.partner;
      }
      return { found };
    },
  };
}

/** Stream to read, the item to read it for, and the variables of its expressions. */
interface Wanted {
  readonly name: string;
  readonly item: Json;
  readonly bindings: Bindings;
}

interface Under {
  readonly ancestors: Readonly<Record<string, Json>>;
}

/** First item if there is one; a warning if the vendor refuses to return it. */
interface First {
  readonly first?: Json | undefined;
  readonly warning?: Warning;
}

/** Reads the first item of a fetched stream for one item of the stream that looks it up. */
export async function readFirstItem(reader: PartitionReadContext, wanted: Wanted): Promise<First> {
  const { connector } = reader;
  const stream = connector.fetched[wanted.name];
  const [source] = stream?.sources ?? [];
  if (!stream || !source) return {};
  const ancestors = { [source.as]: wanted.item };
  try {
    return await readFirstUnder(reader, stream, { ...wanted, ancestors });
  } catch (error) {
    const why = skipReason(error, { connector, stream, ancestors });
    if (why === undefined) throw error;
    return { warning: partitionSkipped(stream, formatItemKey(reader.stream, wanted.item), { status: why }) };
  }
}

async function readFirstUnder(
  reader: PartitionReadContext,
  stream: CompiledStream,
  wanted: Wanted & Under,
): Promise<First> {
  const { connector, client, signal } = reader;
  const { name, item, bindings, ancestors: own } = wanted;
  const scope: ConnectorScope = { ...connector.scope, cursor: {}, ...own };
  for (let progress = stream.paginator.first(); ; ) {
    const page = await client.page(stream, scope, { progress, signal });
    if (page.kind === 'skipped') return { warning: partitionSkipped(stream, formatItemKey(reader.stream, item), page) };
    if (isReread(page)) throw page.error;
    if (page.kind === 'end') return {};
    const first = await readFirstOf(page, { ...bindings, ...own });
    const advanced = first === undefined ? await client.advance(stream, progress, page) : undefined;
    const step = advanced?.kind === 'narrow' ? advanced.otherwise : advanced;
    await page.body.discard();
    const counters = streamCounters(reader.counters, name);
    counters.pages += 1;
    if (first !== undefined) counters.items += 1;
    if (step?.kind !== 'next') return { first };
    progress = step.progress;
  }
}

async function readFirstOf(page: VendorPage, bindings: Bindings): Promise<Json | undefined> {
  for await (const extracted of page.items(bindings)) {
    const first = extracted.find((one) => one.kind === 'item');
    if (first?.kind === 'item') return first.value;
  }
  return undefined;
}
