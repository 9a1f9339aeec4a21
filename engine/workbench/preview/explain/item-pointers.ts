import { type Json, readPath, toPointer } from '../../../base/json/index.ts';
import { compileSelector } from '../../../language/expression/index.ts';
import type { ExtractedItem } from '../../../pipeline/extract/index.ts';
import { parseSample, tryParse } from '../sample.ts';

/** Matches the extracted items with list members, in order. A list can contain members that were not extracted. */
function findPlaces(list: readonly Json[], taken: readonly ExtractedItem[]): (number | undefined)[] {
  if (list.length === taken.length) return taken.map((_, at) => at);
  let next = 0;
  return taken.map((one) => {
    if (one.kind === 'bad') return undefined;
    const text = JSON.stringify(one.value);
    const found = list.findIndex((member, at) => at >= next && JSON.stringify(member) === text);
    if (found >= 0) next = found + 1;
    return found >= 0 ? found : undefined;
  });
}

const parsePath = (records: string): string[] | undefined => {
  try {
    return records.trim() === '$' ? [] : compileSelector(records)?.path;
  } catch {
    return undefined;
  }
};

/** Returns the JSON pointer (RFC 6901) of each item in the sample, or null if the records are computed or not JSON. */
export function findItemPointers(
  sample: string,
  records: string,
  taken: readonly ExtractedItem[],
): readonly (string | null)[] {
  const { text, at } = parseSample(sample);
  const value = tryParse(text);
  if (value === undefined) return taken.map(() => null);
  const path = Array.isArray(value) ? [] : parsePath(records);
  const list = path && readPath(value, path);
  if (Array.isArray(list)) {
    const places = findPlaces(list, taken);
    return places.map((place) => (place === undefined ? null : at + toPointer([...(path ?? []), place])));
  }
  const isItself = taken.length === 1 && taken[0]?.kind === 'item' && JSON.stringify(taken[0].value) === text;
  return taken.map(() => (isItself ? at : null));
}
