import type { Ast } from './ast.ts';
import { linearRegex } from './regex/linear.ts';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Values that JSON cannot represent: a regular expression, and a signature with its check. */
const isLost = (value: unknown) =>
  value instanceof RegExp || (isFields(value) && typeof value['validate'] === 'function');

// The original may have become a tail call and its copy not; inside nested functions both have.
const withoutThunk = (value: unknown): unknown => (isFields(value) && value['thunk'] === true ? value['body'] : value);

const LABELS = new Set(['slot', 'ancestor', 'seekingParent']);

/** Returns true if `copy` was made from `original` through JSON. */
const isCopy = (made: unknown, given: unknown): boolean => {
  const [copy, original] = [withoutThunk(made), withoutThunk(given)];
  if (!isFields(original) || isLost(original))
    return isFields(copy) === isFields(original) && (isFields(copy) || copy === original);
  if (!isFields(copy)) return false;
  return Object.keys(original).every((key) => LABELS.has(key) || isCopy(copy[key], original[key]));
};

const restoreFields = (made: Fields, given: unknown): void => {
  const [copy, original] = [withoutThunk(made), withoutThunk(given)];
  if (!isFields(copy) || !isFields(original)) return;
  for (const key of Object.keys(original)) {
    const [mine, theirs] = [copy[key], original[key]];
    if (isLost(theirs)) copy[key] = theirs;
    else if (isFields(mine)) restoreFields(mine, theirs);
  }
};

/** Copies of `a` in `a ?: b` and `a ?? b`. */
const findCopy = (node: Fields): unknown => {
  const { condition } = node;
  if (!isFields(condition) || isCopy(condition, node['then'])) return condition;
  const args = condition['arguments'];
  return Array.isArray(args) && args.length === 1 ? args[0] : condition;
};

const restoreCondition = (node: Fields) => {
  const copy = findCopy(node);
  if (isFields(copy) && isCopy(copy, node['then'])) restoreFields(copy, node['then']);
};

const positionOf = ({ position }: Fields) => (typeof position === 'number' ? position : undefined);

/** Replaces each regular expression with its linear form. */
const linearize = (node: Fields) => {
  if (node['type'] === 'regex' && node['value'] instanceof RegExp)
    node['value'] = linearRegex(node['value'], positionOf(node));
};

/**
 * Makes every regular expression in the tree linear (throws REGEX_NOT_LINEAR), and restores, in place, what jsonata 2.2.2 loses: it copies the condition of `a ?: b` and `a ?? b` from `a` through
 * JSON, after which a regular expression in it matches incorrectly or forever, and a signature fails.
 */
export const repairAst = (ast: Ast): Ast => {
  const open: unknown[] = [ast];
  // Iterative: jsonata parses expressions that are nested too deeply for recursion here.
  while (open.length > 0) {
    const node = open.pop();
    if (!isFields(node) || isLost(node)) continue;
    if (node['type'] === 'condition') restoreCondition(node);
    linearize(node);
    for (const child of Object.values(node)) open.push(child);
  }
  return ast;
};
