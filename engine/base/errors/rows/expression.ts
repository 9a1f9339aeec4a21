import type { ErrorRow } from '../row.ts';

/** Exported for the declarations of the package. */
export interface Positioned {
  position?: number | undefined;
}

const at = ({ position }: Positioned) => (position === undefined ? '' : ` at character ${position}`);

export const EXPRESSION_ERRORS = {
  EXPRESSION_SYNTAX: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: Positioned & { problem: string; code: string }) =>
      `JSONata syntax error${at(d)}: ${d.problem} (${d.code})`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Correct the expression at that position; see https://docs.jsonata.org for the syntax.'}`,
  },
  EXPRESSION_FAILED: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: Positioned & { problem: string; code: string }) =>
      `the JSONata expression failed${at(d)}: ${d.problem} (${d.code})`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Correct the expression, or test the value first: a ? f(a).'}`,
  },
  REGEX_NOT_LINEAR: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: { pattern: string; problem: string; position?: number | undefined }) =>
      `the regular expression ${d.pattern} cannot run in linear time: ${d.problem}`,
    fix: 'Rewrite it without lookahead, lookbehind, backreferences and large repetitions of capture groups: test each part with a separate $contains, or capture the surrounding text and use the group.',
  },
  EXPRESSION_TOO_LONG: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: { subject?: string | undefined; limit: string }) =>
      `${d.subject ?? 'the expression'} did not finish within ${d.limit}`,
    fix: 'Look for unbounded recursion, a very large range, or strings and arrays that grow at every step, and limit them.',
  },
  EXPRESSION_TOO_LARGE: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: { subject?: string | undefined; limit: string }) =>
      `${d.subject ?? 'the expression'} used more than ${d.limit} of memory`,
    fix: 'Limit strings and arrays that grow at every step; if the sample itself is large, use a smaller one.',
  },
  SANDBOX_FAILED: {
    stage: 'expression',
    httpStatus: 503,
    message: (d: { reason: string }) => `the sandbox for untrusted expressions is not available: ${d.reason}`,
    fix: 'Check that this machine has enough free memory and process slots, then try again.',
  },
  TEMPLATE_SYNTAX: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: Positioned & { problem: string }) => `template syntax error${at(d)}: ${d.problem}`,
    fix: 'Write {{name.path}} or a helper (default, lower, upper, base64, join, date) with its arguments; blocks and partials are not supported. For other texts, such as a brace beside a value, use {"expr": …}.',
  },
  TEMPLATE_NAME_UNKNOWN: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: { name: string }) => `the template uses {{${d.name}}}, which has no value here`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Check the name; optional settings need a default or a "when" clause.'}`,
  },
  TEMPLATE_VALUE_REFUSED: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: { name: string; place: string; problem: string }) =>
      `invalid value of {{${d.name}}} in a ${d.place}: ${d.problem}`,
    fix: 'Correct the value: a URL is https://<host> without user, query and fragment; values must not contain control characters, and a path segment must not be empty, "." or "..".',
  },
} as const satisfies Record<string, ErrorRow>;
