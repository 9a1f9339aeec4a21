import { isObject, type Json, parseExact } from '../../base/json/index.ts';
import { type Bindings, createPageAllowance } from '../../language/expression/index.ts';
import { type Manifest, resolveStream } from '../../manifest/index.ts';
import { compileExtraction, compileTransform, type ExtractedItem } from '../../pipeline/extract/index.ts';
import { decodeSample } from './sample-formats.ts';

/** Payload from a user, and the ancestors and lookups that expressions can use, by name. */
export interface PreviewSample {
  readonly text: string;
  readonly scope: Bindings;
  /** JSON pointer (RFC 6901) of the payload in the user's text. */
  readonly at: string;
}

/** Last parsed text: a preview reads its sample several times, and at every keystroke. */
let last: { readonly text: string; readonly value: Json | undefined } | undefined;

/** Parses JSON, or returns undefined. The value must not be changed. */
export function tryParse(text: string): Json | undefined {
  if (last?.text !== text) last = { text, value: parseOrNothing(text) };
  return last.value;
}

function parseOrNothing(text: string): Json | undefined {
  try {
    return parseExact(text) as Json;
  } catch {
    return undefined;
  }
}

const HOLDERS = ['page', 'items', 'item'] as const;

/** Parses a sample, which can contain its scope: `{ "item" | "items" | "page": …, "scope": { "application": … } }`. */
export function parseSample(text: string): PreviewSample {
  const whole: PreviewSample = { text, scope: {}, at: '' };
  const value = tryParse(text);
  if (!isObject(value) || !isObject(value['scope'])) return whole;
  const holder = HOLDERS.find((name) => value[name] !== undefined && value[name] !== null);
  return holder === undefined
    ? whole
    : { text: JSON.stringify(value[holder]), scope: value['scope'], at: `/${holder}` };
}

const toItems = (values: readonly Json[]): ExtractedItem[] => values.map((value) => ({ kind: 'item', value }));

async function extractFromPage(
  manifest: Manifest,
  name: string,
  text: string,
  bindings: Bindings,
): Promise<ExtractedItem[]> {
  const stream = resolveStream(manifest, name);
  if (!stream) return [];
  const items: ExtractedItem[] = [];
  const allowance = createPageAllowance();
  const transform = stream.item === undefined ? undefined : compileTransform(stream.item);
  for await (const batch of compileExtraction(stream).read([Buffer.from(text)], bindings, allowance))
    items.push(...(transform ? await transform(batch, { scope: bindings, allowance }) : batch));
  return items;
}

/**
 * Returns the items of a payload, as a map sees them: the members of a list, the items that the stream finds in a page, or
 * the payload itself. Samples in NDJSON, CSV and XML work for any stream. Rejects with SAMPLE_INVALID.
 */
export async function extractItems(
  manifest: Manifest,
  stream: string,
  { text, bindings }: { readonly text: string; readonly bindings: Bindings },
): Promise<readonly ExtractedItem[]> {
  const value = tryParse(text);
  if (Array.isArray(value)) return toItems(value as readonly Json[]);
  try {
    return await extractFromPage(manifest, stream, text, bindings);
  } catch {
    if (value !== undefined) return toItems([value]);
  }
  const decoded = await decodeSample(text);
  if ('items' in decoded) return decoded.items;
  const page = JSON.stringify(decoded.page);
  return extractFromPage(manifest, stream, page, bindings).catch(() => toItems([decoded.page]));
}

/** Returns the page that a sample contains, in any format. */
export async function readPage(text: string): Promise<Json | undefined> {
  const value = tryParse(text);
  if (value !== undefined) return value;
  const decoded = await decodeSample(text);
  return 'page' in decoded ? decoded.page : undefined;
}
