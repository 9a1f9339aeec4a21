import { expectLocal, toInstant } from '../../base/time/index.ts';
import type { FindNext } from './next.ts';
import type { Once } from './schedule.generated.ts';

/** Returns the time of a single run if it is after `after`. */
export const nextOnce: FindNext<Once> = ({ at, zone }, after) => {
  const instant = toInstant(expectLocal(at), zone);
  return instant > after ? instant : undefined;
};
