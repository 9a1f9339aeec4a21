import { engineError } from '../../base/errors/index.ts';
import { isSecret } from '../../base/secret/index.ts';
import type { TemplateScope } from '../../language/template/index.ts';
import type { AnyOfAuth, Auth } from '../../manifest/types.generated.ts';
import { compileCondition } from '../request/index.ts';

/** Returns which settings have a value. Conditions may read this for secrets, too, whose values they never see. */
type Given = Readonly<Record<string, unknown>>;

const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isSecret(value);

const listGivenIn = (settings: object): Given =>
  Object.fromEntries(
    Object.entries(settings)
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => [name, isGroup(value) ? listGivenIn(value) : true]),
  );

const listGiven = ({ settings }: TemplateScope): Given => listGivenIn(settings ?? {});

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
