type Range = readonly [first: number, last: number];

const LAST_UNIT = 0xff_ff;
const LAST_ASCII = 0x7f;

/** Canonicalizes a UTF-16 unit for case-insensitive patterns without `u` (ECMA-262, Canonicalize). */
const canonical = (unit: number): number => {
  const upper = String.fromCharCode(unit).toUpperCase();
  const code = upper.charCodeAt(0);
  return upper.length !== 1 || (unit > LAST_ASCII && code <= LAST_ASCII) ? unit : code;
};

let table: ReadonlyMap<number, readonly number[]> | undefined;

/** Units with case variants, each with all of its variants. Takes a few milliseconds to build. */
const cased = (): ReadonlyMap<number, readonly number[]> => {
  if (table) return table;
  const groups = new Map<number, number[]>();
  for (let unit = 0; unit <= LAST_UNIT; unit += 1) {
    const key = canonical(unit);
    const group = groups.get(key);
    if (group) group.push(unit);
    else groups.set(key, [unit]);
  }
  const made = [...groups.values()].filter(({ length }) => length > 1);
  table = new Map(made.flatMap((group) => group.map((unit) => [unit, group] as const)));
  return table;
};

const isLetter = (unit: number): boolean => {
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
};

/** ASCII letters fold among themselves only, so that patterns of ASCII do not need the table. */
const foldAscii = (unit: number): readonly number[] => (isLetter(unit) ? [unit & ~0x20, unit | 0x20] : [unit]);

/** Returns the units that match `unit` ignoring case, including itself. */
export const foldUnit = (unit: number): readonly number[] =>
  unit <= LAST_ASCII ? foldAscii(unit) : (cased().get(unit) ?? [unit]);

function* groupsOf([first, last]: Range): Iterable<readonly number[]> {
  if (last > LAST_ASCII) {
    for (const [unit, group] of cased()) if (unit >= first && unit <= last) yield group;
  } else for (let unit = first; unit <= last; unit += 1) yield foldAscii(unit);
}

/** Returns the units outside a range that match one in it ignoring case. */
export const foldRange = (range: Range): readonly number[] => {
  const [first, last] = range;
  const outside = new Set<number>();
  for (const group of groupsOf(range)) for (const other of group) if (other < first || other > last) outside.add(other);
  return [...outside];
};
