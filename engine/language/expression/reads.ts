import { memoizeByText } from '../../base/memoize/index.ts';
import type { Ast, CallNode, NodeOf, PathNode } from './ast.ts';
import { BUILTINS, isBuiltin } from './builtins.ts';
import { createExpressionSyntaxError } from './expression-error.ts';
import { parseExpression } from './parse.ts';

/** Reads of an expression: paths from its input and from each variable, and the built-in functions that it names. */
export interface Reads {
  readonly input: string[][];
  /** By name without `$`; the path `[]` is the whole value. */
  readonly variables: Record<string, string[][]>;
  /** True if no list of paths covers the reads of the input: `$`, `*` or `**` of the whole, `$eval`. */
  readonly wholeInput: boolean;
  readonly functions: string[];
}

/** Name in the text of an expression that reads a member of the input or of a variable. */
export interface ReadStep {
  /** Name of the variable without `$`; empty for the input. */
  readonly root: string;
  /** Path to the member, whose last element is the name. */
  readonly path: readonly string[];
  /** Offsets of the name in the text, with its quotes. */
  readonly start: number;
  readonly end: number;
}

/** Origin of a node's context: below the input (`''`), below a variable, or unknown. */
interface ContextPath {
  readonly root: string | undefined;
  readonly path: readonly string[];
}

interface Walk {
  readonly found: Map<string, Map<string, string[]>>;
  readonly steps: { readonly place: ContextPath; readonly end: number }[];
  readonly functions: Set<string>;
  readonly locals: ReadonlySet<string>;
}

const INPUT: ContextPath = { root: '', path: [] };
const NOWHERE: ContextPath = { root: undefined, path: [] };

const recordRead = (walk: Walk, place: ContextPath) => {
  if (place.root === undefined) return;
  const paths = walk.found.get(place.root) ?? new Map<string, string[]>();
  walk.found.set(place.root, paths.set(JSON.stringify(place.path), [...place.path]));
};

const childPath = (place: ContextPath, name: string): ContextPath => ({
  root: place.root,
  path: [...place.path, name],
});

const namePath = (node: NodeOf<'name'>, context: ContextPath, walk: Walk): ContextPath => {
  const place = childPath(context, node.value);
  if (node.position !== undefined) walk.steps.push({ place, end: node.position });
  return place;
};

const variablePath = (name: string, context: ContextPath, walk: Walk): ContextPath => {
  if (name === '') return context;
  if (name === '$') return INPUT;
  if (walk.locals.has(name)) return NOWHERE;
  if (isBuiltin(name)) {
    walk.functions.add(name);
    return NOWHERE;
  }
  return { root: name, path: [] };
};

/** Returns the origin of a step's value; also walks the reads of a step that is not just a name. */
const stepPath = (step: Ast, context: ContextPath, walk: Walk): ContextPath => {
  if (step.type === 'name') return namePath(step, context, walk);
  if (step.type === 'variable') return variablePath(step.value, context, walk);
  if (step.type === 'sort') {
    for (const term of step.terms) visit(term.expression, context, walk);
    return context;
  }
  if (step.type === 'parent') {
    recordRead(walk, { root: context.root, path: [] });
    return NOWHERE;
  }
  if (step.type === 'function' || step.type === 'wildcard' || step.type === 'descendant') recordRead(walk, context);
  const before = countReads(walk, context);
  visit(step, context, walk);
  // A step that reads nothing of its items still iterates over them.
  if (countReads(walk, context) === before) recordRead(walk, context);
  return NOWHERE;
};

const countReads = (walk: Walk, { root }: ContextPath) => (root === undefined ? 0 : (walk.found.get(root)?.size ?? 0));

const visitPath = (node: PathNode, context: ContextPath, walk: Walk) => {
  let place = context;
  for (const [at, step] of node.steps.entries()) {
    // As a later step a variable is read once per item.
    if (at > 0 && step.type === 'variable' && step.value !== '') recordRead(walk, place);
    const next = stepPath(step, place, walk);
    visitCarried(step, next, walk);
    if (step.focus === undefined) place = next;
    else recordRead(walk, next);
  }
  recordRead(walk, place);
  visitGroup(node, place, walk);
};

const visitGroup = (node: Ast, place: ContextPath, walk: Walk) => {
  for (const pair of node.group?.lhs ?? []) for (const part of pair) visit(part, place, walk);
};

const visitCarried = (node: Ast, place: ContextPath, walk: Walk) => {
  for (const stage of [...(node.stages ?? []), ...(node.predicate ?? [])]) {
    if (stage.type === 'filter') visit(stage.expr, place, walk);
  }
  if (node.type !== 'path') visitGroup(node, place, walk);
};

/** Number of arguments that a built-in needs so that it does not use its context as the first; 0 if it never does. */
const argumentsWithoutContext = (name: string) => {
  if (!isBuiltin(name)) return 0;
  const { definition } = BUILTINS[name].signature;
  const parameters = definition.slice(1, definition.lastIndexOf(':'));
  const marks = [...parameters.matchAll(/(?:\([a-z]+\)|[a-z])(?:<[^>]*>)?([-?+]?)/g)].map(([, mark]) => mark);
  return marks.includes('-') ? marks.filter((mark) => mark !== '?').length : 0;
};

const visitCall = (node: CallNode, context: ContextPath, walk: Walk) => {
  const { procedure } = node;
  const name = procedure.type === 'variable' ? procedure.value : '';
  if (name === 'eval') recordRead(walk, INPUT);
  if (node.arguments.length < argumentsWithoutContext(name)) recordRead(walk, context);
  visit(procedure, context, walk);
  for (const argument of node.arguments) visit(argument, context, walk);
};

const visitLambda = (node: NodeOf<'lambda'>, context: ContextPath, walk: Walk) => {
  const locals = new Set([...walk.locals, ...node.arguments.map((argument) => argument.value)]);
  if (node.signature?.definition.includes('-')) recordRead(walk, context);
  visit(node.body, context, { ...walk, locals });
};

const VISITS: { readonly [T in Ast['type']]: (node: NodeOf<T>, context: ContextPath, walk: Walk) => void } = {
  path: visitPath,
  name: (node, context, walk) => recordRead(walk, namePath(node, context, walk)),
  variable: (node, context, walk) => recordRead(walk, variablePath(node.value, context, walk)),
  wildcard: (_, context, walk) => recordRead(walk, context),
  descendant: (_, context, walk) => recordRead(walk, context),
  parent: (_, context, walk) => recordRead(walk, { root: context.root, path: [] }),
  string: () => undefined,
  number: () => undefined,
  value: () => undefined,
  regex: () => undefined,
  operator: () => undefined,
  binary: (node, context, walk) => [node.lhs, node.rhs].forEach((side) => void visit(side, context, walk)),
  unary: (node, context, walk) => {
    const pairs = (node.lhs ?? []).flat();
    for (const part of [...pairs, ...(node.expressions ?? [])]) visit(part, context, walk);
    if (node.expression) visit(node.expression, context, walk);
  },
  condition: (node, context, walk) => {
    for (const part of [node.condition, node.then, node.else]) if (part) visit(part, context, walk);
  },
  block: (node, context, walk) => node.expressions.forEach((part) => void visit(part, context, walk)),
  bind: (node, context, walk) => visit(node.rhs, context, walk),
  function: visitCall,
  partial: visitCall,
  lambda: visitLambda,
  apply: (node, context, walk) => [node.lhs, node.rhs].forEach((side) => void visit(side, context, walk)),
  sort: (node, context, walk) => node.terms.forEach((term) => void visit(term.expression, context, walk)),
  transform: (node, context, walk) => {
    for (const part of [node.pattern, node.update, node.delete]) if (part) visit(part, context, walk);
  },
};

const visit = (node: Ast, context: ContextPath, walk: Walk): void => {
  const visitNode = VISITS[node.type] as (node: Ast, context: ContextPath, walk: Walk) => void;
  visitNode(node, context, walk);
  visitCarried(node, NOWHERE, walk);
};

/** Collects every name that the expression binds: `$x := …`, `@$x`, `#$x`. Elsewhere they are not the caller's variables. */
const collectBoundNames = (node: unknown, names = new Set<string>()): Set<string> => {
  if (typeof node !== 'object' || node === null || node instanceof RegExp) return names;
  const { type, lhs, focus, index, value } = node as { [key: string]: unknown };
  if (type === 'bind') names.add((lhs as { value: string }).value);
  if (typeof focus === 'string') names.add(focus);
  if (typeof index === 'string') names.add(index);
  if (type === 'index' && typeof value === 'string') names.add(value);
  for (const child of Object.values(node)) collectBoundNames(child, names);
  return names;
};

const walkExpression = (ast: Ast): Walk => {
  try {
    const walk: Walk = { found: new Map(), steps: [], functions: new Set(), locals: collectBoundNames(ast) };
    visit(ast, INPUT, walk);
    return walk;
  } catch (error) {
    throw error instanceof RangeError ? createExpressionSyntaxError({ message: 'it is nested too deeply' }) : error;
  }
};

/**
 * Analyses the reads of `source` from its text: an over-approximation (a path read in one branch counts). Throws
 * EXPRESSION_SYNTAX.
 */
export const findReads: (source: string) => Reads = memoizeByText((source) => {
  const walk = walkExpression(parseExpression(source));
  const pathsOf = (root: string) => [...(walk.found.get(root)?.values() ?? [])];
  const names = [...walk.found.keys()].filter((name) => name !== '');
  const input = pathsOf('');
  return {
    input: input.filter((path) => path.length > 0),
    variables: Object.fromEntries(names.map((name) => [name, pathsOf(name)])),
    wholeInput: input.some((path) => path.length === 0),
    functions: [...walk.functions].sort(),
  };
});

const QUOTES: ReadonlySet<string> = new Set(['`', '"', "'"]);

/** Returns the offset at which a name starts that ends at `end`, quoted or not. */
const findStart = (source: string, name: string, end: number): number => {
  const last = source[end - 1] ?? '';
  return QUOTES.has(last) ? source.lastIndexOf(last, end - 2) : end - name.length;
};

/**
 * Returns the names in `source` that read members of its input and of variables that it does not bind, in the order of the
 * text. Throws EXPRESSION_SYNTAX.
 */
export function findReadSteps(source: string): readonly ReadStep[] {
  // jsonata copies the condition of `a ?: b`, so that a name can be visited twice.
  const byEnd = new Map<number, ReadStep>();
  for (const { place, end } of walkExpression(parseExpression(source)).steps) {
    const start = findStart(source, place.path.at(-1) ?? '', end);
    if (place.root !== undefined) byEnd.set(end, { root: place.root, path: place.path, start, end });
  }
  return [...byEnd.values()].sort((a, b) => a.start - b.start);
}
