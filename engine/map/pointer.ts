import { readsOf } from '../expression/index.ts';

interface Leaf {
  readonly pointer: string;
  readonly value: unknown;
}

const MOST_LEAVES = 1_000;

/** RFC 6901 pointer of the names. */
export const pointerOf = (path: readonly (string | number)[]): string =>
  path.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const step = (leaf: Leaf, name: string): Leaf[] => {
  const { pointer, value } = leaf;
  if (Array.isArray(value))
    return value.flatMap((member, at) => step({ pointer: `${pointer}/${at}`, value: member }, name));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
  return [{ pointer: pointer + pointerOf([name]), value: Reflect.get(value, name) }];
};

const leavesAt = (item: unknown, path: readonly string[]) =>
  path.reduce<Leaf[]>(
    (leaves, name) => leaves.flatMap((leaf) => step(leaf, name)).slice(0, MOST_LEAVES),
    [{ pointer: '', value: item }],
  );

const leavesOf = (source: string, item: unknown) => readsOf(source).input.flatMap((path) => leavesAt(item, path));

/** Every place of `item` that an expression may read. */
export const sourcePointers = (source: string, item: unknown): readonly string[] =>
  leavesOf(source, item).map(({ pointer }) => pointer);

/** Where in `item` the value that an expression gave came from: the leaf it reads that equals it, else its first read. */
export const sourcePointer = (source: string, item: unknown, value: unknown): string => {
  const same = value === undefined ? undefined : leavesOf(source, item).find((leaf) => leaf.value === value);
  return same?.pointer ?? pointerOf(readsOf(source).input[0] ?? []);
};
