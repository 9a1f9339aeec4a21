import type { Store } from '../../../engine/inventory/store/index.ts';
import { appName, createThing, range, type Size } from './size.ts';

/** A connection of the soak, as it ended. */
export interface EndedConnection {
  readonly no: number;
  readonly id: string;
  readonly isWhole: boolean;
}

const parsePage = (no: number, app: string, page: number) => `/c${no}/apps/${app}/findings?page=${page}`;

/** Every finding that a connection may have, with the request that serves it. */
function* things({ apps, pages, perPage }: Size, no: number) {
  for (const app of range(apps).map((at) => appName(no, at)))
    for (const page of range(pages))
      for (const at of range(perPage)) yield { ...createThing(app, page, at), app, from: parsePage(no, app, page) };
}

/**
 * What is wrong with what is stored of a connection: a whole one has each finding that the vendor has, once and as it was
 * served; of one that was stopped each stands on a page that was served.
 */
export async function findFaults(
  store: Store,
  size: Size,
  ended: EndedConnection,
  served: ReadonlySet<string>,
): Promise<string[]> {
  const rows = await store.db
    .selectFrom('finding')
    .select(['external_id', 'external_asset_id', 'name', 'severity', 'status'])
    .where('connection_id', '=', ended.id)
    .execute();
  const stored = new Map(rows.map((row) => [row.external_id, row]));
  const wrong: string[] = [];
  if (stored.size !== rows.length) wrong.push(`${rows.length - stored.size} findings twice`);
  for (const { id, title, level, app, from } of things(size, ended.no)) {
    const row = stored.get(id);
    stored.delete(id);
    if (!row && ended.isWhole) wrong.push(`${id} is missing`);
    if (row && !served.has(from)) wrong.push(`${id} is stored and was never served`);
    const isRight = !row || (row.name === title && row.severity === level && row.external_asset_id === app);
    if (!isRight || (row && row.status !== 'NEW')) wrong.push(`${id} is not as it was served`);
  }
  for (const id of stored.keys()) wrong.push(`${id} is nowhere at the vendor`);
  return wrong;
}
