import { engineError } from '../../base/errors/index.ts';
import type { AssetFacts, FindingFacts } from './formula.ts';
import { ownRisk, type RiskFormula } from './own.ts';

const PARTS: readonly (keyof RiskFormula)[] = ['finding', 'asset'];

const unreadable = (reason: string) => engineError('RISK_UNREADABLE', { reason });

/** A value from outside as a formula: its shape alone. Throws RISK_UNREADABLE. */
function asFormula(value: unknown): RiskFormula {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable('it is not an object');
  const stray = Object.keys(value).find((name) => !PARTS.some((part) => part === name));
  if (stray !== undefined) throw unreadable(`"${stray}" does not belong in it`);
  const formula = value as RiskFormula;
  const odd = PARTS.find((part) => formula[part] !== undefined && typeof formula[part] !== 'string');
  if (odd !== undefined) throw unreadable(`"${odd}" is not text`);
  if (formula.finding === undefined && formula.asset === undefined) throw unreadable('it is empty');
  return formula;
}

const STATUSES = ['NEW', 'ACTIVE', 'REOPENED', 'FIXED', 'IGNORED', 'NONE'];

/** Findings of all kinds that there may be: with everything, and with as little as there may be. */
const FINDINGS: readonly FindingFacts[] = STATUSES.flatMap((status) =>
  [1, 2, 3, 4, 5].flatMap((severity) => [
    { severity, status },
    { severity, status, cvss: severity * 2, epss: severity / 5, criticality: 'HIGH' },
  ]),
);
const ASSETS: readonly AssetFacts[] = [
  { worst: 0, bad: 0 },
  { worst: 55.5, bad: 0 },
  { worst: 100, bad: 1000 },
];

/**
 * Tries a formula on findings and assets of all kinds. Throws RISK_UNREADABLE, EXPRESSION_SYNTAX; rejects with
 * EXPRESSION_FAILED, EXPRESSION_TOO_LONG, RISK_INVALID.
 */
export async function tryFormula(value: unknown): Promise<RiskFormula> {
  const formula = asFormula(value);
  const score = ownRisk(formula);
  for (const facts of FINDINGS) await score.finding(facts);
  for (const facts of ASSETS) await score.asset(facts);
  return formula;
}
