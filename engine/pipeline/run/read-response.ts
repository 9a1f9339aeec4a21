import { engineError } from '../../base/errors/index.ts';
import { parseExact } from '../../base/json/index.ts';
import type { Watch } from '../../base/secret/index.ts';
import { type BodyForm, openBody } from '../extract/index.ts';
import { type PageBody, readBodyText, receivePage } from './page-body.ts';
import type { HttpResponse, Ports } from './ports.ts';

/** Error rules do not inspect larger bodies. */
export const LOOK_BYTES = 1 << 20;

/** Response that has arrived completely. */
export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly page: PageBody;
  /** Body as JSON, or as text if it is not JSON; undefined if it is larger than `parseBytes`. */
  readonly body: unknown;
}

export interface ReadAnswerOptions {
  readonly spool: Ports['spool'];
  /** Largest body to parse; 0 leaves it to the extraction. */
  readonly parseBytes: number;
  /** The body should be JSON: a truncated body is a failed attempt. */
  readonly json?: boolean;
  /** Form of a page's body: containers and charset; absent for bodies that are used as they are. */
  readonly form?: BodyForm | undefined;
  /** Detects secrets that the vendor echoes. */
  readonly watch?: Watch;
  /** Called with the size of each chunk as it arrives; if it throws, reading ends. */
  readonly arrive: (bytes: number) => void;
}

async function* counted(body: HttpResponse['body'], arrive: ReadAnswerOptions['arrive']): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    arrive(chunk.length);
    yield chunk;
  }
}

const tryParse = (text: string): unknown => {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
};

/** Receives a body without its containers and in UTF-8. */
async function receiveOpened(
  body: AsyncIterable<Uint8Array>,
  { headers }: HttpResponse,
  { spool, watch, arrive, form }: ReadAnswerOptions & { form: BodyForm },
): Promise<PageBody> {
  const ends: number[] = [];
  const opened = await openBody(body, form, {
    contentType: headers['content-type'],
    store: async (archive) => {
      const stored = await receivePage(archive, spool);
      return { size: stored.bytes, read: stored.read, discard: stored.discard };
    },
    arrive,
    endDocument: (at) => ends.push(at),
  });
  return receivePage(opened, spool, { watch, ends });
}

/** Reads a response to its end. Throws BODY_TRUNCATED for a truncated JSON body, and transport errors. */
export async function readResponse(response: HttpResponse, options: ReadAnswerOptions): Promise<ReceivedResponse> {
  const { parseBytes, json, form, arrive } = options;
  const bytes = counted(response.body, arrive);
  const page = form
    ? await receiveOpened(bytes, response, { ...options, form })
    : await receivePage(bytes, options.spool, options);
  if (json && response.status < 300 && isTruncated(page.first, page.tail)) {
    await page.discard();
    throw engineError('BODY_TRUNCATED');
  }
  const body = parseBytes > 0 && page.bytes <= parseBytes ? tryParse(await readBodyText(page)) : undefined;
  return { status: response.status, headers: response.headers, page, body };
}

const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const CLOSERS = new Set([0x7d, 0x5d]);
const OPENERS = new Set([0x7b, 0x5b]);

/**
 * Returns whether a JSON body is truncated: it starts like a document, and its last character does not close one. Without a
 * Content-Length, HTTP cannot detect this.
 */
export function isTruncated(first: number | undefined, tail: Uint8Array): boolean {
  if (first === undefined || !OPENERS.has(first)) return false;
  let end = tail.length - 1;
  while (end >= 0 && WHITE_SPACE.has(tail[end] ?? 0)) end -= 1;
  return end >= 0 && !CLOSERS.has(tail[end] ?? 0);
}
