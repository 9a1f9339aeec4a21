import type { RunReport } from '../../base/report/report.generated.ts';

/**
 * Returns true if the run saw every record of the vendor, so that missing records no longer exist: a full run without
 * rejects or warnings.
 */
export const hasSeenAll = ({ state, mode, warnings, entities }: RunReport): boolean =>
  state === 'PROCESSED' &&
  mode === 'full' &&
  warnings.length === 0 &&
  Object.values(entities).every(({ rejected }) => rejected === 0);
