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
