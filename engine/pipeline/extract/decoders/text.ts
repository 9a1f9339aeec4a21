import { TextDecoder } from 'node:util';
import type { PageBytes } from '../page.ts';

/** How much of the beginning of a body tells what it is, and in which encoding. */
export const HEAD = 1024;

// What a body begins with, and what that says about its encoding.
const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** The encoding that a byte order mark names. */
const findMarkedEncoding = (head: Uint8Array): string | undefined =>
  MARKS.find(([mark]) => mark.every((byte, i) => head[i] === byte))?.[1];

export interface TextEncoding {
  /** Names the encoding, from the beginning of the body, when no byte order mark does. */
  readonly encodingOf: (head: string) => string;
  /** What is thrown for an unknown encoding and for bytes that it does not have; without it such bytes become U+FFFD. */
  readonly refusal?: () => Error;
}

/** The text of a body in pieces, the first of them from at least `HEAD` bytes if there are so many. */
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
