import {
  type Bindings,
  budgetOf,
  compileExpression,
  compileSelector,
  createMeter,
  interpreted,
  type PageAllowance,
  refillBudget,
  restOfBudget,
} from '../../language/expression/index.ts';
import { findMemberPointers, findObjectPointer } from './pointer.ts';
import { createFailedExpression, createReject } from './problem.ts';
import type { Reject } from './spec.ts';

/** Elements of an item, each of which is mapped. */
export interface ItemElements {
  readonly kind: 'elements';
  readonly elements: readonly unknown[];
  /** Variables of the map: those of the item, and the item itself as `$item`. */
  readonly scope: Bindings;
  /** Returns the pointer to an element within the item; empty if the element is computed. */
  pointerTo(at: number): string;
}

/** Compiled `each` of a map. */
export interface CompiledEach {
  /** Returns the elements of an item, or a reject if the expression fails. */
  of(item: unknown, scope: Bindings, page?: PageAllowance): Promise<ItemElements | Reject>;
  /** Uses the JSONata interpreter only, for pages for which `needsInterpreter` returns true. */
  ofInterpreted(item: unknown, scope: Bindings, page?: PageAllowance): Promise<ItemElements | Reject>;
}

const toElements = (value: unknown): readonly unknown[] => {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
};

const createLocator = (source: string) => {
  const selector = compileSelector(source);
  const path = selector && !selector.filter ? selector.path : undefined;
  return (item: unknown, elements: readonly unknown[], at: number): string => {
    if (path) return findMemberPointers(path, item)[at] ?? '';
    const element = elements[at];
    return typeof element === 'object' && element !== null ? (findObjectPointer(item, element) ?? '') : '';
  };
};

/** Compiles `each`. Throws EXPRESSION_SYNTAX. */
export function compileEach(source: string): CompiledEach {
  const expression = compileExpression(source);
  const interpret = interpreted(source);
  const locate = createLocator(source);
  const budget = budgetOf({});

  const collect = async (item: unknown, scope: Bindings, found: () => unknown): Promise<ItemElements | Reject> => {
    try {
      const elements = toElements(await found());
      return { kind: 'elements', elements, scope, pointerTo: (at) => locate(item, elements, at) };
    } catch (error) {
      return createReject(createFailedExpression('each', error), [], item);
    }
  };

  return {
    of(item, outer, page) {
      const scope = { ...outer, item };
      return collect(item, scope, () => expression.evaluate(item, scope, page));
    },
    ofInterpreted(item, outer, page) {
      const scope = { ...outer, item };
      refillBudget(budget, page);
      const meter = createMeter(restOfBudget(), page);
      return collect(item, scope, () => interpret(item, scope, meter)).finally(() => meter.settle());
    },
  };
}
