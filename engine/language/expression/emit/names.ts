import { type Code, joinCode, js, quoteText } from '../code.ts';
import { addConstant, bindValue, createName, type EmitScope, type EmittedValue } from '../emit-scope.ts';
import { ANY, canBe, isOnly, KIND, PAYLOAD } from '../kinds.ts';

// Keys that lists or objects own or inherit: reading them needs a check.
const LIST_KEYS = new Set(['sequence', 'keepSingleton', 'cons', 'outerWrapper', 'tupleStream']);

/** Returns true if reading this key of an object or list returns the payload's value or undefined. */
export const isPlainKey = (key: string): boolean =>
  !(key in Object.prototype) && !(key in Array.prototype) && !LIST_KEYS.has(key) && !/^\d+$/.test(key);

const isObjectCode = (value: EmittedValue): Code | undefined =>
  isOnly(value.kinds, KIND.object) ? undefined : js`typeof ${value.code} === 'object' && ${value.code} !== null`;

const readKey = (base: EmittedValue, key: string): Code => {
  if (!isPlainKey(key)) return js`own(${base.code}, ${quoteText(key)})`;
  const test = isObjectCode(base);
  const read = js`${base.code}[${quoteText(key)}]`;
  return test ? js`${test} ? ${read} : undefined` : read;
};

interface Chain {
  readonly value: Code;
  /** Values on the way that may be lists, for which the result of the chain is undefined and wrong. */
  readonly holders: readonly Code[];
}

/** Emits chained key reads that assume no lists on the way; shared prefixes are read once. */
const emitChain = (base: EmittedValue, keys: readonly string[], scope: EmitScope, lines: Code[]): Chain => {
  const holders: Code[] = [];
  let at = base;
  for (const [index, key] of keys.entries()) {
    if (canBe(at.kinds, KIND.list)) holders.push(at.code);
    const path = JSON.stringify([base.code, ...keys.slice(0, index + 1)]);
    const known = lines === scope.unit.prelude ? scope.unit.hoisted.get(path) : undefined;
    const value: EmittedValue = known ?? { code: createName(scope.unit), kinds: ANY };
    if (!known) lines.push(js`const ${value.code} = ${readKey(at, key)};`);
    if (lines === scope.unit.prelude) scope.unit.hoisted.set(path, value);
    at = value;
  }
  return { value: at.code, holders };
};

const isList = (code: Code) => js`isList(${code})`;

/** Position of the names in their path: the complete value, the end of a list that is still grouped or kept, or the beginning. */
export type PathEnd = 'value' | 'list' | 'none';

const emitSlowRead = (base: EmittedValue, keys: readonly string[], scope: EmitScope, end: PathEnd): Code => {
  const list = addConstant(scope.unit, keys);
  if (end === 'none') return js`names(${base.code}, ${list}, false)`;
  return base.pure && end === 'value' ? js`namesValue(${base.code}, ${list})` : js`names(${base.code}, ${list}, true)`;
};

const emitWhole = (base: EmittedValue, keys: readonly string[], scope: EmitScope, end: PathEnd): EmittedValue => {
  const lines = findLines(base, scope);
  const { value, holders } = emitChain(base, keys, scope, lines);
  const lists = holders.map(isList);
  const isWrong = js`${value} === undefined && (${lists.length > 0 ? joinCode(lists, ' || ') : js`false`})`;
  if (base.pure && lists.length === 0) return { code: value, kinds: PAYLOAD, pure: true };
  const code = createName(scope.unit);
  // Computed values may contain sequences, which every name unwraps and flattens.
  const test = base.pure ? isWrong : js`${isWrong} || ${isList(value)}`;
  lines.push(js`const ${code} = ${test} ? ${emitSlowRead(base, keys, scope, end)} : ${value};`);
  if (!base.pure) return { code, kinds: ANY };
  return { code, kinds: end === 'value' ? PAYLOAD : PAYLOAD | KIND.sequence, pure: true };
};

const isShared = (base: EmittedValue, scope: EmitScope) => scope.unit.shared.has(base.code);

const findLines = (base: EmittedValue, scope: EmitScope) => (isShared(base, scope) ? scope.unit.prelude : scope.lines);

/**
 * Emits names relative to the context or a variable; a computed value is not unwrapped yet. Input is read once, at the
 * top.
 */
export const emitNames = (
  base: EmittedValue,
  keys: readonly string[],
  scope: EmitScope,
  end: PathEnd,
): EmittedValue => {
  const key = JSON.stringify([end, base.code, ...keys]);
  const known = scope.unit.hoisted.get(key);
  if (known) return known;
  const value = emitWhole(base, keys, scope, end);
  if (isShared(base, scope)) scope.unit.hoisted.set(key, value);
  return value;
};

/** Emits a name as a separate node, not unwrapped yet. */
export const emitKey = (base: EmittedValue, key: string, scope: EmitScope): EmittedValue => {
  const { value, holders } = emitChain(base, [key], scope, findLines(base, scope));
  const kinds = base.pure ? PAYLOAD | KIND.sequence : ANY;
  const pure = base.pure === true;
  if (holders.length === 0) return { code: value, kinds: base.pure ? PAYLOAD : ANY, pure };
  const code = js`${value} === undefined && ${isList(base.code)} ? lookup(${base.code}, ${quoteText(key)}) : ${value}`;
  return { ...bindValue(scope, code, kinds), pure };
};
