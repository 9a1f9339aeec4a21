import { type RecomputeResult, RISK, recomputeRisk } from '../../inventory/read/index.ts';
import { createCustomScore, PUBLISHED, type RiskFormula } from '../../inventory/risk/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import { writeAudit } from './audit.ts';
import type { Platform } from './platform.ts';

/**
 * Keeps a formula for risk in the store, or goes back to the published one for null, and makes all risks anew by it: all
 * or nothing. Throws EXPRESSION_SYNTAX, and EXPRESSION_FAILED, EXPRESSION_TOO_LONG or RISK_INVALID where it fails for a
 * record that is there.
 */
export function setRisk({ store, clock, actor }: Platform, formula: RiskFormula | null): Promise<RecomputeResult> {
  const score = formula ? createCustomScore(formula) : PUBLISHED;
  return store.transaction(async (tx) => {
    const at = clock.now();
    await saveFormula(tx, formula, at);
    const made = await recomputeRisk({ db: tx, kind: store.kind }, { score });
    const { findings, assets } = made;
    const detail = { parts: Object.keys(formula ?? {}), findings, assets };
    await writeAudit(tx, { at, actor, action: formula ? 'risk.set' : 'risk.reset', subject: 'store', detail });
    return made;
  });
}

async function saveFormula(tx: Tx, formula: RiskFormula | null, at: number): Promise<void> {
  await tx.deleteFrom('preference').where('name', '=', RISK).execute();
  if (!formula) return;
  const row = { name: RISK, value: JSON.stringify(formula), updated_at: at };
  await tx.insertInto('preference').values(row).execute();
}
