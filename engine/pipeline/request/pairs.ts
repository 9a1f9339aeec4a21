import { decodeComponent, encodeComponent } from '../../language/template/index.ts';

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

/** Splits a query (without `?`) into pairs, keeping their encoding. */
export const parsePairs = (query: string): EncodedPair[] =>
  query
    .split('&')
    .filter((wire) => wire !== '')
    .map((wire) => ({ name: decodeComponent((wire.split('=', 1)[0] ?? '').replaceAll('+', ' ')), wire }));

/** Sets a percent-encoded value: replaces the first pair of the name, removes its other pairs, or appends it. */
export const setEncodedPair = (pairs: readonly EncodedPair[], name: string, value: string): EncodedPair[] => {
  const first = pairs.findIndex((pair) => pair.name === name);
  const pair = createEncodedPair(name, value);
  if (first === -1) return [...pairs, pair];
  return pairs.flatMap((one, index) => (index === first ? [pair] : one.name === name ? [] : [one]));
};

/** Sets values by name, each as `setEncodedPair` does. */
export const setPairs = (pairs: readonly EncodedPair[], changes: Readonly<Record<string, string>>): EncodedPair[] =>
  Object.entries(changes).reduce<EncodedPair[]>(
    (updated, [name, value]) => setEncodedPair(updated, name, encodeComponent(value)),
    [...pairs],
  );

/** Joins pairs with `&`. */
export const joinPairs = (pairs: readonly EncodedPair[]): string => pairs.map(({ wire }) => wire).join('&');
