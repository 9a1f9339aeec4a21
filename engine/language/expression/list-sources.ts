import { memoizeByText } from '../../base/memoize/index.ts';
import type { Ast, CallNode, NodeOf } from './ast.ts';
import { parseExpression } from './parse.ts';

type Paths = readonly (readonly string[])[];

/** Returns the names with which a path begins. A leading call or block is the source itself. */
const findPathSources = ({ steps }: NodeOf<'path'>): Paths => {
  const [first] = steps;
  if (first && first.type !== 'name' && first.type !== 'variable') return findSources(first);
  const names: string[] = [];
  for (const step of steps) {
    // `$` and `$$` at the beginning are the page.
    if (step.type === 'variable' && names.length === 0 && (step.value === '' || step.value === '$')) continue;
    if (step.type !== 'name') break;
    names.push(step.value);
  }
  return names.length === 0 ? [] : [names];
};

const SOURCES: { readonly [T in Ast['type']]?: (node: NodeOf<T>) => Paths } = {
  path: findPathSources,
  name: ({ value }) => [[value]],
  function: (node: CallNode) => node.arguments.flatMap(findSources),
  condition: (node) => [node.then, node.else].flatMap((part) => (part ? findSources(part) : [])),
  block: (node) => {
    const last = node.expressions.at(-1);
    return last ? findSources(last) : [];
  },
  apply: ({ lhs }) => findSources(lhs),
};

const findSources = (node: Ast): Paths => (SOURCES[node.type] as ((node: Ast) => Paths) | undefined)?.(node) ?? [];

/**
 * Returns the paths of the lists from which an expression selects its result: `data.items` for `data.items.{…}`, for
 * `data.items[a = 1]` and for `$map(data.items, …)`. Throws EXPRESSION_SYNTAX.
 */
export const findListSources: (source: string) => Paths = memoizeByText((source) =>
  findSources(parseExpression(source)),
);
