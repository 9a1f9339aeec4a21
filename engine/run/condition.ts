import type { Bindings, Expression } from '../expression/index.ts';
import { compileExpression } from '../expression/index.ts';

const asBoolean = compileExpression('$boolean($)');

/** Whether an expression is true of an input, as JSONata's `$boolean` sees it. */
export async function isTrue(expression: Expression, input: unknown, bindings: Bindings): Promise<boolean> {
  const value = await expression.evaluate(input, bindings);
  if (typeof value === 'boolean') return value;
  return value !== undefined && (await asBoolean.evaluate(value, {})) === true;
}
