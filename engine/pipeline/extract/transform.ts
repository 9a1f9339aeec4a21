import { toEngineError } from '../../base/errors/index.ts';
import type { Element, Json } from '../../base/json/index.ts';
import {
  type Bindings,
  budgetOf,
  compileExpression,
  createMeter,
  interpreted,
  type PageAllowance,
  refillBudget,
  restOfBudget,
  takeTurn,
} from '../../language/expression/index.ts';
import { toCheckedElement } from './check-text.ts';
import { type Item, toFailedElement } from './filter.ts';

/** Variables and limits of a transformation. */
export interface TransformContext {
  readonly scope: Bindings;
  readonly allowance: PageAllowance;
  /** Only the JSONata interpreter evaluates the page correctly. */
  readonly needsInterpreter?: boolean;
}

/** Replaces items by the results of an expression: none, one, or several for a list. Bad elements stay as they are. */
export type TransformItems = (elements: readonly Element[], context: TransformContext) => Promise<readonly Element[]>;

type Evaluate = (item: Json, context: TransformContext) => unknown;

/** Compiles the evaluation of `source`, with or without the JSONata interpreter. */
function compileEvaluation(source: string): Evaluate {
  const expression = compileExpression(source);
  const interpret = interpreted(source);
  const budget = budgetOf({});
  return (item, { scope, allowance, needsInterpreter }) => {
    if (!needsInterpreter) return expression.evaluate(item, scope, allowance);
    refillBudget(budget, allowance);
    const meter = createMeter(restOfBudget(), allowance);
    return interpret(item, scope, meter).finally(() => meter.settle());
  };
}

async function replaceItem(evaluate: Evaluate, item: Item, context: TransformContext): Promise<readonly Element[]> {
  try {
    const result = (await evaluate(item.value, context)) as Json | undefined;
    if (result === undefined || result === null) return [];
    return (Array.isArray(result) ? (result as readonly Json[]) : [result]).map(toCheckedElement);
  } catch (error) {
    return [toFailedElement(item, toEngineError(error))];
  }
}

/** Compiles `item` of a stream. Throws EXPRESSION_SYNTAX. */
export function compileTransform(source: string): TransformItems {
  const evaluate = compileEvaluation(source);
  return async (elements, context) => {
    const replaced: Element[] = [];
    for (const element of elements) {
      if (element.kind === 'bad') replaced.push(element);
      else replaced.push(...(await replaceItem(evaluate, element, context)));
      const turn = takeTurn(context.allowance);
      if (turn) await turn;
    }
    return replaced;
  };
}
