import { isObject, type Json, parseExact } from '../../base/json/index.ts';
import { createMemory } from '../../base/memoize/index.ts';
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

/**
 * Parses JSON, or returns undefined. The value must not be changed. Remembers a sample and the payload in it: a preview reads
 * both several times, and at every keystroke.
 */
export const tryParse = (text: string): Json | undefined => rememberJson([text], () => parseOrNothing(text));

const rememberJson = createMemory<Json | undefined>(2);

function parseOrNothing(text: string): Json | undefined {
  try {
    return parseExact(text) as Json;
  } catch {
    return undefined;
  }
}

const HOLDERS = ['page', 'items', 'item'] as const;

function splitSample(text: string): PreviewSample {
  const whole: PreviewSample = { text, scope: {}, at: '' };
  const value = tryParse(text);
  if (!isObject(value) || !isObject(value['scope'])) return whole;
  const holder = HOLDERS.find((name) => value[name] !== undefined && value[name] !== null);
  return holder === undefined
    ? whole
    : { text: JSON.stringify(value[holder]), scope: value['scope'], at: `/${holder}` };
}

const rememberSample = createMemory<PreviewSample>();

/** Parses a sample, which can contain its scope: `{ "item" | "items" | "page": …, "scope": { "application": … } }`. */
export const parseSample = (text: string): PreviewSample => rememberSample([text], () => splitSample(text));

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

interface Payload {
  readonly text: string;
  readonly bindings: Bindings;
}

async function extractUncached(manifest: Manifest, stream: string, { text, bindings }: Payload): ExtractedItems {
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

type ExtractedItems = Promise<readonly ExtractedItem[]>;

/** Extractions by the manifest that is edited, and by the default. */
const rememberItems = createMemory<ExtractedItems>(2);

/**
 * Returns the items of a payload, as a map sees them: the members of a list, the items that the stream finds in a page, or
 * the payload itself. Samples in NDJSON, CSV and XML work for any stream. Remembers the items, which must not be changed.
 * Rejects with SAMPLE_INVALID.
 */
export function extractItems(manifest: Manifest, stream: string, payload: Payload): ExtractedItems {
  const { text, bindings } = payload;
  const key = [text, JSON.stringify([resolveStream(manifest, stream), bindings])];
  return rememberItems(key, () => extractUncached(manifest, stream, payload));
}

/** Returns the page that a sample contains, in any format. */
export async function readPage(text: string): Promise<Json | undefined> {
  const value = tryParse(text);
  if (value !== undefined) return value;
  const decoded = await decodeSample(text);
  return 'page' in decoded ? decoded.page : undefined;
}
