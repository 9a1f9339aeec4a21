import { engineError } from '../../base/errors/index.ts';
import { parseExact } from '../../base/json/index.ts';
import type { Watch } from '../../base/secret/index.ts';
import { type PageBody, receivePage } from './page-body.ts';
import type { HttpResponse, Ports } from './ports.ts';

/** Error rules do not inspect larger bodies. */
const LOOK_BYTES = 1 << 20;

/** Response that has arrived completely. */
export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly page: PageBody;
  /** Body as JSON, or as text if it is not JSON; only with `whole: 'text'`. */
  readonly body: unknown;
}

export interface ReadAnswerOptions {
  readonly spool: Ports['spool'];
  /** `text`: parse the body; `page`: leave it to the extraction. */
  readonly whole: 'text' | 'page';
  /** The body should be JSON: a truncated body is a failed attempt. */
  readonly json?: boolean;
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

async function readText(page: PageBody): Promise<string> {
  const content = page.content();
  const chunks: Uint8Array[] = [];
  if (content instanceof Uint8Array) chunks.push(content);
  else for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Reads a response to its end. Throws BODY_TRUNCATED for a truncated JSON body, and transport errors. */
export async function readResponse(
  response: HttpResponse,
  { spool, whole, json, watch, arrive }: ReadAnswerOptions,
): Promise<ReceivedResponse> {
  const page = await receivePage(counted(response.body, arrive), spool, watch);
  if (json && response.status < 300 && isTruncated(page.first, page.tail)) {
    await page.discard();
    throw engineError('BODY_TRUNCATED');
  }
  const body = whole === 'text' && page.bytes <= LOOK_BYTES ? tryParse(await readText(page)) : undefined;
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
