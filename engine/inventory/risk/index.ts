export { asFormula, tryFormula } from './check.ts';
export {
  type AssetFacts,
  BAD,
  type FindingFacts,
  PUBLISHED_FORMULA,
  type Risk,
  type RiskPart,
  recordRisk,
} from './formula.ts';
export { type Forgiving, forgiving, ownRisk, PUBLISHED, type RiskFormula, type RiskScore } from './own.ts';
