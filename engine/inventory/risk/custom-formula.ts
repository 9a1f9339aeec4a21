import { engineError, isEngineError } from '../../base/errors/index.ts';
import { compileExpression, type Expression, toPlain, UNTRUSTED_LIMITS } from '../../language/expression/index.ts';
import { type AssetFacts, type FindingFacts, type Risk, scoreAsset, scoreFinding } from './formula.ts';

/** Risk scoring, by the built-in or a custom formula. */
export interface RiskScore {
  finding(facts: FindingFacts): Risk | Promise<Risk>;
  asset(facts: AssetFacts): Risk | Promise<Risk>;
}

/** Custom formula in JSONata; the built-in one applies where a part is absent. */
export interface RiskFormula {
  readonly finding?: string;
  readonly asset?: string;
}

/** Built-in formula. */
export const PUBLISHED: RiskScore = { finding: scoreFinding, asset: scoreAsset };

const MOST = 100;

async function scoreWith(expression: Expression, facts: FindingFacts | AssetFacts): Promise<Risk> {
  const value = toPlain(await expression.evaluate(facts, {}));
  if (typeof value !== 'number' || !(value >= 0 && value <= MOST))
    throw engineError('RISK_INVALID', { type: typeof value === 'number' ? 'a number out of range' : typeof value });
  const score = Math.round(value * 10) / 10;
  const of = Object.entries(facts).map(([name, fact]) => `${name} ${fact}`);
  return { score, parts: [{ name: 'own formula', of: of.join(', '), value: score }] };
}

/**
 * Compiles a custom formula: JSONata over `{severity, cvss, epss, status, criticality}` for a finding and `{worst, bad}` for
 * an asset, each returning a number from 0 to 100, with the limits of untrusted expressions. Throws EXPRESSION_SYNTAX;
 * scoring rejects with EXPRESSION_FAILED, EXPRESSION_TOO_LONG, RISK_INVALID.
 */
export function createCustomScore({ finding, asset }: RiskFormula): RiskScore {
  const [ofFinding, ofAsset] = [finding, asset].map((text) =>
    text === undefined ? undefined : compileExpression(text, { limits: UNTRUSTED_LIMITS }),
  );
  return {
    finding: ofFinding ? (facts) => scoreWith(ofFinding, facts) : PUBLISHED.finding,
    asset: ofAsset ? (facts) => scoreWith(ofAsset, facts) : PUBLISHED.asset,
  };
}

/** Score that never fails, and the number of failures. */
export interface FallbackScore extends RiskScore {
  readonly failed: () => number;
}

/** Timeouts after which the custom formula is no longer tried. */
const MOST_PATIENCE = 3;

/** Falls back to the built-in formula where the custom one fails: a formula must not block a run. */
export function createFallbackScore(score: RiskScore): FallbackScore {
  let [failed, slow] = [0, 0];
  const orElse = async <Facts>(
    own: (facts: Facts) => Risk | Promise<Risk>,
    published: (facts: Facts) => Risk,
    facts: Facts,
  ) => {
    try {
      if (slow < MOST_PATIENCE) return await own(facts);
    } catch (error) {
      if (isEngineError(error, 'EXPRESSION_TOO_LONG')) slow += 1;
    }
    failed += 1;
    return published(facts);
  };
  return {
    finding: (facts) => orElse(score.finding, scoreFinding, facts),
    asset: (facts) => orElse(score.asset, scoreAsset, facts),
    failed: () => failed,
  };
}
