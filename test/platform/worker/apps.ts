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
  /** Applications per page of `PAGED_APPS`; all by default. */
  readonly appsPerPage?: number;
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

/** The same vendor, whose applications are listed in pages: their findings are read while the list still is. */
export const PAGED_APPS: Manifest = {
  ...APPS,
  streams: {
    ...APPS.streams,
    apps: {
      ...APPS.streams['apps'],
      paginator: { type: 'pageNumber', pageParam: 'page', firstPage: 0, stop: ['emptyPage'] },
    },
  } as Manifest['streams'],
};

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

/** Returns the response of such a vendor to a request for applications or findings. */
export function buildAppsBody({ apps, pages, perPage, appsPerPage = apps }: Size, target: string): { items: object[] } {
  const [, app, at = '0'] = /^\/apps\/(app-\d+)\/findings\?page=(\d+)/.exec(target) ?? [];
  const page = Number(at);
  if (app !== undefined)
    return { items: page < pages ? range(perPage).map((one) => ({ id: `${app}/${page}/${one}` })) : [] };
  const list = /^\/apps\?page=(\d+)/.exec(target)?.[1];
  const ids = range(apps).map((one) => ({ id: `app-${one}` }));
  return { items: list === undefined ? ids : ids.slice(Number(list) * appsPerPage, (Number(list) + 1) * appsPerPage) };
}

/** Starts the vendor; `answer` can override its responses. */
export const startAppsVendor = (
  size: Size,
  answer: (target: string) => Answer | undefined | Promise<Answer | undefined> = () => undefined,
): Promise<SmallVendor> =>
  startSmallVendor(async (target) => {
    const own = await answer(target);
    return own ?? { json: buildAppsBody(size, target) };
  });

/** Returns the ids of all findings in a store, in order. */
export async function readStoredIds({ db }: Store): Promise<string[]> {
  const rows = await db.selectFrom('finding').select('external_id').execute();
  return rows.map(({ external_id: id }) => id).sort();
}
