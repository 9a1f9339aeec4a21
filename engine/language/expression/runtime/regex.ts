import { spend } from './budget.ts';
import type { Func } from './functions.ts';
import { refuse } from './operators.ts';

/** Steps for one search, so that the clock is looked at often, and letters times pattern letters for one step more. */
const A_SEARCH = 4;
const PRODUCT_A_STEP = 4_096;

/** Counts a search through so many letters. */
const countSearch = ({ source }: RegExp, letters: number): void =>
  spend(A_SEARCH + (letters * source.length) / PRODUCT_A_STEP);

const matchFrom = (regex: RegExp, text: string, from: number): unknown => {
  regex.lastIndex = from;
  const found = regex.exec(text);
  countSearch(regex, (found ? regex.lastIndex : text.length) - from);
  if (found === null) return undefined;
  const [match, ...groups] = found;
  const next = () => {
    if (regex.lastIndex >= text.length) return undefined;
    const following = matchFrom(regex, text, regex.lastIndex);
    return following !== undefined && (following as { match: string }).match === '' ? refuse() : following;
  };
  return { match, start: found.index, end: found.index + match.length, groups, next: asFunc(next, 0) };
};

const asFunc = (call: (...args: never[]) => unknown, arity: number): Func => {
  const made = (...args: unknown[]) => Reflect.apply(call, undefined, args);
  return Object.assign(made, { arity, kind: 'regex' as const, run: (args: readonly unknown[]) => made(...args) });
};

/** A regular expression as a value: a function from a text to its first match, which holds a way to the next. */
export const createMatcher = (pattern: RegExp): Func => {
  const regex = new RegExp(pattern);
  return asFunc((text: unknown, from: unknown) => {
    if (typeof text !== 'string') return refuse();
    return matchFrom(regex, text, Number(from) || 0);
  }, 2);
};

/** Whether a text holds a match, without making one. */
export const regexTest = (regex: RegExp, text: string): boolean => {
  countSearch(regex, text.length);
  regex.lastIndex = 0;
  return regex.test(text);
};
