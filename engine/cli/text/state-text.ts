import type { RunReport } from '../../base/report/report.generated.ts';
import type { Paint } from '../terminal.ts';

const COLOURS: Readonly<Record<string, Parameters<Paint>[0]>> = {
  PROCESSING: 'cyan',
  PROCESSED: 'green',
  ERRORED: 'red',
};

/** Counts the rejects of all entities; 0 without a report. */
export const countRejected = (report: Pick<RunReport, 'entities'> | undefined): number =>
  Object.values(report?.entities ?? {}).reduce((sum, { rejected }) => sum + rejected, 0);

/** Formats the state of a run, or of a connection with the rejects of its last run. Rejects are never shown as a success. */
export const formatState = (state: string, rejected: number, paint: Paint): string =>
  state === 'PROCESSED' && rejected > 0
    ? paint('yellow', `${state}, ${rejected} rejected`)
    : paint(COLOURS[state] ?? 'reset', state);
