/** Longer texts are not cached. */
const LONGEST = 20_000;
const MOST = 500;

/** Caches `make` for the latest texts: its results must be deterministic and must not be changed. */
export const memoizeByText = <T>(make: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    if (text.length > LONGEST) return made;
    const [oldest] = known.size >= MOST ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    known.set(text, made);
    return made;
  };
};

interface Entry<T> {
  readonly key: readonly unknown[];
  readonly value: T;
}

/**
 * Creates a cache of the values of the latest `size` keys, whose parts are compared by identity. The function returns the cached
 * value, or makes it; it forgets a promise that rejects. Values must be deterministic and must not be changed.
 */
export const createMemory = <T>(size = 1): ((key: readonly unknown[], make: () => T) => T) => {
  let entries: readonly Entry<T>[] = [];
  const without = (entry: Entry<T>) => entries.filter((one) => one !== entry);
  return (key, make) => {
    const known = entries.find((entry) => key.every((part, at) => part === entry.key[at]));
    const entry = known ?? { key, value: make() };
    entries = [entry, ...without(entry)].slice(0, size);
    if (!known && entry.value instanceof Promise)
      entry.value.catch(() => {
        entries = without(entry);
      });
    return entry.value;
  };
};
