import { type EngineError, engineError, isEngineError } from '../../base/errors/index.ts';
import { formatSuggestion } from '../../base/suggestion/index.ts';
import { BUILTIN_NAMES } from './builtins.ts';
import { BudgetSpent } from './runtime/budget.ts';

/** Exception of jsonata: a plain object, or an Error for unexpected failures. */
interface Thrown {
  readonly code?: unknown;
  readonly position?: unknown;
  /** Name of the called function, without $, or the operator. */
  readonly token?: unknown;
  /** Number of the argument. */
  readonly index?: unknown;
  readonly value?: unknown;
  readonly message?: unknown;
}

// jsonata's own messages quote values, and our messages must not contain parts of a payload.
const PROBLEMS: Readonly<Record<string, string>> = {
  D1001: 'a number is out of range',
  D1002: 'only numbers can be negated',
  D1004: 'the regular expression matches the empty string',
  D1009: 'an object has duplicate keys',
  D3001: 'Infinity and NaN cannot be converted to a string',
  D3030: 'the value is not a number',
  D3050: '$reduce requires a function with at least two arguments',
  D3060: '$sqrt of a negative number',
  D3061: 'the result of $power is out of range',
  D3070: '$sort without a function requires only numbers or only strings',
  D3110: 'the value is not an ISO 8601 time',
  D3136: 'the picture string is incomplete for parsing a time',
  D3137: 'the expression called $error',
  D3138: '$single found more than one match',
  D3139: '$single found no match',
  D3141: 'an assertion of the expression failed',
  T0410: 'an argument has the wrong type',
  T0411: 'the context has the wrong type for the function',
  T0412: 'an array contains a value of the wrong type',
  T1003: 'a key of an object is not a string',
  T1005: 'unknown function (its name needs a leading $)',
  T1006: 'the called value is not a function',
  T1008: 'the partially applied value is not a function',
  T2001: 'the left side is not a number',
  T2002: 'the right side is not a number',
  T2003: 'the start of the range is not an integer',
  T2004: 'the end of the range is not an integer',
  T2006: 'the right side of ~> is not a function',
  T2007: 'numbers and strings cannot be sorted together',
  T2008: 'only numbers and strings can be sorted',
  T2009: 'a number and a string cannot be compared',
  T2010: 'only numbers and strings can be compared',
};

/** Problems of calls that are named by their function. */
const CALL_PROBLEMS: Readonly<Record<string, (name: string, index: unknown) => string>> = {
  T0410: (name, index) => `argument ${index} of ${name} has the wrong type`,
  T0411: (name) => `the context has the wrong type for ${name}`,
  T1005: (name) => `unknown function (its name needs a leading $: ${name})`,
  T1006: (name) => `${name} is not a function`,
};

const FAMILIES: Readonly<Record<string, string>> = {
  T: 'a value has the wrong type',
  D: 'a value is invalid here',
};

const FIXES: Readonly<Record<string, string>> = {
  D3030: 'Test the value first, for example: $contains(a, /^[0-9.]+$/) ? $number(a).',
  T0410: 'Convert the argument ($string, $number), or test it first: a ? f(a).',
  T1005: 'Add the $ to the name of the function: $contains(…).',
  T1006: 'Check the name of the function; https://docs.jsonata.org lists the built-in ones.',
  T2001: 'Convert the left side with $number(…).',
  T2002: 'Convert the right side with $number(…).',
  T2009: 'Convert one side with $number(…) or $string(…).',
};

const SYNTAX_FIXES: Readonly<Record<string, string>> = {
  S0101: 'Close the string with the quote that opens it.',
  S0105: 'Close the quoted name with a backtick.',
  S0202: 'Add the expected token at that position.',
  S0203: 'Add the missing bracket, parenthesis or brace at the end.',
  S0207: 'Complete the expression: it ends too early.',
  S0211: 'Add an operand before the operator, or quote a field name with backticks.',
  S0302: 'Close the regular expression with a /.',
};

const FUNCTION_NAMES = BUILTIN_NAMES.map((name) => `$${name}`);

/** Formats the fix for the call of an unknown function; undefined if the call has no name. */
const formatCallFix = (name: string): string =>
  `Check the name of the function; https://docs.jsonata.org lists the built-in ones.${formatSuggestion(name, FUNCTION_NAMES)}`;

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
  const problem = String(cause.message ?? 'it cannot be parsed');
  return engineError('EXPRESSION_SYNTAX', { code, problem, ...errorPosition(cause), ...(fix && { fix }) });
};

/** Returns the name of the called function, with $; undefined if the failure is not about a call. */
const findCalledName = ({ token }: Thrown): string | undefined =>
  typeof token === 'string' && /^[A-Za-z_]\w*$/.test(token) ? `$${token}` : undefined;

function describeProblem(code: string, cause: Thrown): string {
  const name = findCalledName(cause);
  const call = name === undefined ? undefined : CALL_PROBLEMS[code]?.(name, cause.index);
  return call ?? PROBLEMS[code] ?? FAMILIES[code.charAt(0)] ?? 'it cannot be evaluated';
}

function findFix(code: string, cause: Thrown): string | undefined {
  const name = findCalledName(cause);
  return code === 'T1006' && name !== undefined ? formatCallFix(name) : FIXES[code];
}

// Beside the error instead of in it: errors reach logs, which must not contain parts of a payload.
const offendingValues = new WeakMap<EngineError, unknown>();

/** Returns the value that made an evaluation fail, to show it to the owner of the payload; undefined if it is not known. */
export const findOffendingValue = (error: unknown): { readonly value: unknown } | undefined =>
  isEngineError(error) && offendingValues.has(error) ? { value: offendingValues.get(error) } : undefined;

/** Converts an exception of an evaluation to EXPRESSION_FAILED, without the values involved. */
export const createEvaluationError = (error: unknown): EngineError => {
  if (isEngineError(error)) return error;
  const cause = toThrown(error);
  const code = String(cause.code ?? 'internal');
  if (TOO_LONG.has(code) || cause instanceof BudgetSpent)
    return engineError('EXPRESSION_TOO_LONG', { limit: 'its limits' });
  const fix = findFix(code, cause);
  const problem = describeProblem(code, cause);
  const failed = engineError('EXPRESSION_FAILED', { code, problem, ...errorPosition(cause), ...(fix && { fix }) });
  if (cause.value !== undefined) offendingValues.set(failed, cause.value);
  return failed;
};
