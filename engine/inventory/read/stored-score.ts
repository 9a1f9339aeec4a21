import {
  createCustomScore,
  createFallbackScore,
  type FallbackScore,
  PUBLISHED,
  type RiskFormula,
} from '../risk/index.ts';
import type { Database } from '../store/store.ts';

/** Name of the formula among the store's preferences. */
export const RISK = 'risk';

/** Returns the custom formula of a store and the time of its last change; undefined if the built-in one applies. */
export async function readStoredFormula(
  db: Pick<Database, 'selectFrom'>,
): Promise<{ readonly formula: RiskFormula; readonly at: number } | undefined> {
  const row = await db.selectFrom('preference').selectAll().where('name', '=', RISK).executeTakeFirst();
  return row && { formula: JSON.parse(row.value) as RiskFormula, at: row.updated_at };
}

/** Returns the risk scoring of a store. */
export async function loadStoredScore(db: Pick<Database, 'selectFrom'>): Promise<FallbackScore> {
  const stored = await readStoredFormula(db);
  return stored ? createFallbackScore(createCustomScore(stored.formula)) : { ...PUBLISHED, failed: () => 0 };
}
