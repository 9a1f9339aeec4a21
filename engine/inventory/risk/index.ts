export { tryFormula } from './check.ts';
export {
  BAD,
  PUBLISHED_FORMULA,
  type Risk,
  recordRisk,
} from './formula.ts';
export { type Forgiving, forgiving, ownRisk, PUBLISHED, type RiskFormula, type RiskScore } from './own.ts';
