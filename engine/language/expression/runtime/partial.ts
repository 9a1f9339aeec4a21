import { createCallback, type Focus, type Func, isFunc, type Native } from './functions.ts';
import { refuse } from './operators.ts';

/** Placeholder of an open argument. */
export const OPEN = Symbol('?');

// An argument that looks like the interpreter's placeholder would be mistaken for it.
const looksOpen = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  Reflect.get(value, 'type') === 'operator' &&
  Reflect.get(value, 'value') === '?';

// The interpreter does not check the arguments here; its results for wrong types, or for an argument that the check
// would have wrapped in a list, are left to the interpreter.
const callNative = ({ implementation, signature }: Native, args: readonly unknown[], focus: Focus): unknown => {
  const checked = signature?.validate(args, undefined) ?? args;
  if (args.some((value, at) => value !== checked[at])) refuse();
  return Reflect.apply(implementation, focus, args);
};

const call = (func: Func, focus: Focus) => (args: readonly unknown[]) => {
  const { native } = func;
  if (native) return callNative(native, args, focus);
  return func.unsigned ? func.unsigned(args) : func.run(args, null);
};

const countParameters = (func: Func): number => {
  if (func.kind === 'closure' || (func.native && func.native.parameters === undefined)) return refuse();
  return func.native?.parameters ?? func.arity;
};

/** Evaluates `$f(?, 1)`: a function of the open arguments. */
export const partial = (func: unknown, args: readonly unknown[], focus: Focus): Func => {
  if (!isFunc(func) || args.some(looksOpen)) return refuse();
  const parameters = countParameters(func);
  const given = Array.from({ length: parameters }, (_, at) => args[at]);
  const arity = given.filter((value) => value === OPEN).length;
  const target = call(func, focus);
  const run = (rest: readonly unknown[]) => {
    let next = 0;
    return target(given.map((value) => (value === OPEN ? rest[next++] : value)));
  };
  return createCallback(run, arity, 'partial');
};
