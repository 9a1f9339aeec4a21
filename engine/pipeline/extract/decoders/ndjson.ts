import { engineError, isEngineError } from '../../../base/errors/index.ts';
import {
  createNotJsonError,
  type Element,
  type ExactKey,
  measureShape,
  readElement,
  startsLikeJson,
  toBadElement,
} from '../../../base/json/index.ts';
import type { NdjsonDecoder } from '../../../manifest/types.generated.ts';
import type { Decode, PageBytes } from '../page.ts';
import { type ByteLine, LineCutter, MAX_LINE } from './line-cutter.ts';
import { selectRows } from './rows.ts';

/** Decodes NDJSON: each non-blank line is an item. An invalid line becomes a bad item and does not stop the others. */
export const decodeNdjson: Decode<NdjsonDecoder> = async function* (_spec, body, page) {
  let count = 0;
  for await (const rows of selectRows(readElements(body, { seen: () => count++, exact: page.exact }), page)) yield rows;
  page.isEmpty = count === 0;
};

interface LineReading {
  readonly seen: () => number;
  readonly exact: ExactKey | undefined;
}

async function* readElements(body: PageBytes, { seen, exact }: LineReading): AsyncGenerator<readonly Element[]> {
  const cutter = new LineCutter();
  for await (const chunk of body)
    yield cutter.push(chunk).map((line) => toElement(line, { index: seen(), ends: true, exact }));
  yield cutter.end().map((line) => toElement(line, { index: seen(), ends: false, exact }));
}

interface LinePosition {
  readonly index: number;
  /** True if a line feed terminates the line. */
  readonly ends: boolean;
  readonly exact: ExactKey | undefined;
}

function toElement({ bytes, size }: ByteLine, { index, ends, exact }: LinePosition): Element {
  if (size > MAX_LINE) return toBadElement(bytes, `it is ${size} bytes long`);
  try {
    return readElement(bytes, measureShape(bytes), exact);
  } catch (error) {
    if (!isEngineError(error, 'BODY_NOT_JSON')) throw error;
    const head = Buffer.from(bytes.subarray(0, 1024)).toString();
    const begins = startsLikeJson(head);
    // The body was truncated; the missing part may be of any size.
    if (begins && !ends) throw engineError('BODY_TRUNCATED');
    // A first line that does not look like JSON means a web page or a message instead of items.
    if (index === 0 && !begins) throw createNotJsonError(head);
    return toBadElement(bytes, 'the line is not JSON');
  }
}
