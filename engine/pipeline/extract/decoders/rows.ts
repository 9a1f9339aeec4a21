import type { Element, Json } from '../../../base/json/index.ts';
import type { ParsedPage } from '../page.ts';

/**
 * Selects items from a row format, whose page is one list. With the selector `$`, rows are streamed as items; with any
 * other selector, rows are collected into `page.document`.
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
