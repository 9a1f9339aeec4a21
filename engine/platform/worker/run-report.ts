import type { Selectable } from 'kysely';
import type { EngineError } from '../../base/errors/index.ts';
import type { RunReport } from '../../base/report/report.generated.ts';
import type { Tx, Written } from '../../inventory/store/store.ts';
import type { RunRow } from '../../inventory/store/tables.ts';
import { buildReport, findErrorLocation } from '../../pipeline/run/report.ts';
import { addTotals, createRunCounters, type RunCounters } from '../../pipeline/run/run-counters.ts';
import type { RunSetup } from '../connections/index.ts';
import { addWritten, NOTHING_WRITTEN, type SliceProgress } from './slice.ts';

/** Totals of a run's slices. */
export interface RunTotals {
  readonly report: RunReport;
  readonly counters: RunCounters;
  readonly written: Written;
  /** Progress of each slice, in reading order. */
  readonly slices: readonly SliceProgress[];
}

/** Placeholder for runs of `mapwright run`, which have no stored setup. */
export const UNKNOWN = { id: 'unknown', version: 'unknown', streams: {}, maps: {} } as unknown as RunSetup['manifest'];

/** Builds the report of a run, finished or in progress, from its slices. */
export async function readReport(
  db: Pick<Tx, 'selectFrom'>,
  run: Selectable<RunRow>,
  { finishedAt, failure }: { readonly finishedAt: number; readonly failure?: EngineError },
): Promise<RunTotals> {
  const rows = await db
    .selectFrom('slice')
    .select('checkpoint')
    .where('run_id', '=', run.id)
    .where('checkpoint', 'is not', null)
    .orderBy('stage')
    .orderBy('ordinal')
    .execute();
  const slices = rows.map(({ checkpoint }) => JSON.parse(checkpoint ?? '{}') as SliceProgress);
  const counters = createRunCounters();
  for (const { totals } of slices) addTotals(counters, totals);
  const written = slices.reduce((sum, slice) => addWritten(sum, slice.written), NOTHING_WRITTEN);
  const { manifest = UNKNOWN } = JSON.parse(run.setup) as Partial<RunSetup>;
  const identity = {
    id: run.id,
    startedAt: run.started_at ?? run.created_at,
    delta: slices.some(({ delta }) => delta),
  };
  const outcome = {
    counters,
    finishedAt,
    ...(failure ? { failure: { error: failure, place: findErrorLocation(failure) } } : {}),
  };
  return { report: buildReport({ manifest }, identity, outcome), counters, written, slices };
}
