import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { engineError } from '../../../base/errors/index.ts';
import type { PageBytes } from '../page.ts';

/** Number of leading bytes in which an XML declaration names the charset. */
export const CHARSET_HEAD = 256;

/** Sources of a body's charset. */
export interface CharsetHints {
  /** Charset in the manifest: goes before all others. */
  readonly declared: string | undefined;
  /** Content-Type header. */
  readonly contentType: string | undefined;
}

/** Charset of a body. An uncertain one does not apply to a body that is valid UTF-8. */
interface Charset {
  readonly label: string;
  readonly isCertain: boolean;
}

const UTF_8: Charset = { label: 'utf-8', isCertain: true };

const MARKS: readonly (readonly [mark: readonly number[], label: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

const isMarked = (head: Uint8Array, mark: readonly number[]) => mark.every((byte, at) => head[at] === byte);

/** Returns the charset of a byte order mark, or of UTF-16 without one: its first character is ASCII in every format. */
function findMark(head: Uint8Array): string | undefined {
  const [first, second] = head;
  if (first !== undefined && first >= 0xef) return MARKS.find(([mark]) => isMarked(head, mark))?.[1];
  if (first !== 0 && second !== 0) return undefined;
  const zeros = [...head.subarray(0, 4)].map((byte) => (byte === 0 ? '0' : 'x')).join('');
  return { '0x0x': 'utf-16be', x0x0: 'utf-16le' }[zeros];
}

const LESS_THAN = 60;
const XML_CHARSET = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)/;

/** Returns the charset of an XML declaration. One that is readable as ASCII cannot be UTF-16. */
function findXmlCharset(head: Uint8Array): string | undefined {
  if (head[0] !== LESS_THAN) return undefined;
  const label = XML_CHARSET.exec(Buffer.from(head.subarray(0, CHARSET_HEAD)).toString('latin1'))?.[1];
  return label === undefined || /^utf-?(?:16|32)/i.test(label) ? undefined : label;
}

const HEADER_CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

const isKnown = (label: string): boolean => {
  try {
    return new TextDecoder(label) !== undefined;
  } catch {
    return false;
  }
};

/** Determines the charset of a body from its first bytes and its hints. */
function findCharset(head: Uint8Array, { declared, contentType }: CharsetHints): Charset {
  if (declared !== undefined) return { label: declared, isCertain: true };
  const marked = findMark(head);
  if (marked !== undefined) return { label: marked, isCertain: true };
  const named = contentType === undefined ? undefined : HEADER_CHARSET.exec(contentType)?.[1];
  // Some servers send a default charset with UTF-8 bodies, and some send names that no decoder knows.
  if (named !== undefined && isKnown(named)) return { label: named, isCertain: /^utf/i.test(named) };
  const xml = findXmlCharset(head);
  return xml === undefined ? UTF_8 : { label: xml, isCertain: true };
}

const createCharsetError = (charset: string): Error => engineError('BODY_CHARSET', { charset });

function createDecoder(label: string): (chunk: Uint8Array, isMoreToCome: boolean) => Uint8Array {
  const refuse = <T>(action: () => T): T => {
    try {
      return action();
    } catch {
      throw createCharsetError(label);
    }
  };
  const decoder = refuse(() => new TextDecoder(label, { fatal: true }));
  return (chunk, stream) => Buffer.from(refuse(() => decoder.decode(chunk, { stream })));
}

async function* decodeAll(body: PageBytes, label: string): AsyncGenerator<Uint8Array> {
  const decode = createDecoder(label);
  for await (const chunk of body) yield decode(chunk, true);
  yield decode(new Uint8Array(0), false);
}

const LEAD = 0xc0;
const FIRST_CONTINUATION = 0x80;

/** Returns the length of a chunk without a character that its end cuts. */
function findWholeLength(chunk: Uint8Array): number {
  for (let at = chunk.length - 1; at >= Math.max(0, chunk.length - 3); at--) {
    const byte = chunk[at] ?? 0;
    if (byte < FIRST_CONTINUATION) break;
    if (byte < LEAD) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return at + length > chunk.length ? at : chunk.length;
  }
  return chunk.length;
}

/** Decodes a body whose charset is uncertain: its first characters beyond ASCII show whether it is UTF-8. */
async function* decodeUnlessUtf8(body: PageBytes, label: string): AsyncGenerator<Uint8Array> {
  let decode: ((chunk: Uint8Array, isMoreToCome: boolean) => Uint8Array) | undefined;
  let isDecided = false;
  let held: Uint8Array = new Uint8Array(0);
  for await (const next of body) {
    const chunk = held.length === 0 ? next : Buffer.concat([held, next]);
    held = new Uint8Array(0);
    if (isDecided || isAscii(chunk)) {
      yield decode ? decode(chunk, true) : chunk;
      continue;
    }
    const whole = chunk.subarray(0, findWholeLength(chunk));
    if (isAscii(whole)) {
      held = chunk.slice(whole.length);
      yield whole;
      continue;
    }
    isDecided = true;
    if (!isUtf8(whole)) decode = createDecoder(label);
    yield decode ? decode(chunk, true) : chunk;
  }
  if (held.length > 0) yield createDecoder(label)(held, false);
  else if (decode) yield decode(new Uint8Array(0), false);
}

/** Converts a body, whose first bytes are `head`, to UTF-8. A body in UTF-8 passes through unchanged. Throws BODY_CHARSET. */
export function toUtf8(body: PageBytes, head: Uint8Array, hints: CharsetHints): PageBytes {
  const { label, isCertain } = findCharset(head, hints);
  if (/^utf-?8$/i.test(label)) return body;
  return isCertain ? decodeAll(body, label) : decodeUnlessUtf8(body, label);
}
