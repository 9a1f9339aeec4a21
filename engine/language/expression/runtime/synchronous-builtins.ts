import type { Implementation } from './functions.ts';
import { eachEntry, filterList, findSingle, mapList, reduceList, siftObject } from './higher-order.ts';
import { pad } from './pad.ts';
import { sortList } from './sort.ts';
import { spread } from './spread.ts';
import { substring } from './substring.ts';
import { contains, match, replace, split } from './text.ts';

/**
 * Built-ins reimplemented: synchronous ones for the asynchronous ones of the interpreter, a limited `$pad`, a faster
 * `$substring`, and `$spread` for functions.
 */
export const SYNCHRONOUS_BUILTINS: Readonly<Record<string, Implementation>> = {
  contains,
  match,
  replace,
  split,
  map: mapList,
  filter: filterList,
  single: findSingle,
  reduce: reduceList,
  each: eachEntry,
  sift: siftObject,
  sort: sortList,
  pad,
  spread,
  substring,
};
