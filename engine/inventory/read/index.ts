export { type AssetDetail, assetDetail, type FindingDetail, findingDetail } from './detail.ts';
export { EXPORTS, exported } from './export/index.ts';
export { type Facets, facetsOf } from './facets.ts';
export { listAssets, listFindings, type Page } from './list.ts';
export type { Asked, Reading } from './page.ts';
export { type Recomputed, recomputeRisk } from './recompute.ts';
export type { AssetItem, FindingItem } from './record.ts';

export { RISK, storedFormula } from './stored-score.ts';
export { findingsByWeek } from './weeks.ts';
