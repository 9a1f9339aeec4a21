import { isSecret } from '../../base/secret/index.ts';
import { compileExpression } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import type { TemplateScope } from '../../language/template/index.ts';

/** Tells whether something is sent; rejects with EXPRESSION_FAILED. */
export type Condition = (scope: TemplateScope) => Promise<boolean>;

const omitSecrets = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !Object.values(value).some(isSecret)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => !isSecret(member)));
};

/** What expressions on the request side see: the scope without the secrets of its members (settings, session). */
export const buildExpressionInput = (scope: TemplateScope): Record<string, unknown> =>
  Object.fromEntries(Object.entries(scope).map(([name, value]) => [name, omitSecrets(value)]));

/** Compiles a `when`; one that is absent always holds. Throws EXPRESSION_SYNTAX. */
export const compileCondition = (source: string | undefined): Condition => {
  if (source === undefined) return async () => true;
  const expression = compileExpression(source);
  return async (scope) => isTrue(await expression.evaluate(buildExpressionInput(scope), {}));
};
