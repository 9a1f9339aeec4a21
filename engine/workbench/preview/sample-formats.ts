import { engineError } from '../../base/errors/index.ts';
import { describeBody, type Json } from '../../base/json/index.ts';
import { findJsonDefect, positionAt } from '../../manifest/index.ts';
import type { Decoder } from '../../manifest/types.generated.ts';
import { compileExtraction, type ExtractedItem, findXmlDefect } from '../../pipeline/extract/index.ts';
import { decodeBody } from '../import/observed/decode.ts';

interface Defect {
  readonly offset: number;
  readonly problem: string;
  readonly fix: string;
}

const createDefectError = (text: string, { offset, problem, fix }: Defect): Error =>
  engineError('SAMPLE_INVALID', { ...positionAt(text, offset), offset, problem, fix });

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const isJsonLines = (text: string): boolean =>
  describeBody(text.slice(0, 65_536)) === 'several JSON values, one per line';

/** Finds the first line of NDJSON that is not valid JSON. */
function findLineDefect(text: string): Defect | undefined {
  let start = 0;
  for (const line of text.split('\n')) {
    if (line.trim() !== '' && !isJson(line)) {
      const { offset, problem, fix } = findJsonDefect(line);
      return { offset: start + offset, problem, fix };
    }
    start += line.length + 1;
  }
  return undefined;
}

const FORMATS = 'Paste JSON, NDJSON, CSV or XML.';

/** Finds the quote that opens a cell and is never closed. */
function findOpenQuote(text: string): Defect | undefined {
  const quotes = [...text.matchAll(/"/g)];
  const last = quotes.length % 2 === 1 ? quotes.at(-1) : undefined;
  return last && { offset: last.index, problem: 'unclosed quote', fix: 'Add the closing double quote.' };
}

async function findDefect(text: string): Promise<Defect> {
  const start = text.trimStart();
  if (start === '') return { offset: 0, problem: 'the sample is empty', fix: FORMATS };
  if (/^[[{"]/.test(start)) return findJsonDefect(text);
  if (start.startsWith('<')) {
    if (describeBody(start) === 'an HTML page')
      return { offset: 0, problem: 'this is an HTML page', fix: 'Paste the body of an API response.' };
    return {
      offset: (await findXmlDefect(text)) ?? 0,
      problem: 'invalid XML',
      fix: 'Correct the XML at this position.',
    };
  }
  return findOpenQuote(text) ?? { offset: 0, problem: 'this is plain text', fix: FORMATS };
}

async function readRows(text: string, decoder: Decoder): Promise<ExtractedItem[]> {
  const items: ExtractedItem[] = [];
  for await (const batch of compileExtraction({ decoder, records: '$' }).read([Buffer.from(text)], {}))
    items.push(...batch);
  return items;
}

/** Sample in another format than JSON: the rows of a table or of lines, or the page of a document. */
export type DecodedSample = { readonly items: readonly ExtractedItem[] } | { readonly page: Json };

/** Decodes a sample in NDJSON, CSV or XML. Rejects with SAMPLE_INVALID and the position of the first syntax error. */
export async function decodeSample(text: string): Promise<DecodedSample> {
  const lineDefect = isJsonLines(text) ? findLineDefect(text) : undefined;
  if (lineDefect) throw createDefectError(text, lineDefect);
  const decoded = await decodeBody(text);
  if ('problem' in decoded) throw createDefectError(text, await findDefect(text));
  const { page, decoder } = decoded;
  return decoder === undefined || decoder.type === 'xml' ? { page } : { items: await readRows(text, decoder) };
}
