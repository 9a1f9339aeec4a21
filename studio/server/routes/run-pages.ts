import { isEngineError, readConnection } from '../../../engine/index.ts';
import type { Studio } from '../studio.ts';
import { type ById, DIGITS, describeQuery, parseLimit } from './responses.ts';

/** Request of a page of a run's rows. */
export interface Paged extends ById {
  readonly Querystring: { readonly after?: string; readonly limit?: string };
}

const ROWS = 200;
const MAX_ROWS = 500;

/** Query string of a page of a run's rows. */
export const PAGE_QUERY = describeQuery({ after: DIGITS, limit: DIGITS });

export const parsePage = ({ after, limit }: Paged['Querystring']) => ({
  limit: ROWS,
  ...parseLimit(limit, MAX_ROWS),
  ...(after === undefined ? {} : { after: Number(after) }),
});

/** Returns `after` of the next page; null on the last page. */
export const nextPageAfter = (rows: readonly { readonly id: number }[], limit: number) =>
  rows.length === limit ? (rows.at(-1)?.id ?? null) : null;

/** Returns the connection of a run; undefined when it was deleted. */
export async function findConnection({ parts: { platform } }: Studio, id: string) {
  try {
    return await readConnection(platform.store.db, id);
  } catch (error) {
    if (isEngineError(error, 'CONNECTION_UNKNOWN')) return undefined;
    throw error;
  }
}
