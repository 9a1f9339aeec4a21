import type { NoAuth } from '../../manifest/types.generated.ts';
import type { CompileScheme } from './scheme.ts';

/** No authentication: requests are sent unchanged. */
export const compileNone: CompileScheme<NoAuth> = () => ({ reauthOn: [], marks: [], sign: (request) => request });
