import type { RunReport } from '../../base/report/report.generated.ts';

/**
 * Whether a run has seen all that there is, so that what it has not seen is no longer there: it read in full, nothing
 * was left out, nothing was rejected, and it warns of nothing.
 */
export const hasSeenAll = ({ state, mode, warnings, entities: { asset, finding } }: RunReport): boolean =>
  state === 'PROCESSED' && mode === 'full' && warnings.length === 0 && asset.rejected + finding.rejected === 0;
