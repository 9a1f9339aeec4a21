import { type EngineError, toEngineError } from '../../base/errors/index.ts';
import { type Element, HEAD_BYTES } from '../../base/json/index.ts';
import { type Bindings, type Expression, type PageAllowance, takeTurn } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';

/** Variables and limits of a filter's evaluation. */
interface FilterContext {
  readonly scope: Bindings;
  readonly allowance: PageAllowance;
}

/** Returns the elements for which the filter is true, and the bad ones: invalid elements and those on which it failed. */
export async function keepMatching(
  filter: Expression | undefined,
  elements: readonly Element[],
  context: FilterContext,
): Promise<readonly Element[]> {
  if (filter === undefined) return elements;
  const kept: Element[] = [];
  for (const element of elements) {
    const result = element.kind === 'bad' ? element : await filterItem(filter, element, context);
    const turn = takeTurn(context.allowance);
    if (turn) await turn;
    if (result !== undefined) kept.push(result);
  }
  return kept;
}

export type Item = Extract<Element, { kind: 'item' }>;

/** Creates a bad element for an item on which an expression failed. */
export const toFailedElement = ({ value }: Item, { code, message }: EngineError): Element => ({
  ...{ kind: 'bad', pointer: '', code, message },
  raw: JSON.stringify(value).slice(0, HEAD_BYTES),
});

async function filterItem(
  filter: Expression,
  item: Item,
  { scope, allowance }: FilterContext,
): Promise<Element | undefined> {
  try {
    return isTrue(await filter.evaluate(item.value, scope, allowance)) ? item : undefined;
  } catch (error) {
    return toFailedElement(item, toEngineError(error));
  }
}
