import {
  compileExpression,
  compileSelector,
  type Expression,
  findListSources,
} from '../../language/expression/index.ts';

/** Compiled selection of a page's items. */
export interface ExtractionPlan {
  /** Selector as written in the manifest. */
  readonly records: string;
  /** Keys of the path to the list if the selector is a plain path, with or without a filter. */
  readonly path?: readonly string[];
  /** Selects the list from the whole page, before the filter. */
  readonly list: Expression;
  readonly filter?: Expression;
  /** Paths of the lists from which the selector selects, if it is not a plain path. */
  readonly sources: readonly (readonly string[])[];
  /** Condition under which a page without a list is an empty page. */
  readonly absentWhen?: Expression;
}

/** Compiles `records` and `absentWhen` of a manifest. Throws EXPRESSION_SYNTAX. */
export function compilePlan(records: string, absentWhen: string | undefined): ExtractionPlan {
  const absent = absentWhen === undefined ? {} : { absentWhen: compileExpression(absentWhen) };
  if (records.trim() === '$') return { records, path: [], list: compileExpression('$'), sources: [], ...absent };
  const selector = compileSelector(records);
  if (selector === undefined)
    return { records, list: compileExpression(records), sources: findListSources(records), ...absent };
  // In JSONata, a string as a later step of a path is a name, so this quotes any name.
  const list = compileExpression(['$', ...selector.path.map((name) => JSON.stringify(name))].join('.'));
  return { records, ...selector, list, sources: [selector.path], ...absent };
}
