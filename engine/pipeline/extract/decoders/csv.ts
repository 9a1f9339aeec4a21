import { Readable } from 'node:stream';
import type { CsvError } from 'csv-parse';
import { engineError } from '../../../base/errors/index.ts';
import {
  createTooLargeError,
  describeBody,
  type Element,
  type Json,
  startsLikeJson,
  toBadElement,
} from '../../../base/json/index.ts';
import type { CsvDecoder } from '../../../manifest/types.generated.ts';
import { toCheckedElement } from '../check-text.ts';
import { loadCsvParser } from '../on-demand.ts';
import type { Decode, ParsedPage } from '../page.ts';
import { selectRows } from './rows.ts';
import { cutTable, type TableFrame, toEnvelope } from './table-frame.ts';
import { decodeBodyText, HEAD } from './text.ts';

const BATCH = 500;
const MAX_ROW = 16 << 20;

/** Decodes CSV: a row is an object of texts by column. The first line names the columns unless the manifest does. */
export const decodeCsv: Decode<CsvDecoder> = async function* (spec, body, page) {
  const frame: TableFrame = { preamble: [], footer: [] };
  const table = cutTable(decodeBodyText(body), spec, frame);
  yield* selectRows(readRows(spec, table, page), page);
  page.envelope = toEnvelope(spec, frame);
};

async function* readRows(
  spec: CsvDecoder,
  table: AsyncIterable<string>,
  page: ParsedPage,
): AsyncGenerator<readonly Element[]> {
  let columns = spec.columns;
  let batch: Element[] = [];
  const parser = await loadCsvParser();
  try {
    for await (const cells of readRecords(parser, spec, table)) {
      if (columns === undefined) columns = readHeader(cells, page);
      else batch.push(toRow(columns, cells, spec));
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw error instanceof parser.CsvError ? toCsvError(error) : error;
  }
  yield batch;
}

const readRecords = (
  { parse }: Awaited<ReturnType<typeof loadCsvParser>>,
  { delimiter = ',', quote = '"', escape: escapeWith = quote }: CsvDecoder,
  table: AsyncIterable<string>,
): AsyncIterable<string[]> =>
  Readable.from(expectCsvText(table), { objectMode: false }).compose(
    parse({
      delimiter,
      quote: quote === '' ? null : quote,
      escape: escapeWith === '' ? null : escapeWith,
      // Accept all of them in any file: auto-detection uses the first line only and misreads files with mixed line ends.
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: MAX_ROW,
    }),
  ) as AsyncIterable<string[]>;

/** Passes text through. Throws BODY_EMPTY or BODY_NOT_CSV based on its start, as almost any text parses as CSV. */
async function* expectCsvText(text: AsyncIterable<string>): AsyncGenerator<string> {
  let isFirst = true;
  for await (const piece of text) {
    if (isFirst) expectCsvHead(piece.slice(0, HEAD));
    isFirst = false;
    if (piece !== '') yield piece;
  }
}

function expectCsvHead(head: string): void {
  if (head.trim() === '') throw engineError('BODY_EMPTY');
  const isMarkup = head.trimStart().startsWith('<');
  const isJson = startsLikeJson(head) && /^\s*[[{]/.test(head);
  if (isMarkup || isJson) throw engineError('BODY_NOT_CSV', { looksLike: isJson ? 'JSON' : describeBody(head) });
}

/** Reads the column names from the first line. Throws BODY_NOT_CSV for a duplicate column or a missing key column. */
function readHeader(cells: readonly string[], { path, key }: ParsedPage): string[] {
  if (new Set(cells).size < cells.length) throw createNotTableError('a table that names a column twice');
  const missing = path?.length === 0 ? key.find((one) => !hasColumn(cells, one)) : undefined;
  if (missing !== undefined) throw createNotTableError(`a text without the column "${missing}"`);
  return [...cells];
}

const hasColumn = (cells: readonly string[], path: string): boolean =>
  cells.includes(path) || cells.includes(path.split('.', 1)[0] ?? '');

const createNotTableError = (looksLike: string) => engineError('BODY_NOT_CSV', { looksLike });

/** Member of a row that contains the cells beyond the columns. */
const EXTRA = '#extra';

function toRow(columns: readonly string[], cells: readonly string[], { ragged }: CsvDecoder): Element {
  const raw = () => Buffer.from(JSON.stringify(cells));
  if (cells.length !== columns.length && ragged !== 'fill')
    return toBadElement(raw(), `it has ${cells.length} cells for ${columns.length} columns`);
  if (cells.some((cell) => cell.includes('\uFFFD')))
    return toBadElement(raw(), 'it holds bytes that are not valid text');
  // fromEntries defines members, so that a column named __proto__ is safe.
  const filled = columns.slice(0, cells.length);
  const row: (readonly [string, Json])[] = filled.map((column, i) => [column, cells[i] as Json]);
  const extra = cells.slice(columns.length).filter((cell) => cell !== '');
  if (extra.length > 0) row.push([EXTRA, extra]);
  return toCheckedElement(Object.fromEntries(row));
}

function toCsvError({ code }: CsvError): Error {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return engineError('BODY_TRUNCATED');
  if (code === 'CSV_MAX_RECORD_SIZE') return createTooLargeError(MAX_ROW);
  return createNotTableError('a damaged table');
}
