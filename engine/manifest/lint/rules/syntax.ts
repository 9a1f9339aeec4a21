import { type EngineError, isEngineError } from '../../../base/errors/index.ts';
import { parseExpression } from '../../../language/expression/index.ts';
import { compileTemplate } from '../../../language/template/index.ts';
import type { Found, LintContext, Rule } from '../rule.ts';

/** An error of the catalogue as a finding. */
export const problem = (path: string, error: EngineError): Found => {
  const { position } = error.details;
  return { path, message: error.message, fix: error.fix, ...(typeof position === 'number' ? { position } : {}) };
};

function attempt(path: string, compile: () => unknown): Found | undefined {
  try {
    compile();
    return undefined;
  } catch (error) {
    // A rule of its own looks at regular expressions.
    if (isEngineError(error)) return error.code === 'REGEX_NOT_LINEAR' ? undefined : problem(path, error);
    throw error;
  }
}

function* expressions({ sites }: LintContext): Iterable<Found> {
  for (const { path, source } of sites.expressions) {
    const found = attempt(path, () => parseExpression(source));
    if (found) yield found;
  }
}

function* templates({ sites }: LintContext): Iterable<Found> {
  for (const { path, text, place } of sites.templates) {
    const found = attempt(path, () => compileTemplate(text, place));
    if (found) yield found;
  }
}

export const SYNTAX_RULES = {
  'syntax/expression': { sentence: 'Every expression is valid JSONata.', severity: 'error', check: expressions },
  'syntax/template': {
    sentence: 'Every template is valid, with helpers of the list.',
    severity: 'error',
    check: templates,
  },
} as const satisfies Record<string, Rule>;
