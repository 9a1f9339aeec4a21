import type { BuiltinName } from '../builtins.ts';
import { BudgetSpent, stepsOfList, stepsOfText } from './budget.ts';
import { weigh } from './weigh.ts';

/** Computes the steps of a call from its arguments. */
type Cost = (...args: readonly unknown[]) => number;

const shallow = (value: unknown): number => {
  if (typeof value === 'string') return stepsOfText(value.length);
  return Array.isArray(value) ? stepsOfList(value.length) : 0;
};

const sum: Cost = (...args) => args.reduce<number>((steps, value) => steps + shallow(value), 0);

const fields: Cost = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? stepsOfList(Object.keys(value).length)
    : shallow(value);

const joined: Cost = (list, separator) => {
  const length = typeof separator === 'string' ? separator.length : 0;
  return weigh(list) + (Array.isArray(list) ? stepsOfText(list.length * length) : 0);
};

// `$distinct` compares each value with all distinct ones so far.
const PAIRS_A_STEP = 256;
const distinct: Cost = (list) => weigh(list) + (Array.isArray(list) ? list.length ** 2 / PAIRS_A_STEP : 0);

const MARKER = /\[[^\]]*\]/g;
/** Matches a marker of fixed width, such as `[Y0001]` and `[M01]`. */
const FIXED = /^\[[YMDHhmsf]\d{2,}\]$/;
const MOST_WAYS = 1_000_000;

/** Returns the length of the longest run of markers without a fixed width that only letters and digits separate. */
const longestChain = (picture: string): number => {
  let [chain, longest, end] = [0, 0, 0];
  for (const { 0: marker, index } of picture.matchAll(MARKER)) {
    if (/[^\p{L}\p{N}]/u.test(picture.slice(end, index))) chain = 0;
    if (!FIXED.test(marker.replaceAll(/\s/g, ''))) chain += 1;
    longest = Math.max(longest, chain);
    end = index + marker.length;
  }
  return longest;
};

// jsonata turns the picture into a non-linear pattern: adjacent markers can split the text in many ways.
const parsedTime: Cost = (text, picture) => {
  if (typeof text !== 'string' || typeof picture !== 'string') return 0;
  const ways = text.length ** Math.max(0, longestChain(picture) - 1);
  if (ways > MOST_WAYS) throw new BudgetSpent('the picture string of a time can match in too many ways');
  return stepsOfText(text.length + picture.length) + ways / PAIRS_A_STEP;
};

const text: Cost = (value) => (typeof value === 'string' ? stepsOfText(value.length) : 0);

// V8 uses at most 250 characters of the search string to compute a shift, and may compare all of it at each position.
const LETTERS_OF_SHIFT = 256;
const searched: Cost = (value, token) =>
  text(value) * (typeof token === 'string' ? 1 + token.length / LETTERS_OF_SHIFT : 1);

const padded: Cost = (_text, width) => (typeof width === 'number' ? stepsOfText(Math.abs(width)) : 0);

// Parsing a character takes far longer than reading it.
const STEPS_A_PARSED_LETTER = 4;
const parsed: Cost = (source) => (typeof source === 'string' ? source.length * STEPS_A_PARSED_LETTER : 0);

/** Costs of the built-ins whose running time depends on the size of their arguments. */
export const COSTS: { readonly [N in BuiltinName]?: Cost } = {
  append: sum,
  average: sum,
  base64decode: text,
  base64encode: text,
  clone: weigh,
  contains: searched,
  decodeUrl: text,
  decodeUrlComponent: text,
  distinct,
  encodeUrl: text,
  encodeUrlComponent: text,
  eval: parsed,
  formatInteger: sum,
  formatNumber: sum,
  fromMillis: sum,
  join: joined,
  keys: fields,
  length: text,
  lookup: fields,
  lowercase: text,
  match: text,
  max: sum,
  merge: weigh,
  min: sum,
  number: text,
  pad: padded,
  parseInteger: sum,
  replace: searched,
  reverse: sum,
  shuffle: sum,
  split: searched,
  spread: fields,
  string: weigh,
  substring: text,
  substringAfter: searched,
  substringBefore: searched,
  sum,
  toMillis: parsedTime,
  trim: text,
  uppercase: text,
  zip: sum,
};
