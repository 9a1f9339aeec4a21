import { isSecret } from '../../base/secret/index.ts';
import { compileExpression } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import type { TemplateScope } from '../../language/template/index.ts';

/** Compiled `when`. Rejects with EXPRESSION_FAILED. */
export type Condition = (scope: TemplateScope) => Promise<boolean>;

const omitSecrets = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !Object.values(value).some(isSecret)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => !isSecret(member)));
};

/** Groups of settings contain secrets at any depth; lists contain none. */
const omitSecretSettings = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const open = Object.entries(value).filter(([, member]) => !isSecret(member));
  return Object.fromEntries(open.map(([name, member]) => [name, omitSecretSettings(member)]));
};

/** Builds the input of request expressions: the scope without secrets in its members (`settings`, `session`). */
export const buildExpressionInput = (scope: TemplateScope): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(scope).map(([name, value]) => [
      name,
      name === 'settings' ? omitSecretSettings(value) : omitSecrets(value),
    ]),
  );

/** Compiles a `when`; an absent one is always true. Throws EXPRESSION_SYNTAX. */
export const compileCondition = (source: string | undefined): Condition => {
  if (source === undefined) return async () => true;
  const expression = compileExpression(source);
  return async (scope) => isTrue(await expression.evaluate(buildExpressionInput(scope), {}));
};
