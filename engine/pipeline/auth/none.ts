import type { NoAuth } from '../../manifest/types.generated.ts';
import type { CompileScheme } from './scheme.ts';

/** No credentials: requests go as they are. */
export const compileNone: CompileScheme<NoAuth> = () => ({ reauthOn: [], marks: [], sign: (request) => request });
