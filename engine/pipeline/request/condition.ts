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

const NAMES_OF_TIMES = ['cursor', 'window'] as const;

/** A start or an end that is 0 is a value, but a number 0 is false in JSONata: conditions see it as a text. */
const keepZeros = (input: Record<string, unknown>): Record<string, unknown> => {
  for (const name of NAMES_OF_TIMES) {
    const times = input[name];
    if (typeof times !== 'object' || times === null || !Object.values(times).includes(0)) continue;
    input[name] = Object.fromEntries(Object.entries(times).map(([key, at]) => [key, at === 0 ? '0' : at]));
  }
  return input;
};

/** Compiles a `when`; an absent one is always true. Throws EXPRESSION_SYNTAX. */
export const compileCondition = (source: string | undefined): Condition => {
  if (source === undefined) return async () => true;
  const expression = compileExpression(source);
  return async (scope) => isTrue(await expression.evaluate(keepZeros(buildExpressionInput(scope)), {}));
};
