import { engineError } from '../../base/errors/index.ts';
import { isObject, type Json, parseExact, stable } from '../../base/json/index.ts';
import { selectorOf } from '../../language/expression/index.ts';
import { hasErrors, invalidManifest, type Manifest, parseManifest } from '../../manifest/index.ts';
import { type Exchange, type Expected, type Recording, runCase } from '../replay/index.ts';
import { type RecordedPage, recordedPages } from '../replay/pages.ts';
import { mapNamed } from './prepare.ts';
import { sampleOf } from './sample.ts';

/** What a new case is made from. */
export interface DeriveRequest {
  /** The manifest's text. */
  readonly manifest: string;
  readonly map: string;
  readonly sample: string;
  readonly description: string;
  /** Recorded cases, the most fitting one first: the new one is one of them with another page. */
  readonly recordings: readonly Recording[];
}

/** A case as `test` replays it: what was exchanged, and what it must give. */
export interface DerivedCase {
  readonly recording: Recording;
  readonly expected: Expected;
}

interface Found {
  readonly recording: Recording;
  readonly page: RecordedPage;
}

const bodyText = ({ response: { body } }: Exchange): string =>
  typeof body === 'string' ? body : JSON.stringify(body ?? '');

/** The recorded page that the sample takes the place of: one of the same parents, else any with items of the stream. */
async function placeFor(
  manifest: Manifest,
  { recordings }: DeriveRequest,
  { stream, scope }: { stream: string; scope: object },
): Promise<Found> {
  let otherwise: Found | undefined;
  for (const recording of recordings) {
    const pages = (await recordedPages(manifest, recording)).filter((page) => page.stream === stream && page.items > 0);
    const isAny = Object.keys(scope).length === 0;
    const same = pages.find((page) => isAny || stable(page.scope as Json) === stable(scope as Json));
    if (same) return { recording, page: same };
    const [page] = pages;
    if (page) otherwise ??= { recording, page };
  }
  if (otherwise) return otherwise;
  throw engineError('CASE_UNMADE', { stream });
}

/** The list at `path` of the page exchanged for these items. */
function withItems(page: Json, path: readonly string[], items: readonly Json[]): Json {
  const [key, ...rest] = path;
  if (key === undefined) return [...items];
  return isObject(page) ? { ...page, [key]: withItems((page[key] ?? null) as Json, rest, items) } : page;
}

/** The sample as a whole page: as it is, or its items in the recorded one. */
function pageBody(sample: string, recorded: string, records: string): string {
  const { text, at } = sampleOf(sample);
  const isItem = at === '/item';
  try {
    const value = parseExact(text);
    const path = records.trim() === '$' ? [] : selectorOf(records)?.path;
    if (path === undefined || (!isItem && !Array.isArray(value))) return text;
    return JSON.stringify(withItems(parseExact(recorded), path, isItem ? [value] : (value as readonly Json[])));
  } catch {
    return text;
  }
}

const asBody = (text: string): NonNullable<Exchange['response']['body']> => {
  try {
    // Long numbers stay as they are written.
    return /\d{16}/.test(text) ? (text as never) : JSON.parse(text);
  } catch {
    return text as never;
  }
};

const exchanged = (exchange: Exchange, before: string, after: string): Exchange =>
  bodyText(exchange) === before ? { ...exchange, response: { ...exchange.response, body: asBody(after) } } : exchange;

/**
 * Makes a case of a sample: a recorded one in which the sample is a page, and what it gives. Rejects with
 * MANIFEST_INVALID, SELECT_UNKNOWN, CASE_UNMADE, and with what the run of the new case ends in.
 */
export async function deriveCase(request: DeriveRequest): Promise<DerivedCase> {
  const { manifest, issues } = parseManifest(request.manifest);
  if (!manifest || hasErrors(issues)) throw invalidManifest(manifest?.id ?? 'the editor', issues);
  const { from: stream } = mapNamed(manifest, request.map);
  const { scope } = sampleOf(request.sample);
  const { recording, page } = await placeFor(manifest, request, { stream, scope });
  const after = pageBody(request.sample, page.text, manifest.streams[stream]?.records ?? '$');
  const exchanges = recording.exchanges.map((exchange) => exchanged(exchange, page.text, after));
  const whole: Recording = { ...recording, description: request.description, exchanges };
  const { outcome, report, unused } = await runCase(manifest, whole);
  if (report.error) throw engineError('CASE_UNMADE', { stream, reason: report.error.message });
  const { $schema: _, ...kept } = whole;
  return { recording: { ...kept, exchanges: exchanges.filter((one) => !unused.includes(one)) }, expected: outcome };
}
