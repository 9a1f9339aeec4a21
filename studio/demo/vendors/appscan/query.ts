import { type Items, items, slice } from '../dataset/list.ts';
import { json, jsonPage, type Reply, type Seen, wholeNumber } from '../http/exchange.ts';
import { compileFilter, type Field } from './odata-filter.ts';
import { FilterError, sortable, type Type } from './odata-tokens.ts';

/** List with typed fields that can be filtered and ordered. */
export interface Queryable {
  /** Cache key of the list in its current state. */
  readonly key: string;
  readonly list: Items & { quick?(index: number, field: string): string | undefined };
  readonly fields: ReadonlyMap<string, Type>;
}

const DEFAULT_TOP = 100;
const MAX_TOP = 5000;
const MAX_CACHED = 64;
const KNOWN = /^\$(top|skip|filter|select|orderby|expand|count|apply)$/;

/** Creates a handler for OData queries: filter, order, count, skip, top. It caches the items that a filter selects. */
export const queries = (): ((seen: Seen, source: Queryable) => Reply) => {
  const cache = new Map<string, Uint32Array>();

  return (seen, source) => {
    const problem = problemOf(seen.query);
    if (problem !== undefined) return refused(problem);
    const top = wholeNumber(seen.query, '$top', DEFAULT_TOP) ?? 0;
    const skip = wholeNumber(seen.query, '$skip', 0) ?? 0;
    try {
      const list = selectItems(seen.query, source);
      const count = seen.query.get('$count') === 'true' ? list.count : null;
      const page = slice(list, skip, skip + top).map(pickFields(seen.query.get('$select')));
      return jsonPage('{"Items":[', page, `],"Count":${count}}`);
    } catch (error) {
      if (error instanceof FilterError)
        return refused(`The query specified in the URI is not valid. ${error.message}.`);
      throw error;
    }
  };

  function selectItems(query: URLSearchParams, source: Queryable): Items {
    const filter = query.get('$filter') ?? '';
    const order = query.get('$orderby') ?? '';
    // Every list is in ascending order of Id.
    if (filter === '' && (order === '' || order === 'Id' || order === 'Id asc')) return source.list;
    const key = [source.key, filter, order].join('\n');
    const indexes = cache.get(key) ?? selectIndexes(source, filter, order);
    cache.delete(key);
    cache.set(key, indexes);
    if (cache.size > MAX_CACHED) cache.delete(cache.keys().next().value ?? '');
    return items(indexes.length, (i) => source.list.json(indexes[i] ?? 0));
  }
};

/** Returns the function that keeps only the fields in `$select`. */
const pickFields = (select: string | null): ((text: string) => string) => {
  if (select === null) return (text) => text;
  const names = new Set(select.split(',').map((name) => name.trim()));
  return (text) => {
    const members = Object.entries(JSON.parse(text) as object).filter(([name]) => names.has(name));
    return JSON.stringify(Object.fromEntries(members));
  };
};

const problemOf = (query: URLSearchParams): string | undefined => {
  for (const name of query.keys())
    if (name.startsWith('$') && !KNOWN.test(name)) return `The query parameter '${name}' is not supported.`;
  const top = wholeNumber(query, '$top', DEFAULT_TOP);
  if (top === undefined || top > MAX_TOP)
    return `The limit of '${MAX_TOP}' for Top query has been exceeded, or Top is not a number.`;
  if (wholeNumber(query, '$skip', 0) === undefined) return 'Invalid value for $skip.';
  if (!['true', 'false', null].includes(query.get('$count'))) return 'Invalid value for $count.';
  return undefined;
};

const selectIndexes = ({ list, fields }: Queryable, filter: string, order: string): Uint32Array => {
  const passes = filter === '' ? () => true : compileFilter(filter, fields);
  const selected: number[] = [];
  for (let i = 0; i < list.count; i++) if (passes(reader(list, i))) selected.push(i);
  return Uint32Array.from(order === '' ? selected : sortIndexes(selected, { list, fields }, order));
};

const sortIndexes = (
  selected: readonly number[],
  { list, fields }: Omit<Queryable, 'key'>,
  order: string,
): number[] => {
  const terms = order.split(',').map((term) => {
    const [, name = '', , direction] = /^\s*(\w+)(\s+(asc|desc))?\s*$/.exec(term) ?? [];
    if (!fields.has(name)) throw new FilterError(`cannot order by '${term}'`);
    return { name, sign: direction === 'desc' ? -1 : 1 };
  });
  const rows = selected.map((index) => {
    const field = reader(list, index);
    return { index, keys: terms.map(({ name }) => keyOf(field(name))) };
  });
  rows.sort((a, b) => {
    for (const [i, { sign }] of terms.entries()) {
      const [x, y] = [a.keys[i] ?? '', b.keys[i] ?? ''];
      if (x !== y) return (x < y ? -1 : 1) * sign;
    }
    return a.index - b.index;
  });
  return rows.map(({ index }) => index);
};

const keyOf = (value: unknown): string | number => {
  if (typeof value === 'number') return value;
  const text = String(value ?? '');
  return sortable(text) ?? text;
};

/** Returns a field reader for one item. It parses the item only for fields without a shortcut. */
const reader = (list: Queryable['list'], index: number): Field => {
  let body: Record<string, unknown> | undefined;
  return (name) => {
    const quick = list.quick?.(index, name);
    if (quick !== undefined) return quick;
    body ??= JSON.parse(list.json(index)) as Record<string, unknown>;
    return body[name];
  };
};

/** Builds an error response in the format of AppScan. */
export const refused = (Message: string): Reply => json(400, { Message, FormatParams: null, Key: 'BAD_REQUEST' });
