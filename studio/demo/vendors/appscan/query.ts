import { type Items, items, slice } from '../dataset/list.ts';
import { json, jsonPage, type Reply, type Seen, wholeNumber } from '../http/exchange.ts';
import { compileFilter, type Field } from './odata-filter.ts';
import { FilterError, sortable, type Type } from './odata-tokens.ts';

/** A list that can be asked for single fields, with the type of each. */
export interface Queryable {
  /** Names the list and its state, so that a filtered one can be found again. */
  readonly key: string;
  readonly list: Items & { quick?(index: number, field: string): string | undefined };
  readonly fields: ReadonlyMap<string, Type>;
}

const DEFAULT_TOP = 100;
const MAX_TOP = 5000;
const KEPT = 64;
const KNOWN = /^\$(top|skip|filter|select|orderby|expand|count|apply)$/;

/** Answers OData queries: filter, order, count, skip, top. Remembers which items a filter lets through. */
export const queries = (): ((seen: Seen, source: Queryable) => Reply) => {
  const remembered = new Map<string, Uint32Array>();

  return (seen, source) => {
    const problem = problemOf(seen.query);
    if (problem !== undefined) return refused(problem);
    const top = wholeNumber(seen.query, '$top', DEFAULT_TOP) ?? 0;
    const skip = wholeNumber(seen.query, '$skip', 0) ?? 0;
    try {
      const list = selected(seen.query, source);
      const count = seen.query.get('$count') === 'true' ? list.count : null;
      const page = slice(list, skip, skip + top).map(narrowed(seen.query.get('$select')));
      return jsonPage('{"Items":[', page, `],"Count":${count}}`);
    } catch (error) {
      if (error instanceof FilterError)
        return refused(`The query specified in the URI is not valid. ${error.message}.`);
      throw error;
    }
  };

  function selected(query: URLSearchParams, source: Queryable): Items {
    const filter = query.get('$filter') ?? '';
    const order = query.get('$orderby') ?? '';
    // Every list lies by ascending Id.
    if (filter === '' && (order === '' || order === 'Id' || order === 'Id asc')) return source.list;
    const key = [source.key, filter, order].join('\n');
    const indexes = remembered.get(key) ?? chosen(source, filter, order);
    remembered.delete(key);
    remembered.set(key, indexes);
    if (remembered.size > KEPT) remembered.delete(remembered.keys().next().value ?? '');
    return items(indexes.length, (i) => source.list.json(indexes[i] ?? 0));
  }
};

/** Keeps the fields that `$select` names. */
const narrowed = (select: string | null): ((text: string) => string) => {
  if (select === null) return (text) => text;
  const wanted = new Set(select.split(',').map((name) => name.trim()));
  return (text) => {
    const members = Object.entries(JSON.parse(text) as object).filter(([name]) => wanted.has(name));
    return JSON.stringify(Object.fromEntries(members));
  };
};

const problemOf = (query: URLSearchParams): string | undefined => {
  for (const name of query.keys())
    if (name.startsWith('$') && !KNOWN.test(name)) return `The query parameter '${name}' is not supported.`;
  const top = wholeNumber(query, '$top', DEFAULT_TOP);
  if (top === undefined || top > MAX_TOP)
    return `The limit of '${MAX_TOP}' for Top query has been exceeded, or Top is no number.`;
  if (wholeNumber(query, '$skip', 0) === undefined) return 'Invalid value for $skip.';
  if (!['true', 'false', null].includes(query.get('$count'))) return 'Invalid value for $count.';
  return undefined;
};

const chosen = ({ list, fields }: Queryable, filter: string, order: string): Uint32Array => {
  const passes = filter === '' ? () => true : compileFilter(filter, fields);
  const kept: number[] = [];
  for (let i = 0; i < list.count; i++) if (passes(reader(list, i))) kept.push(i);
  return Uint32Array.from(order === '' ? kept : ordered(kept, { list, fields }, order));
};

const ordered = (kept: readonly number[], { list, fields }: Omit<Queryable, 'key'>, order: string): number[] => {
  const terms = order.split(',').map((term) => {
    const [, name = '', , direction] = /^\s*(\w+)(\s+(asc|desc))?\s*$/.exec(term) ?? [];
    if (!fields.has(name)) throw new FilterError(`cannot order by '${term}'`);
    return { name, sign: direction === 'desc' ? -1 : 1 };
  });
  const rows = kept.map((index) => {
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

/** Reads fields of one item, parsing it only when a field needs it. */
const reader = (list: Queryable['list'], index: number): Field => {
  let body: Record<string, unknown> | undefined;
  return (name) => {
    const quick = list.quick?.(index, name);
    if (quick !== undefined) return quick;
    body ??= JSON.parse(list.json(index)) as Record<string, unknown>;
    return body[name];
  };
};

/** A refusal as AppScan words it. */
export const refused = (Message: string): Reply => json(400, { Message, FormatParams: null, Key: 'BAD_REQUEST' });
