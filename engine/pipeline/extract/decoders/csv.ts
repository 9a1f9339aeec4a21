import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { engineError } from '../../../base/errors/index.ts';
import { bad, type Element, type Json, looksLike, startsLikeJson, tooLarge } from '../../../base/json/index.ts';
import type { CsvDecoder } from '../../../manifest/types.generated.ts';
import { checked } from '../checked.ts';
import type { Body, Decode, Page } from '../page.ts';
import { rowsOf } from './rows.ts';
import { HEAD, textOf } from './text.ts';

const BATCH = 500;
const MAX_ROW = 16 << 20;

/** CSV: a row is an object of texts by column; the first line names the columns unless the manifest does. */
export const csv: Decode<CsvDecoder> = (spec, body, page) => rowsOf(rows(spec, body, page), page);

async function* rows(spec: CsvDecoder, body: Body, page: Page): AsyncGenerator<readonly Element[]> {
  let columns = spec.columns;
  let batch: Element[] = [];
  try {
    for await (const cells of records(spec, body)) {
      if (columns === undefined) columns = header(cells, page);
      else batch.push(rowOf(columns, cells));
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw error instanceof CsvError ? csvError(error) : error;
  }
  yield batch;
}

const records = ({ delimiter = ',' }: CsvDecoder, body: Body): AsyncIterable<string[]> =>
  Readable.from(proven(textOf(body, { encodingOf: () => 'utf-8' })), { objectMode: false }).compose(
    parse({
      delimiter,
      // All of them in any file: found out from the first line, one of another system would go on to the end of the file.
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: MAX_ROW,
    }),
  ) as AsyncIterable<string[]>;

/** The same text; throws BODY_EMPTY and BODY_NOT_CSV by its beginning, since nearly any text is a CSV of some kind. */
async function* proven(text: AsyncIterable<string>): AsyncGenerator<string> {
  let isFirst = true;
  for await (const piece of text) {
    if (isFirst) prove(piece.slice(0, HEAD));
    isFirst = false;
    if (piece !== '') yield piece;
  }
}

function prove(head: string): void {
  if (head.trim() === '') throw engineError('BODY_EMPTY');
  const isMarkup = head.trimStart().startsWith('<');
  const isJson = startsLikeJson(head) && /^\s*[[{]/.test(head);
  if (isMarkup || isJson) throw engineError('BODY_NOT_CSV', { looksLike: isJson ? 'JSON' : looksLike(head) });
}

/** The columns that the first line names: all that identifies an item is among them, or it is no such table. */
function header(cells: readonly string[], { path, key }: Page): string[] {
  if (new Set(cells).size < cells.length) throw notTable('a table that names a column twice');
  const missing = path?.length === 0 ? key.find((one) => !hasColumn(cells, one)) : undefined;
  if (missing !== undefined) throw notTable(`a text without the column "${missing}"`);
  return [...cells];
}

const hasColumn = (cells: readonly string[], path: string): boolean =>
  cells.includes(path) || cells.includes(path.split('.', 1)[0] ?? '');

const notTable = (looksLike: string) => engineError('BODY_NOT_CSV', { looksLike });

function rowOf(columns: readonly string[], cells: readonly string[]): Element {
  const raw = () => Buffer.from(JSON.stringify(cells));
  if (cells.length !== columns.length) return bad(raw(), `it has ${cells.length} cells for ${columns.length} columns`);
  if (cells.some((cell) => cell.includes('\uFFFD'))) return bad(raw(), 'it holds bytes that are not valid text');
  // fromEntries defines members, so that a column named __proto__ is one like the others.
  return checked(Object.fromEntries(columns.map((column, i) => [column, cells[i] as Json])));
}

function csvError({ code }: CsvError): Error {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return engineError('BODY_TRUNCATED');
  if (code === 'CSV_MAX_RECORD_SIZE') return tooLarge(MAX_ROW);
  return notTable('a damaged table');
}
