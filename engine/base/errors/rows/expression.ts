import type { Row } from '../row.ts';

const at = (d: Readonly<Record<string, unknown>>) =>
  d['position'] === undefined ? '' : ` at character ${d['position']}`;

export const EXPRESSION_ERRORS = {
  EXPRESSION_SYNTAX: {
    area: 'expression',
    message: (d) => `the JSONata expression does not parse${at(d)}: ${d['problem']} (${d['code']})`,
    fix: (d) => `${d['fix'] ?? 'Correct the expression at that place; https://docs.jsonata.org lists the syntax.'}`,
  },
  EXPRESSION_FAILED: {
    area: 'expression',
    message: (d) => `the JSONata expression failed${at(d)}: ${d['problem']} (${d['code']})`,
    fix: (d) => `${d['fix'] ?? 'Correct the expression, or test for the value first: a ? f(a).'}`,
  },
  EXPRESSION_TOO_LONG: {
    area: 'expression',
    message: (d) => `${d['subject'] ?? 'the expression'} did not end within ${d['limit']}`,
    fix: 'Look for endless recursion, a huge range or a regular expression that backtracks, and bound it.',
  },
  EXPRESSION_TOO_LARGE: {
    area: 'expression',
    message: (d) => `${d['subject'] ?? 'the expression'} took more than ${d['limit']} of memory`,
    fix: 'Look for texts or lists that grow at every step, and bound them; where the sample itself is large, give a smaller one.',
  },
  SANDBOX_FAILED: {
    area: 'expression',
    message: (d) => `the process that evaluates expressions of strangers is not there: ${d['reason']}`,
    fix: 'Check that this machine has memory and processes to spare, and try again.',
  },
  TEMPLATE_SYNTAX: {
    area: 'expression',
    message: (d) => `the template does not parse${at(d)}: ${d['problem']}`,
    fix: 'Write {{name.path}}, or a helper (default, lower, upper, base64, date) with its values; there are no blocks and no partials.',
  },
  TEMPLATE_NAME_UNKNOWN: {
    area: 'expression',
    message: (d) => `the template uses {{${d['name']}}}, which has no value here`,
    fix: (d) => `${d['fix'] ?? 'Check the name; settings that may be absent need a default, or a clause with "when".'}`,
  },
  TEMPLATE_VALUE_REFUSED: {
    area: 'expression',
    message: (d) => `the value of {{${d['name']}}} cannot be put into a ${d['place']}: ${d['problem']}`,
    fix: 'Correct that value: a URL is https://<host>, without user, query and fragment; nothing that is sent may hold control characters, and a path segment may not be empty, "." or "..".',
  },
} as const satisfies Record<string, Row>;
