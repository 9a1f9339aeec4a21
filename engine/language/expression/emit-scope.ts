import type { Ast, CallNode } from './ast.ts';
import type { BuiltinName } from './builtins.ts';
import { type Code, createIdentifier, js } from './code.ts';
import { ANY, type Kinds } from './kinds.ts';

/** Value in generated code: an expression without side effects that may be repeated, and its possible kinds. */
export interface EmittedValue {
  readonly code: Code;
  readonly kinds: Kinds;
  /** True if it comes from a payload and therefore contains no sequence. */
  readonly pure?: boolean;
  /** Set for a literal. */
  readonly literal?: unknown;
}

/** Place where a variable may be bound. */
export type Frame =
  | { readonly kind: 'block'; readonly outer: Frame | undefined; readonly names: Map<string, LocalVariable> }
  | { readonly kind: 'tuple'; readonly outer: Frame | undefined; readonly code: Code };

/** Variable of a block or a lambda. */
export interface LocalVariable {
  readonly code: Code;
  /** True if it is bound on every path that leads here. */
  bound: boolean;
}

/** Generated function: its constants, its top-level statements, and the features that it uses. */
export interface CodeUnit {
  /** Emits any node; stored here, so that the emitters do not import each other. */
  readonly emitNode: (node: Ast, scope: EmitScope) => EmittedValue;
  /** Emits the call at the end of a lambda's body. */
  readonly emitTailCall: (node: CallNode, scope: EmitScope) => Code;
  counter: number;
  readonly constants: unknown[];
  /** Statements that run once, when the function is created. */
  readonly setup: Code[];
  /** Statements at the top: reads of the input that several expressions share. */
  readonly prelude: Code[];
  readonly hoisted: Map<string, EmittedValue>;
  /** Names of values that are known at the top: the input and the caller's variables. */
  readonly shared: Set<Code>;
  readonly builtins: Set<BuiltinName>;
  /** Names that tuples carry in the current expression. */
  tupleNames: ReadonlySet<string>;
}

/** Position at which a node is emitted. */
export interface EmitScope {
  readonly unit: CodeUnit;
  readonly lines: Code[];
  readonly context: EmittedValue;
  /** Input of the expression, `$$`. */
  readonly root: EmittedValue;
  readonly frame: Frame | undefined;
  /** True if a `:=` here binds in a block, not within something that the interpreter evaluates in its own order. */
  readonly bindable: boolean;
  /** Set if a lambda's body may end in a tail call for its caller. */
  readonly tail?: { used: boolean };
}

/** Thrown by an emitter to leave the expression to the interpreter, with the reason. */
export class NotCompilable extends Error {
  override readonly name = 'NotCompiled';
}

/** Stops the emission of an expression. */
export const failCompilation = (reason: string): never => {
  throw new NotCompilable(reason);
};

/** Emits a node: appends statements to the scope and returns their value. */
export const emit = (node: Ast, scope: EmitScope): EmittedValue => scope.unit.emitNode(node, scope);

/** Emits the call at the end of a lambda's body; returns the code of its result. */
export const emitTail = (node: CallNode, scope: EmitScope): Code => scope.unit.emitTailCall(node, scope);

/** Creates a name. */
export const createName = (unit: CodeUnit, letter: 't' | 'f' | 'v' = 't'): Code => {
  unit.counter += 1;
  return createIdentifier(letter, unit.counter);
};

/** Names a constant: a value that exists now and is used by the generated code. */
export const addConstant = (unit: CodeUnit, value: unknown): Code => {
  unit.constants.push(value);
  return createIdentifier('k', unit.constants.length - 1);
};

/** Appends statements. */
export const addLines = (scope: EmitScope, ...lines: readonly Code[]): void => {
  // One by one: a block may have more statements than a call can have arguments.
  for (const line of lines) scope.lines.push(line);
};

/** Assigns an expression to a name, so that it is evaluated once. */
export const bindValue = (scope: EmitScope, code: Code, kinds: Kinds = ANY): EmittedValue => {
  const name = createName(scope.unit);
  addLines(scope, js`const ${name} = ${code};`);
  return { code: name, kinds };
};

/** Returns the same scope with separate statements, for a branch. */
export const branchScope = (scope: EmitScope): EmitScope => ({ ...scope, lines: [] });

/** Returns true if a node or any descendant satisfies the test. */
export const containsNode = (node: unknown, test: (node: Ast) => boolean): boolean => {
  if (typeof node !== 'object' || node === null || node instanceof RegExp) return false;
  if ('type' in node && test(node as Ast)) return true;
  return Object.values(node).some((child) => containsNode(child, test));
};
