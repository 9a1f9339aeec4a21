export { type AssetDetail, type FindingDetail, readAssetDetail, readFindingDetail } from './detail.ts';
export {
  countEntities,
  type EntityCount,
  type EntityItem,
  listEntityRecords,
  type RecordListQuery,
  type RecordSelection,
} from './entity-records.ts';
export { exportEntityRecords } from './export/entity-records.ts';
export { EXPORTS, exportAs } from './export/index.ts';
export { countFacets, type Facets } from './facets.ts';
export { listAssets, listFindings, type RecordPage } from './list.ts';
export type { ListQuery, ReadableStore } from './list-query.ts';
export { type RecomputeResult, recomputeRisk } from './recompute.ts';
export type { AssetItem, FindingItem } from './record.ts';

export { RISK, readStoredFormula } from './stored-score.ts';
export { countFindingsByWeek } from './weeks.ts';
