import { countStep, grown } from './budget.ts';
import { type Func, isBare, isFunc } from './functions.ts';
import { refuse } from './operators.ts';
import { emptySequence, isList, type List } from './sequence.ts';

/** Match of a matcher: a regular expression, or a function of the expression. */
interface Match {
  readonly match: string;
  readonly start: number;
  readonly end: number;
  readonly groups: readonly unknown[];
  readonly next: unknown;
}

type Matcher = Func;

const isMatch = (found: Record<string, unknown>) =>
  typeof found['start'] === 'number' || found['end'] === 'number' || isList(found['groups']) || isFunc(found['next']);

const asMatch = (value: unknown) => value as Match;

const run = (matcher: unknown, text: string | undefined): Match | undefined => {
  countStep();
  if (!isFunc(matcher) || isBare(matcher)) return refuse();
  const found = matcher(text);
  if (found === undefined) return undefined;
  if (typeof found !== 'object' || found === null || !isMatch(found as Record<string, unknown>)) return refuse();
  return asMatch(found);
};

const isOpen = (limit: number | undefined, done: number) => limit === undefined || done < limit;

/** `$contains`. */
export const contains = (text: string | undefined, token: string | Matcher | undefined): unknown => {
  if (text === undefined || token === undefined) return undefined;
  return typeof token === 'string' ? text.includes(token) : run(token, text) !== undefined;
};

/** `$match`. */
export const match = (text: string | undefined, matcher: Matcher, limit?: number): unknown => {
  if (text === undefined) return undefined;
  if (limit !== undefined && limit < 0) return refuse();
  const made = emptySequence();
  let found = isOpen(limit, 0) ? run(matcher, text) : undefined;
  for (let done = 0; found !== undefined && isOpen(limit, done); done += 1) {
    made.push({ match: found.match, index: found.start, groups: found.groups });
    found = run(found.next, undefined);
  }
  return made;
};

/** `$split`. */
export const split = (text: string | undefined, separator: string | Matcher, limit?: number): unknown => {
  if (text === undefined) return undefined;
  if (limit !== undefined && limit < 0) return refuse();
  if (!isOpen(limit, 0)) return [];
  if (typeof separator === 'string') return text.split(separator, limit);
  const parts: List = [];
  let found = run(separator, text);
  if (found === undefined) return [text];
  let start = 0;
  let done = 0;
  for (; found !== undefined && isOpen(limit, done); done += 1) {
    parts.push(text.substring(start, found.start));
    start = found.end;
    found = run(found.next, undefined);
  }
  if (isOpen(limit, done)) parts.push(text.substring(start));
  return parts;
};

const countDigits = (groups: number) => (groups === 0 ? 1 : Math.floor(Math.log(groups) * Math.LOG10E) + 1);

/** Parses the group number at `at`: as many digits as there may be groups, one less if that is too many. */
const groupAt = (text: string, at: number, groups: number): number => {
  const digits = countDigits(groups);
  const whole = Number.parseInt(text.substring(at, at + digits), 10);
  return digits > 1 && whole > groups ? Number.parseInt(text.substring(at, at + digits - 1), 10) : whole;
};

/** Resolves `$$`, `$0` and `$n` in a replacement. */
const substitute = (replacement: string, found: Match): string => {
  let made = '';
  let at = 0;
  let dollar = replacement.indexOf('$');
  while (dollar !== -1 && at < replacement.length) {
    made += replacement.substring(at, dollar);
    at = dollar + 1;
    const mark = replacement.charAt(at);
    const group = mark === '$' || mark === '0' ? Number.NaN : groupAt(replacement, at, found.groups.length);
    if (mark === '$') made += '$';
    else if (mark === '0') made += found.match;
    else if (Number.isNaN(group)) made += '$';
    else made += found.groups[group - 1] ?? (found.groups[group - 1] === null ? 'null' : '');
    at += mark === '$' || mark === '0' ? 1 : Number.isNaN(group) ? 0 : String(group).length;
    dollar = replacement.indexOf('$', at);
  }
  return made + replacement.substring(at);
};

const replaceText = (text: string, pattern: string, replacement: unknown, limit: number | undefined): string => {
  let made = '';
  let at = 0;
  let found = text.indexOf(pattern);
  for (let done = 0; found !== -1 && isOpen(limit, done); done += 1) {
    countStep();
    made = grown(made + text.substring(at, found) + (typeof replacement === 'string' ? replacement : refuse()));
    at = found + pattern.length;
    found = text.indexOf(pattern, at);
  }
  return made + text.substring(at);
};

const replaceMatches = (text: string, pattern: Matcher, by: (found: Match) => unknown, limit: number | undefined) => {
  let made = '';
  let at = 0;
  let found = run(pattern, text);
  if (found === undefined) return text;
  for (let done = 0; found !== undefined && isOpen(limit, done); done += 1) {
    const replaced = by(found);
    if (typeof replaced !== 'string') return refuse();
    made = grown(made + text.substring(at, found.start) + replaced);
    at = found.start + found.match.length;
    found = run(found.next, undefined);
  }
  return made + text.substring(at);
};

const replacer = (replacement: unknown): ((found: Match) => unknown) => {
  if (typeof replacement === 'string') return (found) => substitute(replacement, found);
  if (!isFunc(replacement) || isBare(replacement)) return refuse;
  return (found) => replacement(found);
};

/** `$replace`. */
export const replace = (
  ...[text, pattern, replacement, limit]: [string | undefined, string | Matcher, unknown, number?]
): unknown => {
  if (text === undefined) return undefined;
  if (pattern === '' || (limit !== undefined && limit < 0)) return refuse();
  if (!isOpen(limit, 0)) return text;
  if (typeof pattern === 'string') return replaceText(text, pattern, replacement, limit);
  return replaceMatches(text, pattern, replacer(replacement), limit);
};
