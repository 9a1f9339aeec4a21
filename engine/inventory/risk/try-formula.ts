import { engineError } from '../../base/errors/index.ts';
import { createCustomScore, type RiskFormula } from './custom-formula.ts';
import type { AssetFacts, FindingFacts } from './formula.ts';

const PARTS: readonly (keyof RiskFormula)[] = ['finding', 'asset'];

const createUnreadableError = (reason: string) => engineError('RISK_UNREADABLE', { reason });

/** Parses a formula, checking its shape only. Throws RISK_UNREADABLE. */
function parseFormula(value: unknown): RiskFormula {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw createUnreadableError('it is not an object');
  const stray = Object.keys(value).find((name) => !PARTS.some((part) => part === name));
  if (stray !== undefined) throw createUnreadableError(`unknown key "${stray}"`);
  const formula = value as RiskFormula;
  const odd = PARTS.find((part) => formula[part] !== undefined && typeof formula[part] !== 'string');
  if (odd !== undefined) throw createUnreadableError(`"${odd}" is not a string`);
  if (formula.finding === undefined && formula.asset === undefined) throw createUnreadableError('it is empty');
  return formula;
}

const STATUSES = ['NEW', 'ACTIVE', 'REOPENED', 'FIXED', 'IGNORED', 'NONE'];

/** Sample findings: with all inputs, and with as few as possible. */
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
 * Evaluates a formula with sample findings and assets. Throws RISK_UNREADABLE, EXPRESSION_SYNTAX; rejects with
 * EXPRESSION_FAILED, EXPRESSION_TOO_LONG, RISK_INVALID.
 */
export async function tryFormula(value: unknown): Promise<RiskFormula> {
  const formula = parseFormula(value);
  const score = createCustomScore(formula);
  for (const facts of FINDINGS) await score.finding(facts);
  for (const facts of ASSETS) await score.asset(facts);
  return formula;
}
