export { type AssetFacts, BAD, type FindingFacts, type Risk, type RiskPart, recordRisk } from './formula.ts';
export { ownRisk, PUBLISHED, type RiskScore } from './own.ts';
