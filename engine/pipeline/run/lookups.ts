import { type EngineError, engineError } from '../../base/errors/index.ts';
import { type Json, toPointer } from '../../base/json/index.ts';
import { type Bindings, compileSelector } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import type { CompiledLookup, CompiledStream } from '../connector/connector.ts';
import type { Parents } from './parents.ts';

type Join = Extract<CompiledLookup, { kind: 'join' }>;
type Fetch = Extract<CompiledLookup, { kind: 'fetch' }>;

/** What an item's lookups gave, or why it has no parent. */
export type LookupResult = { readonly found: Bindings } | Missing;

/** A join without a partner, with the pointer of the value that has none. */
interface Missing {
  readonly missing: EngineError;
  readonly pointer: string;
}

/** Reads the first item of a fetched stream for one item. */
export type FetchFirst = (stream: string, item: Json, ancestors: Bindings) => Promise<Json | undefined>;

type Partner = { readonly partner: Json | undefined } | Missing;
type Index = ReadonlyMap<string, Json>;

/** A key as it is compared, 7 like "7"; undefined for what is no key. */
const toKeyText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

async function buildIndex(join: Join, parents: Parents): Promise<Index> {
  const index = new Map<string, Json>();
  for (const parent of parents.of(join.stream)) {
    const key = await join.key.evaluate(parent.item, parent.ancestors);
    const text = toKeyText(key);
    if (text !== undefined && !index.has(text)) index.set(text, parent.item);
  }
  return index;
}

/** The lookups of one stream: its join partners indexed once, fetched items asked for one by one. */
export interface Lookups {
  readonly none: boolean;
  of(item: Json, bindings: Bindings): Promise<LookupResult>;
}

export function createLookups(stream: CompiledStream, parents: Parents, fetchFirst: FetchFirst): Lookups {
  const indexes = new Map<Join, Promise<Index>>();
  const indexFor = (join: Join): Promise<Index> => {
    const known = indexes.get(join) ?? buildIndex(join, parents);
    indexes.set(join, known);
    return known;
  };
  const joinOne = async (join: Join, item: Json, bindings: Bindings): Promise<Partner> => {
    const value = await join.value.evaluate(item, bindings);
    const text = toKeyText(value);
    const found = text === undefined ? undefined : (await indexFor(join)).get(text);
    if (found !== undefined || join.keep) return { partner: found };
    const details = { key: join.value.source, value: text ?? 'nothing', parent: join.stream };
    const pointer = toPointer(compileSelector(join.value.source)?.path ?? []);
    return { missing: engineError('PARENT_NOT_FOUND', details), pointer };
  };
  const fetchOne = async (fetch: Fetch, item: Json, bindings: Bindings): Promise<Partner> => {
    if (fetch.when && !isTrue(await fetch.when.evaluate(item, bindings))) return { partner: undefined };
    return { partner: await fetchFirst(fetch.stream, item, bindings) };
  };
  return {
    none: stream.lookups.length === 0,
    async of(item, bindings) {
      const found: Record<string, unknown> = {};
      for (const lookup of stream.lookups) {
        const one = lookup.kind === 'join' ? joinOne(lookup, item, bindings) : fetchOne(lookup, item, bindings);
        const partner = await one;
        if ('missing' in partner) return partner;
        if (partner.partner !== undefined) found[lookup.as] = partner.partner;
      }
      return { found };
    },
  };
}
