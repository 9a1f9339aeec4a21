import { type EngineError, engineError, isEngineError } from '../../base/errors/index.ts';
import { BudgetSpent } from './runtime/budget.ts';

/** Exception of jsonata: a plain object, or an Error for unexpected failures. */
interface Thrown {
  readonly code?: unknown;
  readonly position?: unknown;
  readonly token?: unknown;
  readonly message?: unknown;
}

// jsonata's own messages quote values, and our messages must not contain parts of a payload.
const PROBLEMS: Readonly<Record<string, string>> = {
  D1001: 'a number is out of range',
  D1002: 'only a number can be negated',
  D1004: 'the regular expression matches the empty text',
  D1009: 'two keys of an object are the same',
  D3001: 'Infinity and NaN have no text',
  D3030: 'the value is not a number',
  D3050: '$reduce needs a function of two arguments at least',
  D3060: '$sqrt of a negative number',
  D3061: '$power gives a number that JSON cannot hold',
  D3070: '$sort without a function takes only numbers or only texts',
  D3110: 'the value is not an ISO 8601 time',
  D3136: 'the picture lacks what is needed to read the time',
  D3137: 'the expression raised an error itself',
  D3138: '$single found more than one match',
  D3139: '$single found no match',
  D3141: 'an assertion of the expression does not hold',
  T0410: 'an argument has the wrong type',
  T0411: 'the context has the wrong type for the function',
  T0412: 'an array holds a value of the wrong type',
  T1003: 'a key of an object is not a text',
  T1005: 'the function does not exist (its name lacks the $)',
  T1006: 'what is called is not a function',
  T1008: 'what is applied is not a function',
  T2001: 'the left side is not a number',
  T2002: 'the right side is not a number',
  T2003: 'the range does not begin with an integer',
  T2004: 'the range does not end with an integer',
  T2006: 'the right side of ~> is not a function',
  T2007: 'numbers and texts cannot be sorted together',
  T2008: 'only numbers and texts can be sorted',
  T2009: 'a number and a text cannot be compared',
  T2010: 'only numbers and texts can be compared',
};

const FAMILIES: Readonly<Record<string, string>> = {
  T: 'a value has the wrong type',
  D: 'a value cannot be used here',
};

const FIXES: Readonly<Record<string, string>> = {
  D3030: 'Test the value first, for example: $contains(a, /^[0-9.]+$/) ? $number(a).',
  T0410: 'Convert the argument ($string, $number), or test that it is there: a ? f(a).',
  T1005: 'Write the name of a function with its $: $contains(…).',
  T1006: 'Check the name of the function; https://docs.jsonata.org lists the built-in ones.',
  T2001: 'Convert the left side with $number(…).',
  T2002: 'Convert the right side with $number(…).',
  T2009: 'Convert one side with $number(…) or $string(…).',
};

const SYNTAX_FIXES: Readonly<Record<string, string>> = {
  S0101: 'End the text with the quote it begins with.',
  S0105: 'End the quoted name with a backquote.',
  S0202: 'Add what is expected at that place.',
  S0203: 'Close what is open: a bracket, a parenthesis or a brace is missing at the end.',
  S0207: 'The expression ends too early: finish it.',
  S0211: 'Write an operand before the operator, or quote a field name with backquotes.',
  S0302: 'End the regular expression with a /.',
};

// Codes for depth, time, and the length of a range or a sequence.
const TOO_LONG = new Set(['D1011', 'D1012', 'D2014', 'D2015']);

const toThrown = (error: unknown): Thrown =>
  typeof error === 'object' && error !== null ? error : { message: String(error) };

const errorPosition = ({ position }: Thrown) => (typeof position === 'number' ? { position } : {});

/** Converts an exception of jsonata's parser to EXPRESSION_SYNTAX; `details.position` counts characters from 0. */
export const createExpressionSyntaxError = (error: unknown): EngineError => {
  if (isEngineError(error)) return error;
  const cause = toThrown(error);
  const code = String(cause.code ?? 'S0200');
  const fix = SYNTAX_FIXES[code];
  const problem = String(cause.message ?? 'it cannot be read');
  return engineError('EXPRESSION_SYNTAX', { code, problem, ...errorPosition(cause), ...(fix && { fix }) });
};

/** Converts an exception of an evaluation to EXPRESSION_FAILED, without the values involved. */
export const createEvaluationError = (error: unknown): EngineError => {
  if (isEngineError(error)) return error;
  const cause = toThrown(error);
  const code = String(cause.code ?? 'internal');
  if (TOO_LONG.has(code) || cause instanceof BudgetSpent)
    return engineError('EXPRESSION_TOO_LONG', { limit: 'its limits' });
  const fix = FIXES[code];
  const problem = PROBLEMS[code] ?? FAMILIES[code.charAt(0)] ?? 'it cannot be evaluated';
  return engineError('EXPRESSION_FAILED', { code, problem, ...errorPosition(cause), ...(fix && { fix }) });
};
