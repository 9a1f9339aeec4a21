import type { Manifest } from '../../../engine/index.ts';
import { createSmallManifest, type SmallVendor, startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { TEXT } from './expressions.ts';

const SMALL = createSmallManifest(
  { items: { request: { path: '/items' }, records: 'items', key: ['id'], paginator: { type: 'none' } } },
  { findings: 'items' },
);

/** Connector that maps the name of findings with this expression. */
export function createHostileManifest(name: string): Manifest {
  const finding = SMALL.maps['finding'];
  if (!finding) throw new Error('the small manifest has no map of findings');
  return { ...SMALL, maps: { finding: { ...finding, fields: { ...finding.fields, name } } } };
}

/** Starts a vendor with one page of items. */
export const startItemsVendor = (count: number, title = TEXT): Promise<SmallVendor> =>
  startSmallVendor(() => ({
    json: { items: Array.from({ length: count }, (_, at) => ({ id: String(at).padStart(5, '0'), title })) },
  }));
