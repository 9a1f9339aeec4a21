import type { Manifest } from '../../../engine/index.ts';
import type { Store } from '../../../engine/inventory/store/index.ts';
import {
  type Answer,
  createSmallManifest,
  type SmallVendor,
  startSmallVendor,
} from '../../pipeline/run/small-vendor.ts';

/** Number of a vendor's applications and findings. */
export interface Size {
  readonly apps: number;
  readonly pages: number;
  readonly perPage: number;
}

/** Applications, and the findings of each in pages. */
export const APPS: Manifest = createSmallManifest(
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
  { assets: 'apps', findings: 'findings' },
);

/** The same vendor with a login, `POST /login`, whose token is valid until the vendor revokes it. */
export const LOGIN_APPS: Manifest = {
  ...APPS,
  auth: {
    type: 'session',
    login: [{ request: { method: 'POST', path: '/login' }, capture: { token: 'token' } }],
    inject: { into: 'header', name: 'authorization', value: 'Bearer {{session.token}}' },
  },
};

/** Returns the ids of all findings of such a vendor, in order. */
export const listFindingIds = ({ apps, pages, perPage }: Size): string[] =>
  Array.from({ length: apps }, (_, app) =>
    Array.from({ length: pages * perPage }, (_, at) => `app-${app}/${Math.floor(at / perPage)}/${at % perPage}`),
  )
    .flat()
    .sort();

const range = (count: number) => Array.from({ length: count }, (_, at) => at);

/** Starts the vendor; `answer` can override its responses. */
export const startAppsVendor = (
  { apps, pages, perPage }: Size,
  answer: (target: string) => Answer | undefined | Promise<Answer | undefined> = () => undefined,
): Promise<SmallVendor> =>
  startSmallVendor(async (target) => {
    const own = await answer(target);
    if (own) return own;
    if (target === '/apps') return { json: { items: range(apps).map((app) => ({ id: `app-${app}` })) } };
    const [, app, page = '0'] = /^\/apps\/(app-\d+)\/findings\?page=(\d+)/.exec(target) ?? [];
    const items = Number(page) < pages ? range(perPage).map((at) => ({ id: `${app}/${page}/${at}` })) : [];
    return { json: { items } };
  });

/** Returns the ids of all findings in a store, in order. */
export async function readStoredIds({ db }: Store): Promise<string[]> {
  const rows = await db.selectFrom('finding').select('external_id').execute();
  return rows.map(({ external_id: id }) => id).sort();
}
