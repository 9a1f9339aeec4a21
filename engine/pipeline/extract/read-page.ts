import { engineError } from '../../base/errors/index.ts';
import type { Element, Json } from '../../base/json/index.ts';
import type { Bindings, PageAllowance } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import type { Decoder } from '../../manifest/types.generated.ts';
import { toCheckedElement } from './check-text.ts';
import { decode } from './decoders/index.ts';
import { keepMatching } from './filter.ts';
import type { PageBytes, ParsedPage } from './page.ts';
import type { ExtractionPlan } from './plan.ts';
import { selectList } from './select.ts';

const BATCH = 500;

/** Input for reading a page, except its bytes. */
export interface PageInput {
  readonly decoder: Decoder;
  readonly plan: ExtractionPlan;
  readonly scope: Bindings;
  readonly allowance: PageAllowance;
  readonly page: ParsedPage;
}

/** Yields batches of a page's filtered items and updates `page`. Throws BODY_…, PAGE_… and RECORDS_… errors. */
export async function* readPage(body: PageBytes, input: PageInput): AsyncGenerator<readonly Element[]> {
  const { decoder, page } = input;
  for await (const elements of decode(decoder, body, page)) yield* filterElements(elements, input);
  if (page.isEmpty && !(await isAbsent(input))) throw engineError('BODY_EMPTY');
  if (page.document !== undefined) yield* selectElements(input);
}

async function* filterElements(
  elements: readonly Element[],
  { plan, scope, allowance, page }: PageInput,
): AsyncGenerator<readonly Element[]> {
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
