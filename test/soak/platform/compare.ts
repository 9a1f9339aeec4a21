import type { Store } from '../../../engine/inventory/store/index.ts';
import { appName, createThing, range, type Size } from './size.ts';

/** Connection of the soak test after its run. */
export interface EndedConnection {
  readonly no: number;
  readonly id: string;
  readonly isWhole: boolean;
}

const parsePage = (no: number, app: string, page: number) => `/c${no}/apps/${app}/findings?page=${page}`;

/** Generates all findings of a connection with the request that serves each. */
function* things({ apps, pages, perPage }: Size, no: number) {
  for (const app of range(apps).map((at) => appName(no, at)))
    for (const page of range(pages))
      for (const at of range(perPage)) yield { ...createThing(app, page, at), app, from: parsePage(no, app, page) };
}

/**
 * Returns the differences between stored and served findings of a connection. A complete run stores every finding of the
 * vendor exactly once and unchanged; a stopped run stores only findings of served pages.
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
