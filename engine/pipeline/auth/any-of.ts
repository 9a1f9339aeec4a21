import { engineError } from '../../base/errors/index.ts';
import type { TemplateScope } from '../../language/template/index.ts';
import type { AnyOfAuth, Auth } from '../../manifest/types.generated.ts';
import { compileCondition } from '../request/index.ts';

/** Returns which settings have a value. Conditions may read this for secrets, too, whose values they never see. */
const listGiven = ({ settings }: TemplateScope): Readonly<Record<string, true>> =>
  Object.fromEntries(
    Object.entries(settings ?? {})
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name]) => [name, true]),
  );

/** Returns the auth of the first choice whose condition is true. Rejects with EXPRESSION_SYNTAX or CONFIG_INVALID. */
export const chooseAuth = async ({ choices }: AnyOfAuth, scope: TemplateScope): Promise<Auth> => {
  const input = { ...scope, given: listGiven(scope) };
  for (const { when, auth } of choices) {
    if (await compileCondition(when)(input)) return auth;
  }
  const fix = 'Enter the credentials of one authentication method; mapwright docs <connector> lists the methods.';
  const problem = 'no authentication method matches these settings';
  throw engineError('CONFIG_INVALID', { path: '/settings', problem, fix });
};
