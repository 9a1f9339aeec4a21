import { type Code, join, js, quote } from '../code.ts';
import { ANY, can, KIND, only, PAYLOAD } from '../kinds.ts';
import { constant, fresh, hold, type Scope, type Value } from '../scope.ts';

// Keys that lists have of their own or inherit, and those that every object inherits: never read without a look.
const LIST_KEYS = new Set(['sequence', 'keepSingleton', 'cons', 'outerWrapper', 'tupleStream']);

/** Whether reading this key of an object or a list gives the payload's value or undefined. */
export const isPlainKey = (key: string): boolean =>
  !(key in Object.prototype) && !(key in Array.prototype) && !LIST_KEYS.has(key) && !/^\d+$/.test(key);

const isObjectCode = (value: Value): Code | undefined =>
  only(value.kinds, KIND.object) ? undefined : js`typeof ${value.code} === 'object' && ${value.code} !== null`;

const readKey = (base: Value, key: string): Code => {
  if (!isPlainKey(key)) return js`own(${base.code}, ${quote(key)})`;
  const test = isObjectCode(base);
  const read = js`${base.code}[${quote(key)}]`;
  return test ? js`${test} ? ${read} : undefined` : read;
};

interface Chain {
  readonly value: Code;
  /** What may be a list on the way, in which case the chain's answer is undefined and wrong. */
  readonly holders: readonly Code[];
}

/** Reads key after key, as if nothing on the way were a list; the reads of shared prefixes are made once. */
const chain = (base: Value, keys: readonly string[], scope: Scope, lines: Code[]): Chain => {
  const holders: Code[] = [];
  let at = base;
  for (const [index, key] of keys.entries()) {
    if (can(at.kinds, KIND.list)) holders.push(at.code);
    const path = JSON.stringify([base.code, ...keys.slice(0, index + 1)]);
    const known = lines === scope.unit.prelude ? scope.unit.hoisted.get(path) : undefined;
    const value: Value = known ?? { code: fresh(scope.unit), kinds: ANY };
    if (!known) lines.push(js`const ${value.code} = ${readKey(at, key)};`);
    if (lines === scope.unit.prelude) scope.unit.hoisted.set(path, value);
    at = value;
  }
  return { value: at.code, holders };
};

const isList = (code: Code) => js`isList(${code})`;

/** What the names are in their path: its value, the end of a list that is still to be grouped or kept, or its beginning. */
export type End = 'value' | 'list' | 'none';

const slowCode = (base: Value, keys: readonly string[], scope: Scope, end: End): Code => {
  const list = constant(scope.unit, keys);
  if (end === 'none') return js`names(${base.code}, ${list}, false)`;
  return base.pure && end === 'value' ? js`namesValue(${base.code}, ${list})` : js`names(${base.code}, ${list}, true)`;
};

const whole = (base: Value, keys: readonly string[], scope: Scope, end: End): Value => {
  const lines = linesFor(base, scope);
  const { value, holders } = chain(base, keys, scope, lines);
  const lists = holders.map(isList);
  const isWrong = js`${value} === undefined && (${lists.length > 0 ? join(lists, ' || ') : js`false`})`;
  if (base.pure && lists.length === 0) return { code: value, kinds: PAYLOAD, pure: true };
  const code = fresh(scope.unit);
  // What is computed may hold sequences, which every name unwraps and flattens.
  const test = base.pure ? isWrong : js`${isWrong} || ${isList(value)}`;
  lines.push(js`const ${code} = ${test} ? ${slowCode(base, keys, scope, end)} : ${value};`);
  if (!base.pure) return { code, kinds: ANY };
  return { code, kinds: end === 'value' ? PAYLOAD : PAYLOAD | KIND.sequence, pure: true };
};

const isShared = (base: Value, scope: Scope) => scope.unit.shared.has(base.code);

const linesFor = (base: Value, scope: Scope) => (isShared(base, scope) ? scope.unit.prelude : scope.lines);

/**
 * Names from the context or a variable on; what is computed has still to be unwrapped. Reads from the input are made
 * once, at the top.
 */
export const emitNames = (base: Value, keys: readonly string[], scope: Scope, end: End): Value => {
  const key = JSON.stringify([end, base.code, ...keys]);
  const known = scope.unit.hoisted.get(key);
  if (known) return known;
  const value = whole(base, keys, scope, end);
  if (isShared(base, scope)) scope.unit.hoisted.set(key, value);
  return value;
};

/** One name as a node of its own, its value still to be unwrapped. */
export const emitKey = (base: Value, key: string, scope: Scope): Value => {
  const { value, holders } = chain(base, [key], scope, linesFor(base, scope));
  const kinds = base.pure ? PAYLOAD | KIND.sequence : ANY;
  const pure = base.pure === true;
  if (holders.length === 0) return { code: value, kinds: base.pure ? PAYLOAD : ANY, pure };
  const code = js`${value} === undefined && ${isList(base.code)} ? lookup(${base.code}, ${quote(key)}) : ${value}`;
  return { ...hold(scope, code, kinds), pure };
};
