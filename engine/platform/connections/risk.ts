import { type RecomputeResult, RISK, recomputeRisk } from '../../inventory/read/index.ts';
import { createCustomScore, PUBLISHED, type RiskFormula } from '../../inventory/risk/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import { writeAudit } from './audit.ts';
import type { Platform } from './platform.ts';

/**
 * Stores a custom risk formula, or restores the published one for null, and recalculates all risks in one transaction. Throws
 * EXPRESSION_SYNTAX, and EXPRESSION_FAILED, EXPRESSION_TOO_LONG or RISK_INVALID if it fails for a stored record.
 */
export function setRisk({ store, clock, actor }: Platform, formula: RiskFormula | null): Promise<RecomputeResult> {
  const score = formula ? createCustomScore(formula) : PUBLISHED;
  return store.transaction(async (tx) => {
    const at = clock.now();
    await saveFormula(tx, formula, at);
    const result = await recomputeRisk({ db: tx, kind: store.kind }, { score });
    const { findings, assets } = result;
    const detail = { parts: Object.keys(formula ?? {}), findings, assets };
    await writeAudit(tx, { at, actor, action: formula ? 'risk.set' : 'risk.reset', subject: 'store', detail });
    return result;
  });
}

async function saveFormula(tx: Tx, formula: RiskFormula | null, at: number): Promise<void> {
  await tx.deleteFrom('preference').where('name', '=', RISK).execute();
  if (!formula) return;
  const row = { name: RISK, value: JSON.stringify(formula), updated_at: at };
  await tx.insertInto('preference').values(row).execute();
}
