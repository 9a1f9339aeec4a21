import { isSafe } from 'redos-detector';
import { isEngineError } from '../../../base/errors/index.ts';
import { parseExpression, remembering } from '../../../language/expression/index.ts';
import type { Found, LintContext, Rule } from '../rule.ts';

/** Steps that looking at one pattern may take; one that needs more is suspect. Counted, not timed: the same everywhere. */
const LOOK = { maxSteps: 20_000, timeout: Number.POSITIVE_INFINITY } as const;

function* patternsIn(node: unknown, seen = new Set<unknown>()): Generator<RegExp> {
  if (node instanceof RegExp) yield node;
  else if (typeof node === 'object' && node !== null && !seen.has(node)) {
    seen.add(node);
    for (const value of Object.values(node)) yield* patternsIn(value, seen);
  }
}

const astOf = (source: string): unknown => {
  try {
    return parseExpression(source);
  } catch (error) {
    if (isEngineError(error)) return undefined;
    throw error;
  }
};

const isSlow = remembering((pattern) => {
  const [, source = '', flags = ''] = /^\/(.*)\/(\w*)$/s.exec(pattern) ?? [];
  return !isSafe(new RegExp(source, flags), LOOK).safe;
});

function* slow({ sites }: LintContext): Iterable<Found> {
  for (const { path, source } of sites.expressions) {
    if (!source.includes('/')) continue;
    for (const pattern of patternsIn(astOf(source))) {
      if (!isSlow(String(pattern))) continue;
      yield {
        path,
        message: `the pattern ${String(pattern).slice(0, 60)} can take very long on some texts`,
        fix: 'Avoid repetitions inside of repetitions, and alternatives that begin alike.',
      };
    }
  }
}

export const REGEX_RULES = {
  'regexes/slow': { sentence: 'Patterns end quickly on every text.', severity: 'warning', check: slow },
} as const satisfies Record<string, Rule>;
