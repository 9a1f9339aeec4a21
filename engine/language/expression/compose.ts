import type { Code } from './code.ts';
import { assembleFunction, type Clock, createUnit, emitProgram } from './compile.ts';
import { emitTruthTest } from './emit/truth.ts';
import { addConstant, type CodeUnit, createName, type EmitScope, type EmittedValue } from './emit-scope.ts';
import { KIND } from './kinds.ts';
import { parseExpression } from './parse.ts';
import { fallbackReason } from './uncompiled.ts';

/** One expression among others in a function: the statements that evaluate it, and where its value then is. */
export interface Part {
  readonly lines: readonly Code[];
  readonly value: EmittedValue;
}

/** Makes one function out of many expressions over the same object, so that they share what they read. */
export interface Composer {
  /** Throws EXPRESSION_SYNTAX; gives the reason where the expression has to be left to stock. */
  expression(source: string): Part | { readonly reason: string };
  /** The same as a test of jsonata's truth. */
  test(source: string): Part | { readonly reason: string };
  /** A name for a value that the function is given. */
  constant(value: unknown): Code;
  /** A new name. */
  name(): Code;
  /** The function `(input, bindings) => { …body }`; undefined where no code can be made of it. */
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

/** A composer over items that are objects. */
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
