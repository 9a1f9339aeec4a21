import type { Ast, PathNode } from './ast.ts';
import { parseExpression } from './parse.ts';

/** Selector that can be streamed: a path of names, and the predicate on the items at its end. */
export interface ParsedSelector {
  readonly path: string[];
  readonly predicate?: string;
}

const TRUTH_OPERATORS = new Set(['=', '!=', '<', '<=', '>', '>=', 'in', 'and', 'or']);
const TRUTH_FUNCTIONS = new Set(['boolean', 'contains', 'exists', 'not']);

// A predicate that may return a number selects by position, which needs the complete list.
const isTruthTest = (node: Ast): boolean => {
  if (node.predicate || node.group) return false;
  if (node.type === 'binary') return TRUTH_OPERATORS.has(node.value);
  if (node.type === 'function') return node.procedure.type === 'variable' && TRUTH_FUNCTIONS.has(node.procedure.value);
  return node.type === 'block' && node.expressions.length === 1 && node.expressions.every(isTruthTest);
};

// Inside a predicate `$$` is the whole page and `%` the parent of the list: neither is available while streaming.
const looksUpParent = (node: unknown): boolean => {
  if (typeof node !== 'object' || node === null) return false;
  const { type, value } = node as { type?: unknown; value?: unknown };
  if (type === 'parent' || (type === 'variable' && value === '$')) return true;
  return Object.values(node).some(looksUpParent);
};

const isPlainName = (step: Ast) =>
  step.type === 'name' && !step.stages && !step.keepArray && step.focus === undefined && step.index === undefined;

const stripPositions = (ast: Ast) =>
  JSON.stringify(ast, (key, value) =>
    key === 'position' ? undefined : value instanceof RegExp ? String(value) : value,
  );

const slicePredicate = (source: string, position: number, expr: Ast): string | undefined => {
  const end = source.lastIndexOf(']');
  if (position > end || source.slice(end + 1).trim() !== '') return undefined;
  const text = source.slice(position, end).trim();
  return stripPositions(parseExpression(text)) === stripPositions(expr) ? text : undefined;
};

const parseFiltered = (source: string, node: PathNode, path: string[]): ParsedSelector | undefined => {
  const last = node.steps.at(-1);
  const stage = last?.stages?.[0];
  if (last?.type !== 'name' || last.keepArray || last.focus !== undefined || last.index !== undefined) return undefined;
  if (last.stages?.length !== 1 || stage?.type !== 'filter' || !isTruthTest(stage.expr) || looksUpParent(stage.expr))
    return undefined;
  const predicate = slicePredicate(source, stage.position, stage.expr);
  return predicate === undefined ? undefined : { path, predicate };
};

/** Splits `a.b.c` or `a.b.c[truth]` for streaming; returns undefined for other selectors. Throws EXPRESSION_SYNTAX. */
export const parseSelector = (source: string): ParsedSelector | undefined => {
  const ast = parseExpression(source);
  if (ast.type !== 'path' || ast.group || ast.keepSingletonArray) return undefined;
  if (!ast.steps.slice(0, -1).every(isPlainName)) return undefined;
  const path = ast.steps.map((step) => (step.type === 'name' ? step.value : ''));
  const last = ast.steps.at(-1);
  return last && isPlainName(last) ? { path } : parseFiltered(source, ast, path);
};
