import { engineError } from '../../base/errors/index.ts';
import type { JsonObject } from '../../base/json/index.ts';
import { readSampleRows } from '../../inventory/store/sample-rows.ts';
import type { Database } from '../../inventory/store/store.ts';
import type { SampleItemRow } from '../../inventory/store/tables.ts';
import { readConnectionRow } from './connection.ts';

/** Items of a stream from the last run that read any, which share their ancestors. Secrets are redacted. */
export interface RunSample {
  /** `<stream>.<number>`, unique in the connection. */
  readonly name: string;
  readonly stream: string;
  readonly items: number;
  readonly run: { readonly id: string; readonly startedAt: number | null };
  /** Items as a JSON list. */
  readonly text: string;
  /** Ancestors of the items, time window and cursor, by their names in expressions. */
  readonly scope: JsonObject;
}

/** Samples per stream: a partition with few items gives a sample of its own. */
const MAX_SAMPLES = 5;

type StoredItem = Pick<SampleItemRow, 'run_id' | 'stream' | 'item' | 'scope'>;

const readStartTimes = async (db: Database, runs: readonly string[]): Promise<ReadonlyMap<string, number | null>> => {
  if (runs.length === 0) return new Map();
  const rows = await db.selectFrom('run').select(['id', 'started_at']).where('id', 'in', runs).execute();
  return new Map(rows.map(({ id, started_at: at }) => [id, at]));
};

/** Groups items by their ancestors, the largest group first. */
const groupByScope = (rows: readonly StoredItem[]): (readonly StoredItem[])[] =>
  [...Map.groupBy(rows, ({ scope }) => scope).values()].sort((a, b) => b.length - a.length).slice(0, MAX_SAMPLES);

/** Lists the samples of a connection by stream, those with the most items first. Throws CONNECTION_UNKNOWN. */
export async function listRunSamples(db: Database, ref: string): Promise<readonly RunSample[]> {
  const { id } = await readConnectionRow(db, ref);
  const rows = await readSampleRows(db, id);
  const startedAt = await readStartTimes(db, [...new Set(rows.map((row) => row.run_id))]);
  return [...Map.groupBy(rows, ({ stream }) => stream)].flatMap(([stream, items]) =>
    groupByScope(items).map((group, at) => ({
      name: `${stream}.${at + 1}`,
      stream,
      items: group.length,
      run: { id: group[0]?.run_id ?? '', startedAt: startedAt.get(group[0]?.run_id ?? '') ?? null },
      text: `[${group.map(({ item }) => item).join(',')}]`,
      scope: JSON.parse(group[0]?.scope ?? '{}') as JsonObject,
    })),
  );
}

/** Reads a sample of a connection by name. Throws CONNECTION_UNKNOWN, STUDIO_SAMPLE_UNKNOWN. */
export async function readRunSample(db: Database, ref: string, name: string): Promise<RunSample> {
  const found = (await listRunSamples(db, ref)).find((sample) => sample.name === name);
  if (found) return found;
  throw engineError('STUDIO_SAMPLE_UNKNOWN', { sample: name });
}
