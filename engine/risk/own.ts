import { engineError } from '../errors/index.ts';
import { compileExpression, type Expression, toPlain } from '../expression/index.ts';
import { type AssetFacts, assetRisk, type FindingFacts, findingRisk, type Risk } from './formula.ts';

/** How risk is scored: by the published formula, or by one of the user's own. */
export interface RiskScore {
  finding(facts: FindingFacts): Risk | Promise<Risk>;
  asset(facts: AssetFacts): Risk | Promise<Risk>;
}

/** The published formula. */
export const PUBLISHED: RiskScore = { finding: findingRisk, asset: assetRisk };

const MOST = 100;

async function scored(expression: Expression, facts: FindingFacts | AssetFacts): Promise<Risk> {
  const value = toPlain(await expression.evaluate(facts, {}));
  if (typeof value !== 'number' || !(value >= 0 && value <= MOST))
    throw engineError('RISK_INVALID', { type: typeof value === 'number' ? 'another number' : typeof value });
  const score = Math.round(value * 10) / 10;
  const of = Object.entries(facts).map(([name, fact]) => `${name} ${fact}`);
  return { score, parts: [{ name: 'own formula', of: of.join(', '), value: score }] };
}

/**
 * A user's own formula: JSONata over `{severity, cvss, epss, status, criticality}` for a finding, `{worst, bad}` for an
 * asset, each giving a number from 0 to 100. What is not given is the published one. Throws EXPRESSION_SYNTAX; scoring
 * rejects with EXPRESSION_FAILED, RISK_INVALID.
 */
export function ownRisk({ finding, asset }: { readonly finding?: string; readonly asset?: string }): RiskScore {
  const [ofFinding, ofAsset] = [finding, asset].map((text) =>
    text === undefined ? undefined : compileExpression(text),
  );
  return {
    finding: ofFinding ? (facts) => scored(ofFinding, facts) : PUBLISHED.finding,
    asset: ofAsset ? (facts) => scored(ofAsset, facts) : PUBLISHED.asset,
  };
}
