import { encodeComponent } from '../../language/template/index.ts';

/** Query parameter or form field: decoded name, and `name=value` as it is sent. */
export interface EncodedPair {
  readonly name: string;
  readonly wire: string;
}

/** Creates a pair from a percent-encoded value. */
export const createEncodedPair = (name: string, value: string): EncodedPair => ({
  name,
  wire: `${encodeComponent(name)}=${value}`,
});

const createPair = (name: string, value: string): EncodedPair => createEncodedPair(name, encodeComponent(value));

const tryDecode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

/** Splits a query (without `?`) into pairs, keeping their encoding. */
export const parsePairs = (query: string): EncodedPair[] =>
  query
    .split('&')
    .filter((wire) => wire !== '')
    .map((wire) => ({ name: tryDecode(wire.split('=', 1)[0] ?? ''), wire }));

/** Sets values by name: replaces the first pair of a name, removes its other pairs, and appends new names. */
export const setPairs = (pairs: readonly EncodedPair[], changes: Readonly<Record<string, string>>): EncodedPair[] => {
  const names = Object.keys(changes);
  const first = new Map(pairs.map(({ name }, index) => [name, index] as const).reverse());
  const updated = pairs.flatMap((pair, index): EncodedPair[] => {
    if (!Object.hasOwn(changes, pair.name)) return [pair];
    return first.get(pair.name) === index ? [createPair(pair.name, changes[pair.name] ?? '')] : [];
  });
  return [...updated, ...names.filter((name) => !first.has(name)).map((name) => createPair(name, changes[name] ?? ''))];
};

/** Joins pairs with `&`. */
export const joinPairs = (pairs: readonly EncodedPair[]): string => pairs.map(({ wire }) => wire).join('&');
