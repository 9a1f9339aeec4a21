import { isEngineError } from '../../../base/errors/index.ts';
import { linearRegex, parseExpression } from '../../../language/expression/index.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';
import { toViolation } from './syntax.ts';

const regexProblem = (path: string, compile: () => unknown): Violation | undefined => {
  try {
    compile();
    return undefined;
  } catch (error) {
    if (isEngineError(error, 'REGEX_NOT_LINEAR')) return toViolation(path, error);
    // Other rules report syntax errors.
    if (isEngineError(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
};

function* findNonLinearRegexes({ manifest, sites }: LintContext): Iterable<Violation> {
  for (const { kind, path, source } of sites) {
    const found = kind === 'expression' && source.includes('/') && regexProblem(path, () => parseExpression(source));
    if (found) yield found;
  }
  for (const [name, { pattern }] of Object.entries(manifest.settings.properties)) {
    if (pattern === undefined) continue;
    const path = pointerTo('settings', 'properties', name, 'pattern');
    const found = regexProblem(path, () => linearRegex(new RegExp(pattern)));
    if (found) yield found;
  }
}

export const REGEX_RULES = {
  'regexes/linear': {
    sentence: 'Every regular expression runs in linear time.',
    severity: 'error',
    check: findNonLinearRegexes,
  },
} as const satisfies Record<string, Rule>;
