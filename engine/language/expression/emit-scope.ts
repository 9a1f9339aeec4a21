import type { Ast, CallNode } from './ast.ts';
import type { BuiltinName } from './builtins.ts';
import { type Code, createIdentifier, js } from './code.ts';
import { ANY, type Kinds } from './kinds.ts';

/** A value that generated code holds: an expression without effects that may be repeated, and what it can be. */
export interface EmittedValue {
  readonly code: Code;
  readonly kinds: Kinds;
  /** Comes from a payload, so that no sequence hides in it. */
  readonly pure?: boolean;
  /** Known when it is a literal. */
  readonly literal?: unknown;
}

/** Where a variable may be bound. */
export type Frame =
  | { readonly kind: 'block'; readonly outer: Frame | undefined; readonly names: Map<string, LocalVariable> }
  | { readonly kind: 'tuple'; readonly outer: Frame | undefined; readonly code: Code };

/** A variable of a block or a lambda. */
export interface LocalVariable {
  readonly code: Code;
  /** Bound on every way that leads here. */
  bound: boolean;
}

/** One generated function: its constants, what stands at its top, and what it has used. */
export interface CodeUnit {
  /** Emits any node; here, so that the emitters need not know each other. */
  readonly emitNode: (node: Ast, scope: EmitScope) => EmittedValue;
  /** Emits the call with which a lambda's body ends. */
  readonly emitTailCall: (node: CallNode, scope: EmitScope) => Code;
  counter: number;
  readonly constants: unknown[];
  /** Statements that are done once, when the function is made. */
  readonly setup: Code[];
  /** Statements at the top: reads of the input that many expressions share. */
  readonly prelude: Code[];
  readonly hoisted: Map<string, EmittedValue>;
  /** Names of values that are known at the top: the input and the caller's variables. */
  readonly shared: Set<Code>;
  readonly builtins: Set<BuiltinName>;
  /** Names that tuples carry in the expression at hand. */
  tupleNames: ReadonlySet<string>;
}

/** Where a node is emitted. */
export interface EmitScope {
  readonly unit: CodeUnit;
  readonly lines: Code[];
  readonly context: EmittedValue;
  /** The expression's input, as `$$` gives it. */
  readonly root: EmittedValue;
  readonly frame: Frame | undefined;
  /** A `:=` here binds in a block, not in the middle of something that stock evaluates in its own order. */
  readonly bindable: boolean;
  /** Set when a lambda's body may end in a tail call that its caller must do. */
  readonly tail?: { used: boolean };
}

/** Thrown by an emitter: the expression is left to stock, for this reason. */
export class NotCompilable extends Error {
  override readonly name = 'NotCompiled';
}

/** Ends the emission of an expression. */
export const failCompilation = (reason: string): never => {
  throw new NotCompilable(reason);
};

/** Emits a node: adds statements to the scope and gives the value they leave. */
export const emit = (node: Ast, scope: EmitScope): EmittedValue => scope.unit.emitNode(node, scope);

/** Emits the call with which a lambda's body ends; gives the code of its answer. */
export const emitTail = (node: CallNode, scope: EmitScope): Code => scope.unit.emitTailCall(node, scope);

/** A new name. */
export const createName = (unit: CodeUnit, letter: 't' | 'f' | 'v' = 't'): Code => {
  unit.counter += 1;
  return createIdentifier(letter, unit.counter);
};

/** The name of a constant: a value that is made now and used by the generated code. */
export const addConstant = (unit: CodeUnit, value: unknown): Code => {
  unit.constants.push(value);
  return createIdentifier('k', unit.constants.length - 1);
};

/** Adds statements. */
export const addLines = (scope: EmitScope, ...lines: readonly Code[]): void => {
  // One by one: a block may have more statements than a call can have arguments.
  for (const line of lines) scope.lines.push(line);
};

/** Gives an expression a name, so that it is evaluated once. */
export const bindValue = (scope: EmitScope, code: Code, kinds: Kinds = ANY): EmittedValue => {
  const name = createName(scope.unit);
  addLines(scope, js`const ${name} = ${code};`);
  return { code: name, kinds };
};

/** The same scope with statements of its own, for a branch. */
export const branchScope = (scope: EmitScope): EmitScope => ({ ...scope, lines: [] });

/** Whether a node or anything in it is so. */
export const containsNode = (node: unknown, test: (node: Ast) => boolean): boolean => {
  if (typeof node !== 'object' || node === null || node instanceof RegExp) return false;
  if ('type' in node && test(node as Ast)) return true;
  return Object.values(node).some((child) => containsNode(child, test));
};
