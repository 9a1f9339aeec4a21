import type { Code } from './code.ts';
import { assembleFunction, type Clock, createUnit, emitProgram } from './compile.ts';
import { emitTruthTest } from './emit/truth.ts';
import { addConstant, type CodeUnit, createName, type EmitScope, type EmittedValue } from './emit-scope.ts';
import { KIND } from './kinds.ts';
import { parseExpression } from './parse.ts';
import { fallbackReason } from './uncompiled.ts';

/** Expression in a composed function: the statements that evaluate it, and the variable with its value. */
export interface Part {
  readonly lines: readonly Code[];
  readonly value: EmittedValue;
}

/** Composes several expressions over the same object into one function, so that they share reads. */
export interface Composer {
  /** Throws EXPRESSION_SYNTAX; returns a reason if the expression is left to the interpreter. */
  expression(source: string): Part | { readonly reason: string };
  /** Emits the truth of the expression in the sense of jsonata. */
  test(source: string): Part | { readonly reason: string };
  /** Names a value that is passed to the function. */
  constant(value: unknown): Code;
  /** Creates a name. */
  name(): Code;
  /** Creates the function `(input, bindings) => { …body }`; undefined if code generation is impossible. */
  build(body: readonly Code[]): unknown;
}

const compilePart = (
  source: string,
  unit: CodeUnit,
  finish: (value: EmittedValue, lines: Code[]) => EmittedValue,
): Part | { reason: string } => {
  const lines: Code[] = [];
  try {
    return { value: finish(emitProgram(parseExpression(source), unit, lines, KIND.object), lines), lines };
  } catch (error) {
    return { reason: fallbackReason(error) };
  }
};

const emitTruth = (value: EmittedValue, lines: Code[], unit: CodeUnit): EmittedValue => {
  const scope: EmitScope = { unit, lines, context: value, root: value, frame: undefined, bindable: false };
  return { code: emitTruthTest(value, scope), kinds: KIND.boolean };
};

/** Creates a composer over items that are objects. */
export const createComposer = (clock: Clock): Composer => {
  const unit = createUnit();
  return {
    expression: (source) => compilePart(source, unit, (value) => value),
    test: (source) => compilePart(source, unit, (value, lines) => emitTruth(value, lines, unit)),
    constant: (value) => addConstant(unit, value),
    name: () => createName(unit),
    build(body) {
      try {
        return assembleFunction(unit, body, clock);
      } catch (error) {
        fallbackReason(error);
        return undefined;
      }
    },
  };
};
