import { compileExpression } from '../expression/index.ts';
import { isTrue } from '../expression/truth.ts';
import { isSecret } from '../secret/index.ts';
import type { Scope } from '../template/index.ts';

/** Tells whether something is sent; rejects with EXPRESSION_FAILED. */
export type Condition = (scope: Scope) => Promise<boolean>;

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isSecret(value);

/** What expressions on the request side see: the scope with secrets (settings, session values) left out. */
export const expressionInput = (scope: Scope): Record<string, unknown> => {
  const open = Object.entries(scope).filter(([, value]) => !isSecret(value));
  return Object.fromEntries(open.map(([name, value]) => [name, isPlainObject(value) ? expressionInput(value) : value]));
};

/** Compiles a `when`; one that is absent always holds. Throws EXPRESSION_SYNTAX. */
export const compileCondition = (source: string | undefined): Condition => {
  if (source === undefined) return async () => true;
  const expression = compileExpression(source);
  return async (scope) => isTrue(await expression.evaluate(expressionInput(scope), {}));
};
