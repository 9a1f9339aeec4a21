import { engineError } from '../../base/errors/index.ts';
import { parseExact } from '../../base/json/index.ts';
import type { Watch } from '../../base/secret/index.ts';
import { type PageBody, receivePage } from './page-body.ts';
import type { HttpAnswer, Ports } from './ports.ts';

/** Bodies beyond this are not looked into by error rules. */
const LOOK_BYTES = 1 << 20;

/** An answer that has arrived whole. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly page: PageBody;
  /** The body as JSON, or as text where it is none; only where it was asked for. */
  readonly body: unknown;
}

export interface ReadAnswerOptions {
  readonly spool: Ports['spool'];
  /** `text`: the body is looked into; `page`: it is left to the extraction. */
  readonly whole: 'text' | 'page';
  /** The body should be JSON: one that ends in the middle is a failed attempt. */
  readonly json?: boolean;
  /** Looks for secrets that the vendor sends back. */
  readonly watch?: Watch;
  /** Called with the size of each piece of the body as it arrives; what it throws ends the reading. */
  readonly arrive: (bytes: number) => void;
}

async function* counted(body: HttpAnswer['body'], arrive: ReadAnswerOptions['arrive']): AsyncGenerator<Uint8Array> {
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

/** Reads an answer to its end. Throws BODY_TRUNCATED for a JSON body that was cut, and what the transport throws. */
export async function readAnswer(
  answer: HttpAnswer,
  { spool, whole, json, watch, arrive }: ReadAnswerOptions,
): Promise<ReceivedAnswer> {
  const page = await receivePage(counted(answer.body, arrive), spool, watch);
  if (json && answer.status < 300 && isTruncated(page.first, page.tail)) {
    await page.discard();
    throw engineError('BODY_TRUNCATED');
  }
  const body = whole === 'text' && page.bytes <= LOOK_BYTES ? tryParse(await readText(page)) : undefined;
  return { status: answer.status, headers: answer.headers, page, body };
}

const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const CLOSERS = new Set([0x7d, 0x5d]);
const OPENERS = new Set([0x7b, 0x5b]);

/**
 * Whether a JSON body was cut: it begins like a document and its last character closes none. A connection that ends
 * without a length looks complete to HTTP.
 */
export function isTruncated(first: number | undefined, tail: Uint8Array): boolean {
  if (first === undefined || !OPENERS.has(first)) return false;
  let end = tail.length - 1;
  while (end >= 0 && WHITE_SPACE.has(tail[end] ?? 0)) end -= 1;
  return end >= 0 && !CLOSERS.has(tail[end] ?? 0);
}
