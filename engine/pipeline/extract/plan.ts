import { compileExpression, compileSelector, type Expression } from '../../language/expression/index.ts';

/** How the items are found in a page. */
export interface ExtractionPlan {
  /** The selector as written. */
  readonly records: string;
  /** The keys that lead to the list, when the selector is a plain path; a filter may follow it. */
  readonly path?: readonly string[];
  /** What gives the list from the whole page, before the filter. */
  readonly list: Expression;
  readonly filter?: Expression;
  /** When a page without a list is a page without items. */
  readonly absentWhen?: Expression;
}

/** Takes the `records` and `absentWhen` of a manifest; throws EXPRESSION_SYNTAX. */
export function compilePlan(records: string, absentWhen: string | undefined): ExtractionPlan {
  const absent = absentWhen === undefined ? {} : { absentWhen: compileExpression(absentWhen) };
  if (records.trim() === '$') return { records, path: [], list: compileExpression('$'), ...absent };
  const selector = compileSelector(records);
  if (selector === undefined) return { records, list: compileExpression(records), ...absent };
  // In JSONata, a text as a later step of a path is a name; this quotes any name.
  const list = compileExpression(['$', ...selector.path.map((name) => JSON.stringify(name))].join('.'));
  return { records, ...selector, list, ...absent };
}
