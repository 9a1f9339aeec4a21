import { engineError } from '../../base/errors/index.ts';
import type { Element, Json } from '../../base/json/index.ts';
import type { Bindings, PageAllowance } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import type { Decoder } from '../../manifest/types.generated.ts';
import { toCheckedElement } from './check-text.ts';
import { decode } from './decoders/index.ts';
import { keepMatching } from './filter.ts';
import type { PageBytes, PageDocument, ParsedPage } from './page.ts';
import { type ParsedPaths, parseItemFields, parsePageFields } from './parse-fields.ts';
import type { ExtractionPlan } from './plan.ts';
import { selectList } from './select.ts';
import { sliceBody } from './slices.ts';

const BATCH = 500;

/** Input for reading a page, except its bytes. */
export interface PageInput {
  readonly decoder: Decoder;
  readonly plan: ExtractionPlan;
  readonly scope: Bindings;
  readonly allowance: PageAllowance;
  readonly page: ParsedPage;
  readonly parsed: ParsedPaths;
}

/** Yields batches of a page's filtered items and updates `page`. Throws BODY_…, PAGE_… and RECORDS_… errors. */
export async function* readPage(
  documents: readonly PageDocument[],
  input: PageInput,
): AsyncGenerator<readonly Element[]> {
  // Like an empty body.
  if (documents.length === 0) throw engineError('BODY_EMPTY');
  for (const document of documents) yield* readDocument(sliceBody(document), input);
}

/** Reads one document of a page; the last one determines the page's envelope. */
async function* readDocument(body: PageBytes, input: PageInput): AsyncGenerator<readonly Element[]> {
  const { decoder, page } = input;
  delete page.document;
  delete page.isEmpty;
  for await (const elements of decode(decoder, body, page)) yield* filterElements(elements, input);
  parsePage(input);
  if (page.isEmpty && !(await isAbsent(input))) throw engineError('BODY_EMPTY');
  if (page.document !== undefined) yield* selectElements(input);
}

/** Parses the texts of a page that are JSON documents. */
function parsePage({ page, parsed: { ofPage } }: PageInput): void {
  if (ofPage.length === 0) return;
  if (page.envelope !== undefined) page.envelope = parsePageFields(page.envelope, ofPage);
  if (page.document !== undefined) page.document = parsePageFields(page.document, ofPage);
}

async function* filterElements(
  read: readonly Element[],
  { plan, scope, allowance, page, parsed }: PageInput,
): AsyncGenerator<readonly Element[]> {
  const elements = parsed.ofItem.length === 0 ? read : read.map((one) => parseItemFields(one, parsed.ofItem));
  page.itemsSeen += elements.length;
  const [first] = elements;
  if (page.firstItem === undefined && first?.kind === 'item') page.firstItem = first.value;
  const last = elements.at(-1);
  if (last?.kind === 'item') page.lastItem = last.value;
  // Yields empty batches, too: the run checks its budget between batches.
  yield await keepMatching(plan.filter, elements, { scope, allowance });
}

async function* selectElements(input: PageInput): AsyncGenerator<readonly Element[]> {
  const { plan, page, scope } = input;
  const list = await selectList(plan, page, scope);
  if (list === undefined && !(await isAbsent(input))) throw engineError('RECORDS_MISSING', { select: plan.records });
  for (let at = 0; at < (list?.length ?? 0); at += BATCH)
    yield* filterElements((list ?? []).slice(at, at + BATCH).map(toCheckedElement), input);
}

async function isAbsent({ plan, page, scope }: PageInput): Promise<boolean> {
  return plan.absentWhen !== undefined && isTrue(await plan.absentWhen.evaluate(page.envelope as Json, scope));
}
