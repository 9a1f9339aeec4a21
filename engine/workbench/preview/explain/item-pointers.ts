import { type Json, parseExact, read, toPointer } from '../../../base/json/index.ts';
import { selectorOf } from '../../../language/expression/index.ts';
import type { Extracted } from '../../../pipeline/extract/index.ts';
import { sampleOf } from '../sample.ts';

const parsed = (text: string): Json | undefined => {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
};

/** Members of a list are taken in their order, some of them left out: those that equal what was taken, one by one. */
function placesIn(list: readonly Json[], taken: readonly Extracted[]): (number | undefined)[] {
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

const pathOf = (records: string): string[] | undefined => {
  try {
    return records.trim() === '$' ? [] : selectorOf(records)?.path;
  } catch {
    return undefined;
  }
};

/** Where in the sample's text each item stands: RFC 6901; null where the records are computed, or not JSON. */
export function itemPointers(sample: string, records: string, taken: readonly Extracted[]): readonly (string | null)[] {
  const { text, at } = sampleOf(sample);
  const value = parsed(text);
  if (value === undefined) return taken.map(() => null);
  const path = Array.isArray(value) ? [] : pathOf(records);
  const list = path && read(value, path);
  if (Array.isArray(list)) {
    const places = placesIn(list, taken);
    return places.map((place) => (place === undefined ? null : at + toPointer([...(path ?? []), place])));
  }
  const isItself = taken.length === 1 && taken[0]?.kind === 'item' && JSON.stringify(taken[0].value) === text;
  return taken.map(() => (isItself ? at : null));
}
