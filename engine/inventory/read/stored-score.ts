import {
  createCustomScore,
  createFallbackScore,
  type FallbackScore,
  PUBLISHED,
  type RiskFormula,
} from '../risk/index.ts';
import type { Database } from '../store/store.ts';

/** The name of the formula among the store's preferences. */
export const RISK = 'risk';

/** The formula of the user's own that a store keeps, and since when; undefined when the published one stands. */
export async function readStoredFormula(
  db: Pick<Database, 'selectFrom'>,
): Promise<{ readonly formula: RiskFormula; readonly at: number } | undefined> {
  const row = await db.selectFrom('preference').selectAll().where('name', '=', RISK).executeTakeFirst();
  return row && { formula: JSON.parse(row.value) as RiskFormula, at: row.updated_at };
}

/** How the risk of a store's records is scored. */
export async function loadStoredScore(db: Pick<Database, 'selectFrom'>): Promise<FallbackScore> {
  const stored = await readStoredFormula(db);
  return stored ? createFallbackScore(createCustomScore(stored.formula)) : { ...PUBLISHED, failed: () => 0 };
}
