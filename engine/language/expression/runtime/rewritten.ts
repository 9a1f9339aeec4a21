import type { Implementation } from './functions.ts';
import { eachEntry, filterList, mapList, reduceList, siftObject, singleOf } from './higher-order.ts';
import { pad } from './pad.ts';
import { sortList } from './sort.ts';
import { spread } from './spread.ts';
import { substring } from './substring.ts';
import { contains, match, replace, split } from './text.ts';

/** The built-ins that are asynchronous in stock, anew and synchronous; `$pad`, bounded; `$substring`, quicker; `$spread`, of functions. */
export const REWRITTEN: Readonly<Record<string, Implementation>> = {
  contains,
  match,
  replace,
  split,
  map: mapList,
  filter: filterList,
  single: singleOf,
  reduce: reduceList,
  each: eachEntry,
  sift: siftObject,
  sort: sortList,
  pad,
  spread,
  substring,
};
