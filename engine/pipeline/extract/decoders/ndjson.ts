import { engineError, isEngineError } from '../../../base/errors/index.ts';
import {
  createNotJsonError,
  type Element,
  measureShape,
  readElement,
  startsLikeJson,
  toBadElement,
} from '../../../base/json/index.ts';
import type { NdjsonDecoder } from '../../../manifest/types.generated.ts';
import type { Decode, PageBytes } from '../page.ts';
import { type ByteLine, LineCutter, MAX_LINE } from './line-cutter.ts';
import { selectRows } from './rows.ts';

/** NDJSON: each line that is not blank is an item; a line that is not JSON is a bad one, and the others go on. */
export const decodeNdjson: Decode<NdjsonDecoder> = async function* (_spec, body, page) {
  let count = 0;
  for await (const rows of selectRows(
    readElements(body, () => count++),
    page,
  ))
    yield rows;
  page.isEmpty = count === 0;
};

async function* readElements(body: PageBytes, seen: () => number): AsyncGenerator<readonly Element[]> {
  const cutter = new LineCutter();
  for await (const chunk of body)
    yield cutter.push(chunk).map((line) => toElement(line, { index: seen(), ends: true }));
  yield cutter.end().map((line) => toElement(line, { index: seen(), ends: false }));
}

interface LinePosition {
  readonly index: number;
  /** A line feed is behind it. */
  readonly ends: boolean;
}

function toElement({ bytes, size }: ByteLine, { index, ends }: LinePosition): Element {
  if (size > MAX_LINE) return toBadElement(bytes, `it is ${size} bytes long`);
  try {
    return readElement(bytes, measureShape(bytes));
  } catch (error) {
    if (!isEngineError(error, 'BODY_NOT_JSON')) throw error;
    const head = Buffer.from(bytes.subarray(0, 1024)).toString();
    const begins = startsLikeJson(head);
    // The body was cut, and who knows how much of it is missing.
    if (begins && !ends) throw engineError('BODY_TRUNCATED');
    // A first line that is no JSON at all is no list of items: a web page, a message.
    if (index === 0 && !begins) throw createNotJsonError(head);
    return toBadElement(bytes, 'the line is not JSON');
  }
}
