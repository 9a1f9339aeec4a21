import { type Clock, compileProgram } from './compile.ts';
import { parseExpression } from './parse.ts';
import { toPlain } from './plain.ts';
import { refill } from './runtime/budget.ts';
import { type Bindings, stockExpression } from './stock.ts';

/** One JSONata expression, ready to be evaluated any number of times. */
export interface Expression {
  readonly source: string;
  /** Why all of it is left to stock; undefined where it is compiled. */
  readonly fallback?: string;
  /**
   * Input and variables (names without `$`) → plain JSON, or `undefined` for JSONata's nothing. A promise where the
   * stock interpreter answers. Throws, or rejects with, EXPRESSION_FAILED. Never writes into the input.
   */
  evaluate(input: unknown, bindings: Bindings): unknown | Promise<unknown>;
}

// The one place of this folder that knows the time; a caller that wants its own gives it.
const SYSTEM_CLOCK: Clock = () => Date.now();

/** Takes JSONata text; throws EXPRESSION_SYNTAX with jsonata's code, the position, and a fix. */
export const compileExpression = (source: string, clock: Clock = SYSTEM_CLOCK): Expression => {
  const compiled = compileProgram(parseExpression(source), clock);
  let stock: ReturnType<typeof stockExpression> | undefined;
  const replay = (input: unknown, bindings: Bindings) => {
    stock ??= stockExpression(source);
    return stock(input, bindings);
  };
  if ('reason' in compiled) return { source, fallback: compiled.reason, evaluate: replay };
  const { run } = compiled;
  return {
    source,
    evaluate(input, bindings) {
      refill();
      try {
        return toPlain(run(input, bindings));
      } catch {
        // Whatever went wrong, and even a wrong guess of ours, stock has the last word.
        return replay(input, bindings);
      }
    },
  };
};
