import { engineError } from '../../base/errors/index.ts';
import { isObject, type Json, parseExact, stableStringify } from '../../base/json/index.ts';
import { compileSelector } from '../../language/expression/index.ts';
import { hasErrors, invalidManifest, type Manifest, parseManifest } from '../../manifest/index.ts';
import { type Exchange, type Expected, type Recording, runCase } from '../replay/index.ts';
import { type RecordedPage, readRecordedPages } from '../replay/pages.ts';
import { findMap } from './prepare.ts';
import { parseSample } from './sample.ts';

/** Input of a new case. */
export interface DeriveRequest {
  /** Text of the manifest. */
  readonly manifest: string;
  readonly map: string;
  readonly sample: string;
  readonly description: string;
  /** Recorded cases, best match first. The new case is a copy of one of them with a different page. */
  readonly recordings: readonly Recording[];
}

/** Recorded case: the exchanges and the expected outcome. */
export interface DerivedCase {
  readonly recording: Recording;
  readonly expected: Expected;
}

interface FoundPage {
  readonly recording: Recording;
  readonly page: RecordedPage;
}

const readBodyText = ({ response: { body } }: Exchange): string =>
  typeof body === 'string' ? body : JSON.stringify(body ?? '');

/** Returns the recorded page to replace with the sample: one with the same parents, or else any page with items of the stream. */
async function findRecordedPage(
  manifest: Manifest,
  { recordings }: DeriveRequest,
  { stream, scope }: { stream: string; scope: object },
): Promise<FoundPage> {
  let otherwise: FoundPage | undefined;
  for (const recording of recordings) {
    const pages = (await readRecordedPages(manifest, recording)).filter(
      (page) => page.stream === stream && page.items > 0,
    );
    const isAny = Object.keys(scope).length === 0;
    const same = pages.find((page) => isAny || stableStringify(page.scope as Json) === stableStringify(scope as Json));
    if (same) return { recording, page: same };
    const [page] = pages;
    if (page) otherwise ??= { recording, page };
  }
  if (otherwise) return otherwise;
  throw engineError('CASE_UNMADE', { stream });
}

/** Replaces the list at `path` of the page with these items. */
function replaceItems(page: Json, path: readonly string[], items: readonly Json[]): Json {
  const [key, ...rest] = path;
  if (key === undefined) return [...items];
  return isObject(page) ? { ...page, [key]: replaceItems((page[key] ?? null) as Json, rest, items) } : page;
}

/** Returns the sample as a page: unchanged, or with its items inserted into the recorded page. */
function buildPageBody(sample: string, recorded: string, records: string): string {
  const { text, at } = parseSample(sample);
  const isItem = at === '/item';
  try {
    const value = parseExact(text);
    const path = records.trim() === '$' ? [] : compileSelector(records)?.path;
    if (path === undefined || (!isItem && !Array.isArray(value))) return text;
    return JSON.stringify(replaceItems(parseExact(recorded), path, isItem ? [value] : (value as readonly Json[])));
  } catch {
    return text;
  }
}

const toBody = (text: string): NonNullable<Exchange['response']['body']> => {
  try {
    // Parsing would lose the precision of long numbers.
    return /\d{16}/.test(text) ? (text as never) : JSON.parse(text);
  } catch {
    return text as never;
  }
};

const replaceExchange = (exchange: Exchange, before: string, after: string): Exchange =>
  readBodyText(exchange) === before
    ? { ...exchange, response: { ...exchange.response, body: toBody(after) } }
    : exchange;

/**
 * Creates a case from a sample: a copy of a recorded case in which the sample replaces a page, and its expected outcome.
 * Rejects with MANIFEST_INVALID, SELECT_UNKNOWN, CASE_UNMADE, and with the error of the new case's run.
 */
export async function deriveCase(request: DeriveRequest): Promise<DerivedCase> {
  const { manifest, issues } = parseManifest(request.manifest);
  if (!manifest || hasErrors(issues)) throw invalidManifest(manifest?.id ?? 'the editor', issues);
  const { from: stream } = findMap(manifest, request.map);
  const { scope } = parseSample(request.sample);
  const { recording, page } = await findRecordedPage(manifest, request, { stream, scope });
  const after = buildPageBody(request.sample, page.text, manifest.streams[stream]?.records ?? '$');
  const exchanges = recording.exchanges.map((exchange) => replaceExchange(exchange, page.text, after));
  const whole: Recording = { ...recording, description: request.description, exchanges };
  const { outcome, report, unused } = await runCase(manifest, whole);
  if (report.error) throw engineError('CASE_UNMADE', { stream, reason: report.error.message });
  const { $schema: _, ...kept } = whole;
  return { recording: { ...kept, exchanges: exchanges.filter((one) => !unused.includes(one)) }, expected: outcome };
}
