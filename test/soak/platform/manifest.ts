import type { Manifest } from '../../../engine/index.ts';
import { createSmallManifest } from '../../pipeline/run/small-vendor.ts';

const base = createSmallManifest(
  {
    apps: { request: { path: '/apps' }, records: 'items', key: ['id'], paginator: { type: 'none' } },
    findings: {
      request: { path: '/apps/{{app.id}}/findings' },
      records: 'items',
      key: ['id'],
      partitions: [{ parent: 'apps', as: 'app' }],
      paginator: { type: 'pageNumber', pageParam: 'page', firstPage: 0, stop: ['emptyPage'] },
    },
  },
  { assets: 'apps', findings: 'findings', defaults: { retry: { baseDelay: 'PT0.05S', budget: 1000 } } },
);

const { asset, finding } = base.maps;
if (!asset || !finding) throw new Error('the manifest maps both');

/** Connector of the soak test. */
export const MANIFEST: Manifest = {
  ...base,
  id: 'soak',
  maps: {
    asset,
    finding: {
      ...finding,
      fields: {
        ...finding.fields,
        externalAssetId: '$app.id',
        name: 'title',
        severity: { value: 'level', as: 'integer' },
      },
    },
  },
};
