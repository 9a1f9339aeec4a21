import type { ApiKeyAuth } from '../../manifest/types.generated.ts';
import { compileInject } from './inject.ts';
import type { CompileScheme } from './scheme.ts';

/** API key in a header, a query parameter or a cookie. */
export const compileApiKey: CompileScheme<ApiKeyAuth> = ({ into, name, value }) => {
  const { marks, apply } = compileInject({ into, name, value }, 'apiKey');
  return { reauthOn: [], marks, sign: (request, { scope }) => apply(request, scope) };
};
