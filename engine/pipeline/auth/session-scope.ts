import { engineError } from '../../base/errors/index.ts';
import type { TemplateScope } from '../../language/template/index.ts';
import type { SignContext } from './scheme.ts';

/** The scope with the session's values; throws INTERNAL when the caller signs before it has logged in. */
export const buildSessionScope = ({ scope, session }: SignContext): TemplateScope => {
  if (session === undefined) throw engineError('INTERNAL', { name: 'signing without a session' });
  return { ...scope, session: session.values };
};
