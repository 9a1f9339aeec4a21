import { instantOf, localTime } from '../../base/time/index.ts';
import type { Next } from './next.ts';
import type { Once } from './schedule.generated.ts';

/** The one time, as long as it lies ahead. */
export const once: Next<Once> = ({ at, zone }, after) => {
  const instant = instantOf(localTime(at), zone);
  return instant > after ? instant : undefined;
};
