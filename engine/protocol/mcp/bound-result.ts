import { isObject, type Json, type JsonObject, toPointer } from '../../base/json/index.ts';

/** Longest result in characters of JSON: about 20,000 tokens, which clients accept. */
export const MOST_CHARACTERS = 80_000;

/** Part of a result that was cut or left out. */
export interface Cut {
  /** JSON pointer into the result. */
  readonly pointer: string;
  /** Number of characters or members that the result contains. */
  readonly kept: number;
  /** Number of them before. */
  readonly of: number;
  readonly unit: 'characters' | 'members';
}

interface Limits {
  readonly characters: number;
  readonly members: number;
}

/** Limits to try, one after another. */
const STEPS: readonly Limits[] = [
  { characters: 20_000, members: 500 },
  { characters: 4_000, members: 100 },
  { characters: 1_000, members: 30 },
  { characters: 400, members: 10 },
  { characters: 200, members: 3 },
];

/** Share of a long result that members which are kept whole may use. */
const WHOLE_SHARE = 0.75;

/** Cuts that are listed; more of them are counted in the last one. */
const MOST_CUTS = 20;

const sizeOf = (value: Json): number => JSON.stringify(value).length;

type Path = readonly (string | number)[];
type Report = (path: Path, cut: Omit<Cut, 'pointer'>) => void;

function shrink(value: Json, path: Path, limits: Limits, report: Report): Json {
  const { characters, members } = limits;
  if (typeof value === 'string') {
    if (value.length <= characters) return value;
    report(path, { kept: characters, of: value.length, unit: 'characters' });
    return `${value.slice(0, characters)}…`;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Array.isArray(value) ? [...(value as readonly Json[]).entries()] : Object.entries(value);
  if (entries.length > members) report(path, { kept: members, of: entries.length, unit: 'members' });
  const kept = entries.slice(0, members).map(([at, one]) => [at, shrink(one, [...path, at], limits, report)] as const);
  return Array.isArray(value) ? kept.map(([, one]) => one) : Object.fromEntries(kept);
}

/** Shrinks a result to a number of characters, and reports what was cut. */
function shrinkTo(result: JsonObject, most: number): { readonly value: JsonObject; readonly cuts: readonly Cut[] } {
  if (sizeOf(result) <= most) return { value: result, cuts: [] };
  let last: { value: JsonObject; cuts: readonly Cut[] } = { value: {}, cuts: [] };
  for (const limits of STEPS) {
    const cuts: Cut[] = [];
    const value = shrink(result, [], limits, (path, cut) => void cuts.push({ pointer: toPointer(path), ...cut }));
    last = { value: isObject(value) ? value : {}, cuts };
    if (sizeOf(last.value) <= most) return last;
  }
  return { value: {}, cuts: [{ pointer: '', kept: 0, of: Object.keys(result).length, unit: 'members' }] };
}

/** Keeps the members that are useful only whole: of a list, those of the first elements that fit; else all or nothing. */
function keepWhole(
  value: Json,
  most: number,
): { readonly value: Json | undefined; readonly cut?: Omit<Cut, 'pointer'> } {
  const characters = sizeOf(value);
  if (characters <= most) return { value };
  if (!Array.isArray(value)) return { value: undefined, cut: { kept: 0, of: characters, unit: 'characters' } };
  let left = most - '['.length;
  const fits = (value as readonly Json[]).findIndex((one) => {
    left -= sizeOf(one) + ','.length;
    return left < 0;
  });
  return { value: value.slice(0, fits), cut: { kept: fits, of: value.length, unit: 'members' } };
}

function listCuts(cuts: readonly Cut[]): readonly Json[] {
  const shown = cuts.slice(0, MOST_CUTS).map((cut) => ({ ...cut }));
  return cuts.length > MOST_CUTS ? [...shown, { more: cuts.length - MOST_CUTS }] : shown;
}

/**
 * Limits the size of a result. Long texts, lists and objects are cut, and `cut` lists them by JSON pointer with what is kept.
 * Members in `whole` are kept whole or left out. `most` excludes the list of cuts.
 */
export function boundResult(result: JsonObject, whole: readonly string[] = [], most = MOST_CHARACTERS): JsonObject {
  if (sizeOf(result) <= most) return result;
  const cuts: Cut[] = [];
  const kept: [string, Json][] = [];
  let left = most * WHOLE_SHARE;
  for (const name of whole) {
    if (result[name] === undefined) continue;
    const nameSize = sizeOf(name) + ':,'.length;
    const { value, cut } = keepWhole(result[name], left - nameSize);
    if (cut) cuts.push({ pointer: toPointer([name]), ...cut });
    if (value === undefined) continue;
    kept.push([name, value]);
    left -= nameSize + sizeOf(value);
  }
  const others = Object.fromEntries(Object.entries(result).filter(([name]) => !whole.includes(name)));
  const { value, cuts: more } = shrinkTo(others, left + most * (1 - WHOLE_SHARE));
  return { ...value, ...Object.fromEntries(kept), cut: listCuts([...cuts, ...more]) };
}
