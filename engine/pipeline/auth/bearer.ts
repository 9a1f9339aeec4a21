import type { BearerAuth } from '../../manifest/types.generated.ts';
import { compileInject } from './inject.ts';
import type { CompileScheme } from './scheme.ts';

/** Static bearer token (RFC 6750). */
export const compileBearer: CompileScheme<BearerAuth> = ({ token }) => {
  const inject = { into: 'header', name: 'authorization', value: `Bearer ${token}` } as const;
  const { marks, apply } = compileInject(inject, 'bearer');
  return { reauthOn: [], marks, sign: (request, { scope }) => apply(request, scope) };
};
