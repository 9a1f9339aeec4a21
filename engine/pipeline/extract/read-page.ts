import { engineError } from '../../base/errors/index.ts';
import type { Element, Json } from '../../base/json/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import type { Decoder } from '../../manifest/types.generated.ts';
import { checked } from './checked.ts';
import { decode } from './decoders/index.ts';
import { keep } from './filter.ts';
import type { Body, Page } from './page.ts';
import type { Plan } from './plan.ts';
import { select } from './select.ts';

const BATCH = 500;

/** What one reading needs besides the bytes. */
export interface Reading {
  readonly decoder: Decoder;
  readonly plan: Plan;
  readonly scope: Bindings;
  readonly page: Page;
}

/** The items of a page in batches, filtered; fills `page`. Throws BODY_…, PAGE_… and RECORDS_… errors. */
export async function* readPage(body: Body, reading: Reading): AsyncGenerator<readonly Element[]> {
  const { decoder, page } = reading;
  for await (const elements of decode(decoder, body, page)) yield* kept(elements, reading);
  if (page.isEmpty && !(await isAbsent(reading))) throw engineError('BODY_EMPTY');
  if (page.document !== undefined) yield* selected(reading);
}

async function* kept(elements: readonly Element[], { plan, scope, page }: Reading): AsyncGenerator<readonly Element[]> {
  page.itemsSeen += elements.length;
  const last = elements.at(-1);
  if (last?.kind === 'item') page.lastItem = last.value;
  // Also when the filter leaves nothing: between batches the run checks its budget.
  yield await keep(plan.filter, elements, scope);
}

async function* selected(reading: Reading): AsyncGenerator<readonly Element[]> {
  const { plan, page, scope } = reading;
  const list = await select(plan, page, scope);
  if (list === undefined && !(await isAbsent(reading))) throw engineError('RECORDS_MISSING', { select: plan.records });
  for (let at = 0; at < (list?.length ?? 0); at += BATCH)
    yield* kept((list ?? []).slice(at, at + BATCH).map(checked), reading);
}

async function isAbsent({ plan, page, scope }: Reading): Promise<boolean> {
  return plan.absentWhen !== undefined && isTrue(await plan.absentWhen.evaluate(page.envelope as Json, scope));
}
