import { expectLocal, toInstant } from '../../base/time/index.ts';
import type { FindNext } from './next.ts';
import type { Once } from './schedule.generated.ts';

/** The one time, as long as it lies ahead. */
export const nextOnce: FindNext<Once> = ({ at, zone }, after) => {
  const instant = toInstant(expectLocal(at), zone);
  return instant > after ? instant : undefined;
};
