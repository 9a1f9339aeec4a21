import { setFlagsFromString } from 'node:v8';
import { engineError } from '../../../base/errors/index.ts';
import { memoizeByText } from '../../../base/memoize/index.ts';
import { NotLinear, rewrite } from './rewrite.ts';

// Applies to the whole process, including its threads, from the moment this module is loaded. The first flag makes V8
// accept the flag `l`, which rejects patterns that its linear engine cannot run. The second one starts all other
// patterns on the fast engine, which switches to the linear one after 50,000 backtracks.
setFlagsFromString('--enable-experimental-regexp-engine');
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');

const isLinear = (source: string, flags: string): boolean => {
  try {
    new RegExp(source, `${flags}l`);
    return true;
  } catch {
    return false;
  }
};

type Rewritten = { readonly source: string; readonly flags: string } | { readonly problem: string };

/** Maximum length of a pattern: the cost per character of a text grows with it. */
const LONGEST = 10_000;

/** V8's engine supports nested counts up to 16; where it counts some of them twice, none are left to it. */
const COPIES = [16, 1];

const sourceOf = ({ source, flags }: RegExp): Rewritten => {
  if (source.length > LONGEST) return { problem: 'it is too long' };
  if (isLinear(source, flags)) return { source, flags };
  const ignoresCase = flags.includes('i');
  const rest = flags.replace('i', '');
  try {
    for (const mostCopies of COPIES) {
      const rewritten = rewrite(source, { ignoresCase, mostCopies });
      if (isLinear(rewritten, rest)) return { source: rewritten, flags: rest };
    }
    return { problem: 'it uses unsupported syntax' };
  } catch (error) {
    if (error instanceof NotLinear) return { problem: error.message };
    if (error instanceof RangeError) return { problem: 'it is nested too deeply' };
    throw error;
  }
};

const PARTS = /^\/(.*)\/(\w*)$/s;

const known = memoizeByText((pattern): Rewritten => {
  const [, source = '', flags = ''] = PARTS.exec(pattern) ?? [];
  return sourceOf(new RegExp(source, flags));
});

const SHOWN = 60;

/**
 * Converts a pattern to a regular expression with the same matches that runs in linear time. Throws REGEX_NOT_LINEAR for
 * patterns that V8's linear engine cannot run, even rewritten.
 */
export const linearRegex = (pattern: RegExp, position?: number): RegExp => {
  const text = String(pattern);
  const found = known(text);
  if ('source' in found) return new RegExp(found.source, found.flags);
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  throw engineError('REGEX_NOT_LINEAR', {
    pattern: shown,
    problem: found.problem,
    ...(position === undefined ? {} : { position }),
  });
};

/** `linearRegex` as the constructor for jsonata's `RegexEngine` option. */
export const LinearRegExp = function LinearRegExp(pattern: RegExp): RegExp {
  return linearRegex(pattern);
} as unknown as RegExpConstructor;
