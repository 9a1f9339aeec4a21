import { engineError } from '../../base/errors/index.ts';
import type { TemplateScope } from '../../language/template/index.ts';
import type { AnyOfAuth, Auth } from '../../manifest/types.generated.ts';
import { compileCondition } from '../request/index.ts';

/** The auth of the first choice that holds. Throws EXPRESSION_SYNTAX; rejects with CONFIG_INVALID when none does. */
export const chooseAuth = async ({ choices }: AnyOfAuth, scope: TemplateScope): Promise<Auth> => {
  for (const { when, auth } of choices) {
    if (await compileCondition(when)(scope)) return auth;
  }
  const fix = 'Fill in the credentials of one of the ways to sign in; mapwright docs <connector> lists them.';
  throw engineError('CONFIG_INVALID', { path: '/settings', problem: 'no way to sign in fits these settings', fix });
};
