import { describeBody, isObject, type Json } from '../../../base/json/index.ts';
import type { Decoder } from '../../../manifest/types.generated.ts';
import { compileExtraction } from '../../../pipeline/extract/index.ts';

/** Decoded body: the page as the engine's expressions see it, and its decoder unless it is JSON. */
export interface DecodedBody {
  readonly page: Json;
  readonly decoder?: Decoder;
}

/** Result of decoding: the body, or why it cannot be decoded. */
export type DecodeResult = DecodedBody | { readonly problem: string };

const DELIMITERS = [',', ';', '\t', '|'];

/** Items that are decoded of a table: what is inferred does not change with more. */
const MOST_ITEMS = 2_000;

async function readItems(text: string, decoder: Decoder, records: string): Promise<Json[]> {
  const items: Json[] = [];
  for await (const batch of compileExtraction({ decoder, records }).read([Buffer.from(text)], {})) {
    for (const one of batch) if (one.kind === 'item') items.push(one.value);
    if (items.length >= MOST_ITEMS) break;
  }
  return items;
}

/** Returns the delimiter that occurs equally often in the first lines, most often. */
function findDelimiter(text: string): string | undefined {
  const lines = text.split(/\r?\n/, 3).filter((line) => line.trim() !== '');
  const counts = DELIMITERS.map((one) => Math.min(...lines.map((line) => line.split(one).length - 1)));
  const most = Math.max(...counts);
  return lines.length > 1 && most > 0 ? DELIMITERS[counts.indexOf(most)] : undefined;
}

function locateJsonDefect(error: unknown): string {
  const position = error instanceof Error ? /\(line \d+ column \d+\)/.exec(error.message)?.[0] : undefined;
  return `it is damaged JSON${position ? ` ${position}` : ''}`;
}

async function decodeJson(text: string): Promise<DecodeResult> {
  try {
    return { page: JSON.parse(text) as Json };
  } catch (error) {
    if (describeBody(text.slice(0, 65_536)) !== 'several JSON values, one per line')
      return { problem: locateJsonDefect(error) };
  }
  const decoder: Decoder = { type: 'ndjson' };
  return { page: await readItems(text, decoder, '$'), decoder };
}

async function decodeXml(text: string): Promise<DecodeResult> {
  const decoder: Decoder = { type: 'xml' };
  const [page] = await readItems(text, decoder, '[$]');
  return page === undefined ? { problem: 'it is damaged XML' } : { page, decoder };
}

async function decodeTable(text: string): Promise<DecodeResult> {
  const delimiter = findDelimiter(text);
  if (delimiter === undefined) return { problem: 'it is plain text' };
  const decoder: Decoder = delimiter === ',' ? { type: 'csv' } : { type: 'csv', delimiter };
  const page = await readItems(text, decoder, '$');
  return page.some(isObject) ? { page, decoder } : { problem: 'it is plain text' };
}

/** Decodes the body of a response: JSON, NDJSON, XML or CSV, by its content. */
export async function decodeBody(given: string): Promise<DecodeResult> {
  const text = given.replace(/^\uFEFF/, '');
  const kind = describeBody(text.slice(0, 65_536));
  if (kind === 'nothing' || kind === 'an HTML page')
    return { problem: kind === 'nothing' ? 'it is empty' : 'it is an HTML page' };
  if (kind === 'gzip data' || kind === 'a zip archive' || kind.startsWith('binary'))
    return { problem: `it is ${kind}` };
  try {
    if (kind === 'an XML document') return await decodeXml(text);
    return await (/^\s*[{["]/.test(text) ? decodeJson(text) : decodeTable(text));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'it cannot be decoded' };
  }
}
