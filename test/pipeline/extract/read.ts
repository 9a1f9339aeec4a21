import { isEngineError } from '../../../engine/base/errors/index.ts';
import type { Json } from '../../../engine/base/json/index.ts';
import type { Bindings } from '../../../engine/language/expression/index.ts';
import {
  compileExtraction,
  type ExtractedItem,
  type ExtractionSpec,
  openBody,
  type PageContent,
} from '../../../engine/pipeline/extract/index.ts';

export interface Outcome {
  readonly items: readonly Json[];
  readonly bad: readonly Extract<ExtractedItem, { kind: 'bad' }>[];
  readonly envelope?: Json;
  readonly seen: number;
  readonly error?: string;
  readonly message?: string;
}

/** Cuts bytes into chunks of `size`. */
export const inChunks = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

async function* yieldAll(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** Unpacks a body in memory. */
export async function open(
  { decoder = { type: 'json' } }: Pick<ExtractionSpec, 'decoder'>,
  body: Iterable<Uint8Array>,
  contentType?: string,
): Promise<PageContent> {
  const ends: number[] = [];
  const opened = await openBody(yieldAll(body), decoder, {
    contentType,
    store: async (archive) => {
      const bytes = await gather(archive);
      const read = (start: number, end: number) => yieldAll([bytes.subarray(start, end)]);
      return { size: bytes.length, read, discard: async () => undefined };
    },
    arrive: () => undefined,
    endDocument: (at) => ends.push(at),
  });
  const whole = await gather(opened);
  return ends.length === 0 ? [whole] : { documents: ends.map((end, at) => whole.subarray(ends[at - 1] ?? 0, end)) };
}

/** Reads one page; returns the items before any error, and the error's code. */
export async function readAll(
  spec: ExtractionSpec,
  body: Iterable<Uint8Array>,
  { scope = {}, contentType }: { readonly scope?: Bindings; readonly contentType?: string } = {},
): Promise<Outcome> {
  try {
    return await readContent(spec, await open(spec, body, contentType), scope);
  } catch (error) {
    if (!isEngineError(error)) throw error;
    return { items: [], bad: [], seen: 0, error: error.code, message: error.message };
  }
}

/** Reads the content of a page that is unpacked and in UTF-8. */
export async function readContent(spec: ExtractionSpec, body: PageContent, scope: Bindings = {}): Promise<Outcome> {
  const page = compileExtraction(spec).read(body, scope);
  const all: ExtractedItem[] = [];
  const outcome = () => ({
    items: all.flatMap((e) => (e.kind === 'item' ? [e.value] : [])),
    bad: all.flatMap((e) => (e.kind === 'bad' ? [e] : [])),
    seen: page.itemsSeen,
  });
  try {
    for await (const batch of page) all.push(...batch);
    return { ...outcome(), envelope: page.envelope() };
  } catch (error) {
    if (!isEngineError(error)) throw error;
    return { ...outcome(), error: error.code, message: error.message };
  }
}
