import type { Code } from './code.ts';
import { assemble, type Clock, emitProgram, newUnit } from './compile.ts';
import { truthOf } from './emit/truth.ts';
import { KIND } from './kinds.ts';
import { parseExpression } from './parse.ts';
import { constant, fresh, type Scope, type Unit, type Value } from './scope.ts';
import { reasonOf } from './uncompiled.ts';

/** One expression among others in a function: the statements that evaluate it, and where its value then is. */
export interface Part {
  readonly lines: readonly Code[];
  readonly value: Value;
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

const partOf = (
  source: string,
  unit: Unit,
  finish: (value: Value, lines: Code[]) => Value,
): Part | { reason: string } => {
  const lines: Code[] = [];
  try {
    return { value: finish(emitProgram(parseExpression(source), unit, lines, KIND.object), lines), lines };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
};

const truth = (value: Value, lines: Code[], unit: Unit): Value => {
  const scope: Scope = { unit, lines, context: value, root: value, frame: undefined, bindable: false };
  return { code: truthOf(value, scope), kinds: KIND.boolean };
};

/** A composer over items that are objects. */
export const composer = (clock: Clock): Composer => {
  const unit = newUnit();
  return {
    expression: (source) => partOf(source, unit, (value) => value),
    test: (source) => partOf(source, unit, (value, lines) => truth(value, lines, unit)),
    constant: (value) => constant(unit, value),
    name: () => fresh(unit),
    build(body) {
      try {
        return assemble(unit, body, clock);
      } catch (error) {
        reasonOf(error);
        return undefined;
      }
    },
  };
};
