import { TextDecoder } from 'node:util';
import type { PageBytes } from '../page.ts';

/** Number of leading bytes that are used to detect a body's type and encoding. */
export const HEAD = 1024;

// Byte order marks and their encodings.
const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** Finds the encoding of a byte order mark. */
const findMarkedEncoding = (head: Uint8Array): string | undefined =>
  MARKS.find(([mark]) => mark.every((byte, i) => head[i] === byte))?.[1];

export interface TextEncoding {
  /** Detects the encoding from the start of the body if it has no byte order mark. */
  readonly encodingOf: (head: string) => string;
  /** Creates the error for an unknown encoding and for invalid bytes; without it, invalid bytes become U+FFFD. */
  readonly refusal?: () => Error;
}

/** Decodes a body to text pieces; the first one covers at least `HEAD` bytes if the body has as many. */
export async function* decodeBodyText(body: PageBytes, encoding: TextEncoding): AsyncGenerator<string> {
  let decode: Decode | undefined;
  let head = Buffer.alloc(0);
  for await (const chunk of body) {
    if (decode !== undefined) yield decode(chunk, true);
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length < HEAD) continue;
      decode = createDecoder(head, encoding);
      yield decode(head, true);
    }
  }
  yield decode === undefined ? createDecoder(head, encoding)(head, false) : decode(new Uint8Array(0), false);
}

type Decode = (chunk: Uint8Array, isMoreToCome: boolean) => string;

function createDecoder(head: Buffer, { encodingOf, refusal }: TextEncoding): Decode {
  const label = findMarkedEncoding(head) ?? encodingOf(head.toString('latin1', 0, HEAD));
  const refusing = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw refusal?.() ?? error;
    }
  };
  const decoder = refusing(() => new TextDecoder(label, { fatal: refusal !== undefined }));
  return (chunk, stream) => refusing(() => decoder.decode(chunk, { stream }));
}
