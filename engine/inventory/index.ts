export { type AssetDetail, assetDetail, type FindingDetail, findingDetail } from './detail.ts';
export { exported, FORMATS } from './export/index.ts';
export { type AskedFacets, type Facet, type Facets, type FacetValue, facetFields, facetsOf } from './facets.ts';
export { listAssets, listFindings, type Page } from './list.ts';
export { type Asked, PAGE, type Reading } from './page.ts';
export { type Recompute, recomputeRisk } from './recompute.ts';
export { type AssetItem, type FindingItem, standing } from './record.ts';
export { DEFAULT_SORT } from './sort.ts';
export { type AskedWeeks, findingsByWeek, type Week } from './weeks.ts';
