export {
  createCustomScore,
  createFallbackScore,
  type FallbackScore,
  PUBLISHED,
  type RiskFormula,
  type RiskScore,
} from './custom-formula.ts';
export {
  BAD,
  PUBLISHED_FORMULA,
  type Risk,
  scoreRecord,
} from './formula.ts';
export { tryFormula } from './try-formula.ts';
