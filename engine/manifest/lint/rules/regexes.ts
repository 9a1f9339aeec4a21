import { isEngineError } from '../../../base/errors/index.ts';
import { linearRegex, parseExpression } from '../../../language/expression/index.ts';
import { at, type Found, type LintContext, type Rule } from '../rule.ts';
import { problem } from './syntax.ts';

const regexProblem = (path: string, compile: () => unknown): Found | undefined => {
  try {
    compile();
    return undefined;
  } catch (error) {
    if (isEngineError(error, 'REGEX_NOT_LINEAR')) return problem(path, error);
    // Other rules report what does not parse.
    if (isEngineError(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
};

function* notLinear({ manifest, sites }: LintContext): Iterable<Found> {
  for (const { kind, path, source } of sites) {
    const found = kind === 'expression' && source.includes('/') && regexProblem(path, () => parseExpression(source));
    if (found) yield found;
  }
  for (const [name, { pattern }] of Object.entries(manifest.settings.properties)) {
    if (pattern === undefined) continue;
    const path = at('settings', 'properties', name, 'pattern');
    const found = regexProblem(path, () => linearRegex(new RegExp(pattern)));
    if (found) yield found;
  }
}

export const REGEX_RULES = {
  'regexes/linear': {
    sentence: 'Every regular expression can run in linear time.',
    severity: 'error',
    check: notLinear,
  },
} as const satisfies Record<string, Rule>;
