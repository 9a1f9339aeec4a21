import { encodeComponent } from '../../language/template/index.ts';

/** One parameter of a query or field of a form: its name, and `name=value` as it goes on the wire. */
export interface Pair {
  readonly name: string;
  readonly wire: string;
}

/** A pair whose value is already encoded. */
export const encodedPair = (name: string, value: string): Pair => ({ name, wire: `${encodeComponent(name)}=${value}` });

/** A pair from plain texts. */
const pair = (name: string, value: string): Pair => encodedPair(name, encodeComponent(value));

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

/** The pairs of a query (without `?`), each with its wire form untouched. */
export const pairsIn = (query: string): Pair[] =>
  query
    .split('&')
    .filter((wire) => wire !== '')
    .map((wire) => ({ name: decoded(wire.split('=', 1)[0] ?? ''), wire }));

/** `pairs` with some set: the first of a name is replaced where it stands, others of that name go, new ones follow. */
export const withPairs = (pairs: readonly Pair[], changes: Readonly<Record<string, string>>): Pair[] => {
  const names = Object.keys(changes);
  const first = new Map(pairs.map(({ name }, index) => [name, index] as const).reverse());
  const kept = pairs.flatMap((one, index): Pair[] => {
    if (!Object.hasOwn(changes, one.name)) return [one];
    return first.get(one.name) === index ? [pair(one.name, changes[one.name] ?? '')] : [];
  });
  return [...kept, ...names.filter((name) => !first.has(name)).map((name) => pair(name, changes[name] ?? ''))];
};

/** The pairs as one text. */
export const joinPairs = (pairs: readonly Pair[]): string => pairs.map(({ wire }) => wire).join('&');
