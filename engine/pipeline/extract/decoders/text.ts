import { TextDecoder } from 'node:util';
import type { PageBytes } from '../page.ts';

/** Number of leading bytes that identify a body's format. */
export const HEAD = 1024;

/**
 * Decodes a body to text pieces; the first one covers at least `HEAD` bytes if the body has as many. `refusal` creates the
 * error for bytes that are not UTF-8, from the beginning of the piece; without it, they become U+FFFD.
 */
export async function* decodeBodyText(body: PageBytes, refusal?: (head: string) => Error): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: refusal !== undefined });
  const decode = (chunk: Uint8Array, stream: boolean): string => {
    try {
      return decoder.decode(chunk, { stream });
    } catch (error) {
      throw refusal?.(Buffer.from(chunk.subarray(0, HEAD)).toString()) ?? error;
    }
  };
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of body) {
    if (head !== undefined) head = Buffer.concat([head, chunk]);
    if (head !== undefined && head.length < HEAD) continue;
    yield decode(head ?? chunk, true);
    head = undefined;
  }
  yield decode(head ?? new Uint8Array(0), false);
}
