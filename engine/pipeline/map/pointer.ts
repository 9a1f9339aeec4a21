interface Leaf {
  readonly pointer: string;
  readonly value: unknown;
}

const MOST_LEAVES = 1_000;

/** RFC 6901 pointer of the names. */
const formatPointer = (path: readonly (string | number)[]): string =>
  path.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const stepInto = (leaf: Leaf, name: string): Leaf[] => {
  const { pointer, value } = leaf;
  if (Array.isArray(value))
    return value.flatMap((member, at) => stepInto({ pointer: `${pointer}/${at}`, value: member }, name));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
  return [{ pointer: pointer + formatPointer([name]), value: Reflect.get(value, name) }];
};

const findLeavesAt = (item: unknown, path: readonly string[]) =>
  path.reduce<Leaf[]>(
    (leaves, name) => leaves.flatMap((leaf) => stepInto(leaf, name)).slice(0, MOST_LEAVES),
    [{ pointer: '', value: item }],
  );

type Paths = readonly (readonly string[])[];

const findLeaves = (paths: Paths, item: unknown) => paths.flatMap((path) => findLeavesAt(item, path));

/** Every place of `item` that lies on these paths. */
export const findPointers = (paths: Paths, item: unknown): readonly string[] =>
  findLeaves(paths, item).map(({ pointer }) => pointer);

/** Where in `item` a value came from that was made of what lies on these paths: the leaf that equals it, else the first path. */
export const findSourcePointer = (paths: Paths, item: unknown, value: unknown): string => {
  const same = value === undefined ? undefined : findLeaves(paths, item).find((leaf) => leaf.value === value);
  return same?.pointer ?? formatPointer(paths[0] ?? []);
};
