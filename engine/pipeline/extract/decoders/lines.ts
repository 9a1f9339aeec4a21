import { isUtf8 } from 'node:buffer';
import { engineError } from '../../../base/errors/index.ts';
import { describeBody, type Element, toBadElement } from '../../../base/json/index.ts';
import type { LinesDecoder } from '../../../manifest/types.generated.ts';
import { toCheckedElement } from '../check-text.ts';
import type { Decode, PageBytes } from '../page.ts';
import { type ByteLine, LineCutter, MAX_LINE } from './line-cutter.ts';
import { selectRows } from './rows.ts';
import { HEAD } from './text.ts';

/** Decodes plain text: each line that is not blank is an item. */
export const decodeLines: Decode<LinesDecoder> = async function* (_spec, body, page) {
  let count = 0;
  const next = () => ++count;
  yield* selectRows(readLines(body, next), page);
  page.isEmpty = count === 0;
};

async function* readLines(body: PageBytes, next: () => number): AsyncGenerator<readonly Element[]> {
  const cutter = new LineCutter();
  for await (const chunk of body) yield cutter.push(chunk).map((line) => toElement(line, next()));
  yield cutter.end().map((line) => toElement(line, next()));
}

function toElement({ bytes, size }: ByteLine, number: number): Element {
  if (size > MAX_LINE) return toBadElement(bytes, `it is ${size} bytes long`);
  if (!isUtf8(bytes)) return toBadElement(bytes, 'it is not valid UTF-8');
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').replace(/\r$/, '');
  if (number === 1) expectText(line.slice(0, HEAD));
  return toCheckedElement({ line, number });
}

/** Rejects a web page: almost any other body is text. */
function expectText(head: string): void {
  const looksLike = describeBody(head);
  if (looksLike === 'an HTML page') throw engineError('BODY_NOT_TEXT', { looksLike });
}
