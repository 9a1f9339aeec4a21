import { refuse } from '../untranslatable.ts';

/** Type of a value as far as the definition shows it. `time` is a number of milliseconds, `delta` a length in milliseconds. */
export type ValueType =
  | 'string'
  | 'number'
  | 'boolean'
  | 'null'
  | 'list'
  | 'dict'
  | 'time'
  | 'date'
  | 'delta'
  | 'links'
  | 'unknown';

/** JSONata of a value. */
export interface Code {
  readonly text: string;
  readonly type: ValueType;
  /** True if it needs no parentheses as an operand. */
  readonly isAtom: boolean;
}

/** Longest translation: an expression of this size has no use, and names of `{% set %}` can multiply it. */
const MAX_LENGTH = 20_000;

const create = (text: string, type: ValueType, isAtom: boolean): Code => {
  if (text.length > MAX_LENGTH) refuse('the translation of the expression is too long');
  return { text, type, isAtom };
};

/** Code that needs no parentheses. */
export const atom = (text: string, type: ValueType = 'unknown'): Code => create(text, type, true);

/** Code with operators. */
export const compound = (text: string, type: ValueType = 'unknown'): Code => create(text, type, false);

/** Text of a code as an operand. */
export const operand = ({ text, isAtom }: Code): string => (isAtom ? text : `(${text})`);

export const quoteText = (text: string): string => JSON.stringify(text);

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function']);

const quoteName = (name: string): string => {
  if (IDENTIFIER.test(name) && !KEYWORDS.has(name)) return name;
  if (name === '' || name.includes('`')) refuse(`the name "${name}" cannot be part of a path`);
  return `\`${name}\``;
};

/** Name or index in a path. */
export type Step = string | number;

/** Writes a path below `root`, such as `$settings`; an empty root is the input. */
export function writePath(root: string, steps: readonly Step[]): string {
  if (steps.length === 0) return root === '' ? '$' : root;
  return steps.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text === '' ? '$' : text}[${step}]`;
    return text === '' ? quoteName(step) : `${text}.${quoteName(step)}`;
  }, root);
}

/** Condition with the truth of a value; absent values are false. */
export const toTruth = (code: Code): Code =>
  code.type === 'boolean' ? code : atom(`$boolean(${code.text})`, 'boolean');

/** Negation with the truth of a value; absent values become true. */
export const negate = (code: Code): Code => compound(`${operand(code)} ? false : true`, 'boolean');

/** Times as text: the way in which the template language writes them. */
const TIME_PICTURES: Readonly<Partial<Record<ValueType, string>>> = {
  time: '[Y0001]-[M01]-[D01] [H01]:[m01]:[s01].[f001]000+00:00',
  date: '[Y0001]-[M01]-[D01]',
};

/** Code of a value as the template language writes it in a text. */
export function toText(code: Code): Code {
  const picture = TIME_PICTURES[code.type];
  if (picture !== undefined) return atom(`$fromMillis(${code.text}, ${quoteText(picture)})`, 'string');
  if (code.type === 'boolean') return compound(`${operand(code)} ? "True" : "False"`, 'string');
  if (code.type === 'null') return atom('"None"', 'string');
  if (code.type === 'delta' || code.type === 'links') return refuse('the value has no form as a text');
  return code;
}
