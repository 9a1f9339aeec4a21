import { encodeComponent } from '../../language/template/index.ts';

/** One parameter of a query or field of a form: its name, and `name=value` as it goes on the wire. */
export interface EncodedPair {
  readonly name: string;
  readonly wire: string;
}

/** A pair whose value is already encoded. */
export const createEncodedPair = (name: string, value: string): EncodedPair => ({
  name,
  wire: `${encodeComponent(name)}=${value}`,
});

/** A pair from plain texts. */
const createPair = (name: string, value: string): EncodedPair => createEncodedPair(name, encodeComponent(value));

const tryDecode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

/** The pairs of a query (without `?`), each with its wire form untouched. */
export const parsePairs = (query: string): EncodedPair[] =>
  query
    .split('&')
    .filter((wire) => wire !== '')
    .map((wire) => ({ name: tryDecode(wire.split('=', 1)[0] ?? ''), wire }));

/** `pairs` with some set: the first of a name is replaced where it stands, others of that name go, new ones follow. */
export const setPairs = (pairs: readonly EncodedPair[], changes: Readonly<Record<string, string>>): EncodedPair[] => {
  const names = Object.keys(changes);
  const first = new Map(pairs.map(({ name }, index) => [name, index] as const).reverse());
  const kept = pairs.flatMap((one, index): EncodedPair[] => {
    if (!Object.hasOwn(changes, one.name)) return [one];
    return first.get(one.name) === index ? [createPair(one.name, changes[one.name] ?? '')] : [];
  });
  return [...kept, ...names.filter((name) => !first.has(name)).map((name) => createPair(name, changes[name] ?? ''))];
};

/** The pairs as one text. */
export const joinPairs = (pairs: readonly EncodedPair[]): string => pairs.map(({ wire }) => wire).join('&');
