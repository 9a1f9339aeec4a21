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
      `the JSONata expression does not parse${at(d)}: ${d.problem} (${d.code})`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Correct the expression at that place; https://docs.jsonata.org lists the syntax.'}`,
  },
  EXPRESSION_FAILED: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: Positioned & { problem: string; code: string }) =>
      `the JSONata expression failed${at(d)}: ${d.problem} (${d.code})`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Correct the expression, or test for the value first: a ? f(a).'}`,
  },
  REGEX_NOT_LINEAR: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: { pattern: string; problem: string; position?: number | undefined }) =>
      `the regular expression ${d.pattern} cannot run in linear time: ${d.problem}`,
    fix: 'Rewrite it without lookahead, lookbehind, back-references and large repetitions of captures: test for each part with its own $contains, or capture the text around the part and take the group.',
  },
  EXPRESSION_TOO_LONG: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: { subject?: string | undefined; limit: string }) =>
      `${d.subject ?? 'the expression'} did not end within ${d.limit}`,
    fix: 'Look for endless recursion, a huge range, or texts and lists that grow at every step, and bound them.',
  },
  EXPRESSION_TOO_LARGE: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: { subject?: string | undefined; limit: string }) =>
      `${d.subject ?? 'the expression'} took more than ${d.limit} of memory`,
    fix: 'Look for texts or lists that grow at every step, and bound them; where the sample itself is large, give a smaller one.',
  },
  SANDBOX_FAILED: {
    stage: 'expression',
    httpStatus: 503,
    message: (d: { reason: string }) => `the process that evaluates expressions of strangers is not there: ${d.reason}`,
    fix: 'Check that this machine has memory and processes to spare, and try again.',
  },
  TEMPLATE_SYNTAX: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: Positioned & { problem: string }) => `the template does not parse${at(d)}: ${d.problem}`,
    fix: 'Write {{name.path}}, or a helper (default, lower, upper, base64, date) with its values; there are no blocks and no partials.',
  },
  TEMPLATE_NAME_UNKNOWN: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: { name: string }) => `the template uses {{${d.name}}}, which has no value here`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Check the name; settings that may be absent need a default, or a clause with "when".'}`,
  },
  TEMPLATE_VALUE_REFUSED: {
    stage: 'expression',
    httpStatus: 422,
    message: (d: { name: string; place: string; problem: string }) =>
      `the value of {{${d.name}}} cannot be put into a ${d.place}: ${d.problem}`,
    fix: 'Correct that value: a URL is https://<host>, without user, query and fragment; nothing that is sent may hold control characters, and a path segment may not be empty, "." or "..".',
  },
} as const satisfies Record<string, ErrorRow>;
