import type { Signature } from '../ast.ts';
import { countStep } from './budget.ts';
import { refuse } from './operators.ts';
import { createSequence, isList, normalize } from './sequence.ts';

/** Partial application of a built-in: without its signature, which is stored to detect where that matters. */
export interface Native {
  readonly implementation: Implementation;
  readonly signature: Signature | undefined;
  readonly parameters: number | undefined;
}

/** Value of `this` inside a built-in. */
export interface Focus {
  readonly createSequence: typeof createSequence;
  readonly environment: { readonly timestamp: Date };
}

/**
 * Function value of a compiled evaluation. Built-ins call it back as a JavaScript function, without a context. `kind`
 * preserves a distinction of the interpreter: only a lambda can be called back from a tail call.
 */
export interface Func {
  (...args: unknown[]): unknown;
  arity: number;
  kind: 'lambda' | 'signed' | 'partial' | 'builtin' | 'closure' | 'regex';
  /** Single application, which for a lambda may end in a tail call. */
  run: (args: readonly unknown[], context: unknown) => unknown;
  /** `run` without argument checks. */
  unsigned?: (args: readonly unknown[]) => unknown;
  /** Implementation of a built-in, for partial application, and the number of parameters in its text. */
  native?: Native;
}

export type Implementation = (this: unknown, ...args: never[]) => unknown;

/** Call in tail position: the applying function performs it, so that the stack does not grow. */
export class TailCall {
  readonly target: unknown;
  readonly args: readonly unknown[];
  constructor(target: unknown, args: readonly unknown[]) {
    this.target = target;
    this.args = args;
  }
}

export const isFunc = (value: unknown): value is Func => typeof value === 'function';

const BARE: ReadonlySet<Func['kind']> = new Set(['builtin', 'partial', 'signed']);

/** Returns true if the interpreter can call this function back only after wrapping it, or only with a context. */
export const isBare = (func: Func): boolean => BARE.has(func.kind);

const isRunnable = (value: unknown): value is Func => typeof value === 'function' && 'run' in value;

const toRunnable = (value: unknown): Func => (isRunnable(value) ? value : refuse());

/** Applies a function, followed by its tail calls, all in the caller's context. */
export const apply = (target: unknown, args: readonly unknown[], context: unknown): unknown => {
  let result = toRunnable(target).run(args, context);
  while (result instanceof TailCall) {
    countStep();
    result = toRunnable(result.target).run(result.args, context);
  }
  return result;
};

/** Creates a function from its `run`; called as a JavaScript function it has no context. */
export const createCallback = (run: Func['run'], arity: number, kind: Func['kind']): Func => {
  const made = (...args: unknown[]) => apply(made, args, null);
  return Object.assign(made, { arity, kind, run });
};

/** Creates a lambda whose body takes positional parameters. */
export const createLambda = (body: (...args: unknown[]) => unknown, arity: number): Func =>
  createCallback((args) => body(...args), arity, 'lambda');

/** Creates a lambda without tail calls, which can be called directly. */
export const createPlainLambda = (body: (...args: unknown[]) => unknown, arity: number): Func =>
  Object.assign(body, { arity, kind: 'lambda' as const, run: (args: readonly unknown[]) => body(...args) });

/** Creates a lambda with a signature that checks its arguments, except in partial application. */
export const createSignedLambda = (
  body: (...args: unknown[]) => unknown,
  arity: number,
  signature: Signature,
): Func => {
  const made = createCallback((args, context) => body(...signature.validate(args, context)), arity, 'signed');
  return Object.assign(made, { unsigned: (args: readonly unknown[]) => body(...args) });
};

/** Wraps a function that is passed to another one: as in the interpreter, it loses its context and identity. */
export const wrapFunction = (value: unknown): unknown => {
  if (!isFunc(value)) return value;
  return createCallback((args) => apply(value, args, null), value.arity, 'closure');
};

/**
 * Counts the parameters in an implementation's text, as the interpreter does for partial application; undefined if
 * impossible.
 */
export const parseParameters = (implementation: Implementation) => {
  const list = /\(([^)]*)\)/.exec(implementation.toString())?.[1] ?? '';
  return /[=.]/.test(list) ? undefined : list.split(',').length;
};

/** Creates the value of a built-in. */
export const createBuiltin = (implementation: Implementation, signature: Signature | undefined, focus: Focus): Func => {
  const run = (args: readonly unknown[], context: unknown) =>
    Reflect.apply(implementation, focus, signature ? signature.validate(args, context) : args);
  const made = createCallback(run, implementation.length, 'builtin');
  return Object.assign(made, { native: { implementation, signature, parameters: parseParameters(implementation) } });
};

/** Concatenates two values to a list, skipping missing ones. */
export const append = (a: unknown, b: unknown): unknown => {
  if (a === undefined) return b;
  if (b === undefined) return a;
  const list = isList(a) ? a : createSequence(a);
  return list.concat(isList(b) ? b : [b]);
};

/** Composes two functions for `f ~> g`: first f, then g. */
export const chainFunctions = (first: unknown, second: unknown): Func =>
  createCallback(
    ([value]) => new TailCall(second, [normalize(apply(first, [wrapFunction(value)], null))]),
    1,
    'lambda',
  );

/** Creates a call in tail position. */
export const createTailCall = (target: unknown, args: readonly unknown[]): TailCall => new TailCall(target, args);
