import type { Element, Json } from '../../../base/json/index.ts';
import type { ParsedPage } from '../page.ts';

/**
 * A format of rows is a page that is one list: for the selector `$` the rows are the items as they come; for any other
 * they are gathered into the value that it selects from.
 */
export async function* selectRows(
  rows: AsyncIterable<readonly Element[]>,
  page: ParsedPage,
): AsyncGenerator<readonly Element[]> {
  if (page.path?.length === 0) yield* rows;
  else page.document = yield* gatherRows(rows);
  page.envelope = [];
}

async function* gatherRows(rows: AsyncIterable<readonly Element[]>): AsyncGenerator<readonly Element[], Json> {
  const values: Json[] = [];
  for await (const batch of rows) {
    for (const row of batch) if (row.kind === 'item') values.push(row.value);
    yield batch.filter(({ kind }) => kind === 'bad');
  }
  return values;
}
