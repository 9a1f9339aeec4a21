import { isEngineError } from '../../../engine/base/errors/index.ts';
import type { Json } from '../../../engine/base/json/index.ts';
import { compileExtraction, type ExtractedItem, type ExtractionSpec } from '../../../engine/pipeline/extract/index.ts';

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

/** Reads one page; returns the items before any error, and the error's code. */
export async function readAll(spec: ExtractionSpec, body: Iterable<Uint8Array>, scope = {}): Promise<Outcome> {
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
