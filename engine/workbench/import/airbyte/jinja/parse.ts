import { refuse } from '../untranslatable.ts';
import { type Arguments, constant, type JinjaNode, type Operator } from './ast.ts';
import type { Token } from './tokens.ts';

/** Tokens with a position. */
export interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

const END: Token = { type: 'end', text: 'the end' };

const peek = ({ tokens, at }: Reader, ahead = 0): Token => tokens[at + ahead] ?? END;

const isAt = (reader: Reader, text: string): boolean => {
  const { type, text: found } = peek(reader);
  return (type === 'symbol' || type === 'name') && found === text;
};

/** Skips `text` if it is next. */
export function take(reader: Reader, text: string): boolean {
  if (!isAt(reader, text)) return false;
  reader.at += 1;
  return true;
}

function expect(reader: Reader, text: string): void {
  if (!take(reader, text)) refuse(`the template has "${peek(reader).text}" where "${text}" is expected`);
}

export function takeName(reader: Reader): string {
  const { type, text } = peek(reader);
  if (type !== 'name') refuse(`the template has "${text}" where a name is expected`);
  reader.at += 1;
  return text;
}

/** Fails unless all tokens were read. */
export function expectEnd(reader: Reader): void {
  if (peek(reader).type !== 'end') refuse(`the template has an unexpected "${peek(reader).text}"`);
}

/** Parses `a if test else b`, the weakest operator. */
export function parseExpression(reader: Reader): JinjaNode {
  const yes = parseOr(reader);
  if (!take(reader, 'if')) return yes;
  const test = parseOr(reader);
  return take(reader, 'else')
    ? { kind: 'choice', test, yes, otherwise: parseExpression(reader) }
    : { kind: 'choice', test, yes };
}

type Parse = (reader: Reader) => JinjaNode;

/** Creates the parser of a level of operators that group from the left. */
const createLevel =
  (operators: readonly Operator[], parseOperand: Parse): Parse =>
  (reader) => {
    let left = parseOperand(reader);
    for (;;) {
      const operator = operators.find((one) => take(reader, one));
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: parseOperand(reader) };
    }
  };

const parsePower: Parse = (reader) => {
  const base = parseUnary(reader);
  return take(reader, '**') ? { kind: 'binary', operator: '**', left: base, right: parsePower(reader) } : base;
};
const parseProduct = createLevel(['*', '//', '/', '%'], parsePower);
const parseConcat = createLevel(['~'], parseProduct);
const parseSum = createLevel(['+', '-'], parseConcat);

const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>'] as const;

/** Parses comparisons; `a < b < c` means `a < b and b < c`. */
const parseComparison: Parse = (reader) => {
  let left = parseSum(reader);
  let whole: JinjaNode | undefined;
  for (;;) {
    const operator = takeComparison(reader);
    if (operator === undefined) return whole ?? left;
    const right = parseSum(reader);
    const one: JinjaNode = { kind: 'binary', operator, left, right };
    whole = whole === undefined ? one : { kind: 'binary', operator: 'and', left: whole, right: one };
    left = right;
  }
};

function takeComparison(reader: Reader): Operator | undefined {
  if (take(reader, 'in')) return 'in';
  if (isAt(reader, 'not') && peek(reader, 1).text === 'in') {
    reader.at += 2;
    return 'not in';
  }
  return COMPARISONS.find((one) => take(reader, one));
}

const parseNot: Parse = (reader) =>
  take(reader, 'not') ? { kind: 'not', of: parseNot(reader) } : parseComparison(reader);
const parseAnd = createLevel(['and'], parseNot);
const parseOr = createLevel(['or'], parseAnd);

const parseUnary: Parse = (reader) => {
  if (take(reader, '-')) return { kind: 'negative', of: parseUnary(reader) };
  if (take(reader, '+')) return parseUnary(reader);
  return parsePostfix(reader, parsePrimary(reader));
};

/** Parses what follows an operand: members, indexes, calls, filters and tests. */
function parsePostfix(reader: Reader, operand: JinjaNode): JinjaNode {
  let node = operand;
  for (;;) {
    if (take(reader, '.')) node = parseMember(reader, node);
    else if (take(reader, '[')) node = parseIndex(reader, node);
    else if (take(reader, '(')) node = { kind: 'call', of: node, ...parseArguments(reader) };
    else if (take(reader, '|')) node = { kind: 'filter', of: node, name: takeName(reader), ...parseOptional(reader) };
    else if (take(reader, 'is')) node = parseTest(reader, node);
    else return node;
  }
}

function parseMember(reader: Reader, of: JinjaNode): JinjaNode {
  const { type, text } = peek(reader);
  if (type === 'number' && /^\d+$/.test(text)) {
    reader.at += 1;
    return { kind: 'item', of, key: constant(Number(text)) };
  }
  const name = takeName(reader);
  return take(reader, '(')
    ? { kind: 'call', of, method: name, ...parseArguments(reader) }
    : { kind: 'item', of, key: constant(name) };
}

function parseIndex(reader: Reader, of: JinjaNode): JinjaNode {
  const start = isAt(reader, ':') ? undefined : parseExpression(reader);
  if (start !== undefined && take(reader, ']')) return { kind: 'item', of, key: start };
  expect(reader, ':');
  const end = isAt(reader, ']') ? undefined : parseExpression(reader);
  expect(reader, ']');
  return { kind: 'slice', of, ...(start ? { start } : {}), ...(end ? { end } : {}) };
}

const NO_ARGUMENTS: Arguments = { args: [], named: {} };

const parseOptional = (reader: Reader): Arguments => (take(reader, '(') ? parseArguments(reader) : NO_ARGUMENTS);

/** Parses arguments after their opening parenthesis. */
function parseArguments(reader: Reader): Arguments {
  const args: JinjaNode[] = [];
  const named: [string, JinjaNode][] = [];
  while (!take(reader, ')')) {
    if (peek(reader).type === 'name' && peek(reader, 1).text === '=') {
      const name = takeName(reader);
      reader.at += 1;
      named.push([name, parseExpression(reader)]);
    } else args.push(parseExpression(reader));
    if (!isAt(reader, ')')) expect(reader, ',');
  }
  return { args, named: Object.fromEntries(named) };
}

const OPERAND_STARTS: ReadonlySet<string> = new Set(['string', 'number']);

/** Parses a test such as `is defined` or `is not none`. */
function parseTest(reader: Reader, of: JinjaNode): JinjaNode {
  const isNegated = take(reader, 'not');
  const name = takeName(reader);
  const tested: JinjaNode = OPERAND_STARTS.has(peek(reader).type)
    ? { kind: 'test', of, name, args: [parsePrimary(reader)], named: {} }
    : { kind: 'test', of, name, ...parseOptional(reader) };
  return isNegated ? { kind: 'not', of: tested } : tested;
}

const CONSTANTS: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
};

function parsePrimary(reader: Reader): JinjaNode {
  const { type, text } = peek(reader);
  if (type === 'end') return refuse('the template has an expression without an end');
  reader.at += 1;
  if (type === 'string') return constant(parseStrings(reader, text));
  if (type === 'number') return constant(Number(text));
  if (type === 'name')
    return Object.hasOwn(CONSTANTS, text) ? constant(CONSTANTS[text] ?? null) : { kind: 'name', name: text };
  if (text === '(') return parseGroup(reader);
  if (text === '[') return { kind: 'list', members: parseMembers(reader, ']', parseExpression) };
  if (text === '{') return { kind: 'dict', members: parseMembers(reader, '}', parsePair) };
  return refuse(`the template has an unexpected "${text}"`);
}

/** Joins literals that follow each other. */
function parseStrings(reader: Reader, first: string): string {
  let whole = first;
  while (peek(reader).type === 'string') {
    whole += peek(reader).text;
    reader.at += 1;
  }
  return whole;
}

function parseGroup(reader: Reader): JinjaNode {
  const inner = parseExpression(reader);
  if (take(reader, ')')) return inner;
  expect(reader, ',');
  return { kind: 'list', members: [inner, ...parseMembers(reader, ')', parseExpression)] };
}

function parseMembers<T>(reader: Reader, close: string, parseOne: (reader: Reader) => T): T[] {
  const members: T[] = [];
  while (!take(reader, close)) {
    members.push(parseOne(reader));
    if (!isAt(reader, close)) expect(reader, ',');
  }
  return members;
}

function parsePair(reader: Reader): readonly [JinjaNode, JinjaNode] {
  const key = parseExpression(reader);
  expect(reader, ':');
  return [key, parseExpression(reader)];
}
