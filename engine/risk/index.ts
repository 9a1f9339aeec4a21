export { type AssetFacts, BAD, type FindingFacts, type Risk, type RiskPart } from './formula.ts';
export { ownRisk, PUBLISHED, type RiskScore } from './own.ts';
