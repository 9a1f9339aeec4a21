import { refuse } from '../untranslatable.ts';
import type { JinjaNode, Operator } from './ast.ts';
import { atom, type Code, compound, negate, operand, quoteText, type Step, toText, writePath } from './code.ts';
import { callFilter, callFunction, callMethod } from './functions.ts';
import type { Scope } from './scope.ts';

/** Translates expressions within a scope. */
export interface Emitter {
  readonly emit: (node: JinjaNode) => Code;
}

const isEmptyDefault = (node: JinjaNode | undefined): boolean =>
  node === undefined ||
  (node.kind === 'const' && node.value === null) ||
  ((node.kind === 'dict' || node.kind === 'list') && node.members.length === 0);

/** Name with constant steps below it. */
interface Path {
  readonly root: string;
  readonly steps: readonly Step[];
}

/** Returns the path that a node reads; `get` with an empty default counts as a step. */
export function findPath(node: JinjaNode): Path | undefined {
  if (node.kind === 'name') return { root: node.name, steps: [] };
  const { of, key } = findStep(node) ?? {};
  const below = of && findPath(of);
  return below && key !== undefined ? { root: below.root, steps: [...below.steps, key] } : undefined;
}

/** Computes texts that are joined from constants. */
function foldText(node: JinjaNode | undefined): JinjaNode | undefined {
  if (node?.kind !== 'binary' || (node.operator !== '+' && node.operator !== '~')) return node;
  const [left, right] = [foldText(node.left), foldText(node.right)];
  if (
    left?.kind !== 'const' ||
    right?.kind !== 'const' ||
    typeof left.value !== 'string' ||
    typeof right.value !== 'string'
  )
    return node;
  return { kind: 'const', value: left.value + right.value };
}

function findStep(node: JinjaNode): { of: JinjaNode; key: Step } | undefined {
  const found =
    node.kind === 'item'
      ? node.key
      : node.kind === 'call' && node.method === 'get' && isEmptyDefault(node.args[1])
        ? node.args[0]
        : undefined;
  const key = foldText(found);
  if (key?.kind === 'negative' && key.of.kind === 'const' && typeof key.of.value === 'number' && 'of' in node)
    return { of: node.of, key: -key.of.value };
  if (key?.kind !== 'const' || typeof key.value === 'boolean' || key.value === null || !('of' in node))
    return undefined;
  return { of: node.of, key: key.value };
}

const emitConstant = (value: string | number | boolean | null): Code => {
  if (value === null) return atom('null', 'null');
  if (typeof value === 'boolean') return atom(String(value), 'boolean');
  return typeof value === 'number' ? atom(String(value), 'number') : atom(quoteText(value), 'string');
};

const COMPARISONS: Readonly<Partial<Record<Operator, string>>> = {
  '==': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

const ARITHMETIC: Readonly<Partial<Record<Operator, string>>> = { '-': '-', '*': '*', '/': '/', '%': '%' };

/** Condition: a value is null or absent. */
export const isNone = (code: Code): Code => {
  const text = operand(code);
  return compound(`$exists(${code.text}) ? ${text} = null : true`, 'boolean');
};

function compare(operator: Operator, left: Code, right: Code): Code {
  const isEquality = operator === '==' || operator === '!=';
  const other = left.type === 'null' ? right : right.type === 'null' ? left : undefined;
  if (isEquality && other) return operator === '==' ? isNone(other) : negate(isNone(other));
  // An absent value differs from everything, which JSONata does not see.
  if (operator === '!=') return negate(compound(`${operand(left)} = ${operand(right)}`, 'boolean'));
  return compound(`${operand(left)} ${COMPARISONS[operator]} ${operand(right)}`, 'boolean');
}

/** Adds numbers, texts or lists: the types decide, at run time if they are unknown. */
function add(left: Code, right: Code): Code {
  const types = [left.type, right.type];
  if (types.includes('time') || types.includes('date') || types.includes('delta')) {
    const type = types.includes('time') ? 'time' : types.includes('date') ? 'date' : 'delta';
    return compound(`${operand(left)} + ${operand(right)}`, type);
  }
  if (types.includes('string')) return compound(`${operand(left)} & ${operand(right)}`, 'string');
  if (types.includes('list')) return atom(`$append(${left.text}, ${right.text})`, 'list');
  if (types.includes('number')) return compound(`${operand(left)} + ${operand(right)}`, 'number');
  const [a, b] = [operand(left), operand(right)];
  return compound(
    `$type(${left.text}) = "string" ? ${a} & ${b} : $type(${left.text}) = "array" ? $append(${a}, ${b}) : ${a} + ${b}`,
  );
}

function subtract(left: Code, right: Code): Code {
  const isTime = left.type === 'time' || left.type === 'date';
  if (isTime && (right.type === 'time' || right.type === 'date'))
    return compound(`${operand(left)} - ${operand(right)}`, 'delta');
  return compound(`${operand(left)} - ${operand(right)}`, isTime ? left.type : 'number');
}

/** Membership in a list, a text or the keys of an object. */
function emitMembership(left: Code, right: Code): Code {
  if (right.type === 'links')
    return atom(`$contains(${right.text}, $join(["rel=\\"", ${left.text}, "\\""]))`, 'boolean');
  if (right.type === 'list') return compound(`${operand(left)} in ${operand(right)}`, 'boolean');
  if (right.type === 'string') return atom(`$contains(${right.text}, ${left.text})`, 'boolean');
  if (right.type === 'dict') return atom(`$exists($lookup(${right.text}, ${left.text}))`, 'boolean');
  const text = `($of := ${right.text}; $type($of) = "string" ? $contains($of, ${left.text}) : $type($of) = "object" ? $exists($lookup($of, ${left.text})) : ${operand(left)} in $of)`;
  return atom(text, 'boolean');
}

/** Creates the translation of expressions within a scope. Fails for constructs without a counterpart. */
export function createEmitter(scope: Scope): Emitter {
  const emit = (node: JinjaNode): Code => {
    const path = findPath(node);
    if (path) return scope.resolve(path.root, path.steps);
    switch (node.kind) {
      case 'const':
        return emitConstant(node.value);
      case 'item':
        return emitItem(node);
      case 'slice':
        return emitSlice(node);
      case 'call':
        return emitCall(node);
      case 'filter':
        return callFilter(node, emit);
      case 'test':
        return emitTest(node);
      case 'binary':
        return emitBinary(node);
      case 'not':
        return negate(emit(node.of));
      case 'negative':
        return compound(`-${operand(emit(node.of))}`, 'number');
      case 'choice':
        return emitChoice(node);
      case 'list':
        return atom(`[${node.members.map((member) => emit(member).text).join(', ')}]`, 'list');
      case 'dict':
        return emitDict(node);
      case 'text':
        return compound(node.parts.map((part) => operand(toText(emit(part)))).join(' & '), 'string');
      default:
        return refuse(`the name "${node.name}" is not available`);
    }
  };

  const emitItem = ({ of, key }: Extract<JinjaNode, { kind: 'item' }>): Code => {
    const base = emit(of);
    if (key.kind === 'const' && typeof key.value === 'string') return emitMember(base, key.value);
    if (key.kind === 'const' && typeof key.value === 'number') return atom(`${operand(base)}[${key.value}]`);
    const index = emit(key);
    if (index.type === 'number') return atom(`${operand(base)}[${index.text}]`);
    if (index.type === 'string') return atom(`$lookup(${base.text}, ${index.text})`);
    const [list, at] = [operand(base), operand(index)];
    return compound(`$type(${index.text}) = "number" ? ${list}[${at}] : $lookup(${base.text}, ${at})`);
  };

  const emitSlice = ({ of, start, end }: Extract<JinjaNode, { kind: 'slice' }>): Code => {
    const base = emit(of);
    if (base.type === 'list') return refuse('the template contains a part of a list');
    const from = start ? emit(start).text : '0';
    if (!end) return atom(`$substring(${base.text}, ${from})`, 'string');
    const to = emit(end);
    if (to.text.startsWith('-'))
      return atom(`$substring(${base.text}, ${from}, $length(${base.text}) ${to.text} - (${from}))`, 'string');
    const length = from === '0' ? to.text : `${operand(to)} - (${from})`;
    return atom(`$substring(${base.text}, ${from}, ${length})`, 'string');
  };

  const emitCall = (node: Extract<JinjaNode, { kind: 'call' }>): Code => {
    if (node.method !== undefined) return callMethod(node.method, node, emit);
    if (node.of.kind !== 'name') return refuse('the template calls the result of an expression');
    return callFunction(node.of.name, node, emit);
  };

  const emitTest = ({ of, name, args }: Extract<JinjaNode, { kind: 'test' }>): Code => {
    const code = emit(of);
    const other = args[0] && emit(args[0]);
    const test = Object.hasOwn(TESTS, name) ? TESTS[name] : undefined;
    return test ? test(code, other) : refuse(`the test "is ${name}" is not supported`);
  };

  /** Tests whether the config has a setting. */
  const emitPresence = (left: JinjaNode, right: JinjaNode): Code | undefined => {
    const path = findPath(right);
    if (path?.root !== 'config' || left.kind !== 'const' || typeof left.value !== 'string') return undefined;
    return atom(`$exists(${scope.resolve('config', [...path.steps, left.value]).text})`, 'boolean');
  };

  const emitBinary = ({ operator, left, right }: Extract<JinjaNode, { kind: 'binary' }>): Code => {
    const presence = operator === 'in' || operator === 'not in' ? emitPresence(left, right) : undefined;
    if (presence) return operator === 'in' ? presence : negate(presence);
    const [a, b] = [emit(left), emit(right)];
    if (operator === 'and' || operator === 'or') return combine(operator, a, b);
    if (operator === 'in') return emitMembership(a, b);
    if (operator === 'not in') return negate(emitMembership(a, b));
    if (COMPARISONS[operator] !== undefined) return compare(operator, a, b);
    if (operator === '~') return compound(`${operand(toText(a))} & ${operand(toText(b))}`, 'string');
    if (operator === '+') return add(a, b);
    if (operator === '-') return subtract(a, b);
    if (operator === '%' && a.type === 'string') return refuse('the template formats a text with %');
    if (operator === '//') return atom(`$floor(${operand(a)} / ${operand(b)})`, 'number');
    if (operator === '**') return atom(`$power(${a.text}, ${b.text})`, 'number');
    return compound(`${operand(a)} ${ARITHMETIC[operator]} ${operand(b)}`, a.type === 'delta' ? 'delta' : 'number');
  };

  const emitChoice = ({ test, yes, otherwise }: Extract<JinjaNode, { kind: 'choice' }>): Code => {
    const [condition, a] = [emit(test), emit(yes)];
    const b = otherwise ? emit(otherwise) : undefined;
    const type = b && a.type === b.type ? a.type : 'unknown';
    const [x, y] = type === 'unknown' && b ? [comparable(a), comparable(b)] : [a, b];
    return compound(`${operand(condition)} ? ${operand(x)}${y ? ` : ${operand(y)}` : ''}`, type);
  };

  const emitDict = ({ members }: Extract<JinjaNode, { kind: 'dict' }>): Code =>
    atom(`{${members.map(([key, value]) => `${emit(key).text}: ${emit(value).text}`).join(', ')}}`, 'dict');

  return { emit };
}

/** Times of different kinds in one value are compared and written as texts. */
const comparable = (code: Code): Code => (code.type === 'time' || code.type === 'date' ? toText(code) : code);

function emitMember(base: Code, name: string): Code {
  if (base.type === 'time' || base.type === 'date') return emitTimePart(base, name);
  return atom(writePath(operand(base), [name]));
}

const TIME_PARTS: Readonly<Record<string, string>> = {
  year: '[Y]',
  month: '[M]',
  day: '[D]',
  hour: '[H]',
  minute: '[m]',
  second: '[s]',
};

const emitTimePart = (base: Code, name: string): Code => {
  const picture = Object.hasOwn(TIME_PARTS, name) ? TIME_PARTS[name] : undefined;
  return picture === undefined
    ? refuse(`the part "${name}" of a time is not supported`)
    : atom(`$number($fromMillis(${base.text}, ${quoteText(picture)}))`, 'number');
};

/** `and` and `or` return one of their operands. */
function combine(operator: 'and' | 'or', left: Code, right: Code): Code {
  if (left.type === 'boolean' && right.type === 'boolean')
    return compound(`${operand(left)} ${operator} ${operand(right)}`, 'boolean');
  const type = left.type === right.type ? left.type : 'unknown';
  const [a, b] = [operand(comparable(left)), operand(comparable(right))];
  return compound(operator === 'or' ? `${a} ? ${a} : ${b}` : `${a} ? ${b} : ${a}`, type);
}

const isType = (code: Code, ...types: readonly string[]): Code =>
  compound(types.map((type) => `$type(${code.text}) = ${quoteText(type)}`).join(' or '), 'boolean');

/** Tests by name. */
const TESTS: Readonly<Record<string, (code: Code, other: Code | undefined) => Code>> = {
  none: isNone,
  None: isNone,
  defined: ({ text }) => atom(`$exists(${text})`, 'boolean'),
  undefined: ({ text }) => negate(atom(`$exists(${text})`, 'boolean')),
  true: (code) => compound(`${operand(code)} = true`, 'boolean'),
  false: (code) => compound(`${operand(code)} = false`, 'boolean'),
  string: (code) => isType(code, 'string'),
  number: (code) => isType(code, 'number'),
  boolean: (code) => isType(code, 'boolean'),
  mapping: (code) => isType(code, 'object'),
  sequence: (code) => isType(code, 'array', 'string'),
  iterable: (code) => isType(code, 'array', 'string', 'object'),
  equalto: (code, other) => (other ? compare('==', code, other) : refuse('"is equalto" has no value')),
  eq: (code, other) => (other ? compare('==', code, other) : refuse('"is eq" has no value')),
  in: (code, other) => (other ? emitMembership(code, other) : refuse('"is in" has no value')),
};
