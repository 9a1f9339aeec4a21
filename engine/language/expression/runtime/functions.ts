import type { Signature } from '../ast.ts';
import { countStep } from './budget.ts';
import { refuse } from './operators.ts';
import { createSequence, isList, normalize } from './sequence.ts';

/** How a built-in is applied in part: without its signature, which is kept to know where that makes a difference. */
export interface Native {
  readonly implementation: Implementation;
  readonly signature: Signature | undefined;
  readonly parameters: number | undefined;
}

/** What `this` is inside a built-in. */
export interface Focus {
  readonly createSequence: typeof createSequence;
  readonly environment: { readonly timestamp: Date };
}

/**
 * A function as a value of a compiled evaluation. As a JavaScript function it is what built-ins call back: without
 * a context. `kind` keeps apart what stock keeps apart: only a lambda can be called back from a tail call.
 */
export interface Func {
  (...args: unknown[]): unknown;
  arity: number;
  kind: 'lambda' | 'signed' | 'partial' | 'builtin' | 'closure' | 'regex';
  /** One application, which for a lambda may end in a tail call. */
  run: (args: readonly unknown[], context: unknown) => unknown;
  /** `run` without the check of the arguments. */
  unsigned?: (args: readonly unknown[]) => unknown;
  /** A built-in's implementation, for partial application, and how many parameters its text names. */
  native?: Native;
}

export type Implementation = (this: unknown, ...args: never[]) => unknown;

/** A call in tail position: done by whoever applied the function, so that the stack does not grow. */
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

/** Whether stock cannot call this function back, or only with a context, unless it was wrapped. */
export const isBare = (func: Func): boolean => BARE.has(func.kind);

const isRunnable = (value: unknown): value is Func => typeof value === 'function' && 'run' in value;

const toRunnable = (value: unknown): Func => (isRunnable(value) ? value : refuse());

/** Applies a function to arguments: its tail calls one after the other, all in the caller's context. */
export const apply = (target: unknown, args: readonly unknown[], context: unknown): unknown => {
  let result = toRunnable(target).run(args, context);
  while (result instanceof TailCall) {
    countStep();
    result = toRunnable(result.target).run(result.args, context);
  }
  return result;
};

/** A function from its `run`; called as a JavaScript function it has no context. */
export const createCallback = (run: Func['run'], arity: number, kind: Func['kind']): Func => {
  const made = (...args: unknown[]) => apply(made, args, null);
  return Object.assign(made, { arity, kind, run });
};

/** A lambda whose body takes its parameters one by one. */
export const createLambda = (body: (...args: unknown[]) => unknown, arity: number): Func =>
  createCallback((args) => body(...args), arity, 'lambda');

/** A lambda that never ends in a tail call: it can be called without more ado. */
export const createPlainLambda = (body: (...args: unknown[]) => unknown, arity: number): Func =>
  Object.assign(body, { arity, kind: 'lambda' as const, run: (args: readonly unknown[]) => body(...args) });

/** A lambda whose arguments are checked by a signature, except where it is applied in part. */
export const createSignedLambda = (
  body: (...args: unknown[]) => unknown,
  arity: number,
  signature: Signature,
): Func => {
  const made = createCallback((args, context) => body(...signature.validate(args, context)), arity, 'signed');
  return Object.assign(made, { unsigned: (args: readonly unknown[]) => body(...args) });
};

/** A function handed to another one: stock wraps it, after which it has no context and no identity of its own. */
export const wrapFunction = (value: unknown): unknown => {
  if (!isFunc(value)) return value;
  return createCallback((args) => apply(value, args, null), value.arity, 'closure');
};

/** How many parameters an implementation's text names, which is how stock applies it in part; undefined where it cannot. */
export const parseParameters = (implementation: Implementation) => {
  const list = /\(([^)]*)\)/.exec(implementation.toString())?.[1] ?? '';
  return /[=.]/.test(list) ? undefined : list.split(',').length;
};

/** A built-in as a value. */
export const createBuiltin = (implementation: Implementation, signature: Signature | undefined, focus: Focus): Func => {
  const run = (args: readonly unknown[], context: unknown) =>
    Reflect.apply(implementation, focus, signature ? signature.validate(args, context) : args);
  const made = createCallback(run, implementation.length, 'builtin');
  return Object.assign(made, { native: { implementation, signature, parameters: parseParameters(implementation) } });
};

/** Two values as one list, a missing one left out. */
export const append = (a: unknown, b: unknown): unknown => {
  if (a === undefined) return b;
  if (b === undefined) return a;
  const list = isList(a) ? a : createSequence(a);
  return list.concat(isList(b) ? b : [b]);
};

/** `f ~> g` of two functions: first f, then g. */
export const chainFunctions = (first: unknown, second: unknown): Func =>
  createCallback(
    ([value]) => new TailCall(second, [normalize(apply(first, [wrapFunction(value)], null))]),
    1,
    'lambda',
  );

/** A call in tail position. */
export const createTailCall = (target: unknown, args: readonly unknown[]): TailCall => new TailCall(target, args);
