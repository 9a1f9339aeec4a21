import { spend } from './budget.ts';
import type { Func } from './functions.ts';
import { refuse } from './operators.ts';

/** Steps per search, so that the clock is checked often, and text characters times pattern characters per further step. */
const A_SEARCH = 4;
const PRODUCT_A_STEP = 4_096;

/** Counts a search through a text of this length. */
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

/** Creates the value of a regular expression: a function from a text to its first match, which can find the next one. */
export const createMatcher = (pattern: RegExp): Func => {
  const regex = new RegExp(pattern);
  return asFunc((text: unknown, from: unknown) => {
    if (typeof text !== 'string') return refuse();
    return matchFrom(regex, text, Number(from) || 0);
  }, 2);
};

/** Returns true if a text contains a match, without creating a match object. */
export const regexTest = (regex: RegExp, text: string): boolean => {
  countSearch(regex, text.length);
  regex.lastIndex = 0;
  return regex.test(text);
};
