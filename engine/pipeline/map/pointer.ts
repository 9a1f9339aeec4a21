interface Leaf {
  readonly pointer: string;
  readonly value: unknown;
}

const MAX_LEAVES = 1_000;

/** Formats an RFC 6901 pointer. */
const formatPointer = (path: readonly (string | number)[]): string =>
  path.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Adds the members with a name that the value has, or that the members of a list have. */
function stepInto({ pointer, value }: Leaf, name: string, into: Leaf[]): void {
  if (into.length >= MAX_LEAVES || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value))
    for (const [at, member] of value.entries()) stepInto({ pointer: `${pointer}/${at}`, value: member }, name, into);
  else if (Object.hasOwn(value, name))
    into.push({ pointer: pointer + formatPointer([name]), value: Reflect.get(value, name) });
}

function findLeavesAt(item: unknown, path: readonly string[]): readonly Leaf[] {
  let leaves: Leaf[] = [{ pointer: '', value: item }];
  for (const name of path) {
    const next: Leaf[] = [];
    for (const leaf of leaves) stepInto(leaf, name, next);
    leaves = next;
  }
  return leaves;
}

type Paths = readonly (readonly string[])[];

const findLeaves = (paths: Paths, item: unknown) => paths.flatMap((path) => findLeavesAt(item, path));

/** Finds the pointers to all values of `item` on these paths. */
export const findPointers = (paths: Paths, item: unknown): readonly string[] =>
  findLeaves(paths, item).map(({ pointer }) => pointer);

/** Finds the pointers to the members of the lists on a path, and to its other values. */
export const findMemberPointers = (path: readonly string[], item: unknown): readonly string[] =>
  findLeavesAt(item, path).flatMap(({ pointer, value }) =>
    Array.isArray(value) ? value.map((_, at) => `${pointer}/${at}`) : [pointer],
  );

/** Finds the pointer to an object within the item, by reference. */
export function findObjectPointer(item: unknown, wanted: object): string | undefined {
  const waiting: Leaf[] = [{ pointer: '', value: item }];
  for (let leaf = waiting.pop(); leaf !== undefined; leaf = waiting.pop()) {
    const { pointer, value } = leaf;
    if (value === wanted) return pointer;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries(value))
      waiting.push({ pointer: pointer + formatPointer([key]), value: member });
  }
  return undefined;
}

/** Finds the item position that a value was computed from: the leaf that equals it, otherwise the first path. */
export const findSourcePointer = (paths: Paths, item: unknown, value: unknown): string => {
  const same = value === undefined ? undefined : findLeaves(paths, item).find((leaf) => leaf.value === value);
  return same?.pointer ?? formatPointer(paths[0] ?? []);
};
