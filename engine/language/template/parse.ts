// Only the parser: the compiler and its source maps would be 40 more modules at each start.
import { parse } from 'handlebars/dist/cjs/handlebars/compiler/base.js';
import { type EngineError, engineError } from '../../base/errors/index.ts';
import { memoizeByText } from '../../base/memoize/index.ts';
import { findHelper, HELPERS } from './helpers.ts';
import {
  createUnknownNameError,
  findValue,
  openValue,
  type RenderOptions,
  type TemplateScope,
} from './template-scope.ts';

/** Evaluates the content of a `{{…}}`; returns undefined where a name has no value. */
export type Evaluate = (scope: TemplateScope, options: RenderOptions) => unknown;

/** Name in the text of a template. */
export interface TemplateName {
  readonly path: readonly string[];
  /** Offsets of the dotted path in the text. */
  readonly start: number;
  readonly end: number;
}

/** One `{{…}}` of a template. */
export interface Mustache {
  /** First name that it reads, for messages. */
  readonly name: string;
  readonly names: readonly (readonly string[])[];
  readonly evaluate: Evaluate;
}

/** State while parsing one `{{…}}`. */
interface ParseState {
  readonly source: string;
  readonly names: string[][];
}

/** Creates TEMPLATE_SYNTAX at a character of the template, counted from 0. */
export const createTemplateSyntaxError = (problem: string, position: number): EngineError =>
  engineError('TEMPLATE_SYNTAX', { problem, position });

/** Parses a template into literal texts and `{{…}}`, in order. Throws TEMPLATE_SYNTAX for anything but names and helpers. */
export const parseTemplate: (source: string) => readonly (string | Mustache)[] = memoizeByText((source) => {
  if (!source.includes('{{')) return source === '' ? [] : [source];
  return parseStatements(source).flatMap((statement): (string | Mustache)[] => {
    if (statement.type === 'ContentStatement') return [(statement as hbs.AST.ContentStatement).value];
    if (statement.type === 'CommentStatement') return [];
    return [parseMustache(statement, source)];
  });
});

/** Handlebars takes time quadratic in the length. */
const LONGEST = 10_000;

const parseStatements = (source: string): readonly hbs.AST.Statement[] => {
  if (source.length > LONGEST) throw createTemplateSyntaxError(`it is longer than ${LONGEST} characters`, LONGEST);
  try {
    return parse(source).body;
  } catch {
    // Handlebars' own message lists its tokens and quotes the text; ours reports the position.
    throw createTemplateSyntaxError(
      'expected a name or a helper with its arguments between {{ and }}',
      findFault(source),
    );
  }
};

/** Returns the position of the first `{{…}}` that is invalid on its own. */
const findFault = (source: string): number => {
  let open = source.indexOf('{{');
  while (open !== -1) {
    const close = source.indexOf('}}', open);
    if (close === -1 || !parses(source.slice(open, close + 2))) return open;
    open = source.indexOf('{{', close);
  }
  return 0;
};

const parses = (source: string): boolean => {
  try {
    return parse(source).type === 'Program';
  } catch {
    return false;
  }
};

const NOT_PLAIN: Readonly<Record<string, string>> = {
  BlockStatement: 'blocks such as {{#if}} are not supported; use "when" on a clause',
  PartialStatement: 'partials are not supported',
  PartialBlockStatement: 'partials are not supported',
  Decorator: 'decorators are not supported',
  DecoratorBlock: 'decorators are not supported',
};

const parseMustache = (statement: hbs.AST.Statement, source: string): Mustache => {
  const position = findPosition(statement.loc.start, source);
  const problem = NOT_PLAIN[statement.type];
  if (problem) throw createTemplateSyntaxError(problem, position);
  const { escaped, path, params, hash } = statement as hbs.AST.MustacheStatement;
  if (!escaped) throw createTemplateSyntaxError('{{{ and {{& are not supported: values are always escaped', position);
  const reading: ParseState = { source, names: [] };
  const isCall = params.length > 0 || hash !== undefined;
  const evaluate = isCall
    ? parseCall({ ...statement, path, params, hash } as hbs.AST.SubExpression, reading)
    : parseOperand(path, reading);
  return { name: reading.names[0]?.join('.') ?? source, names: reading.names, evaluate };
};

const parseCall = (node: hbs.AST.SubExpression, reading: ParseState): Evaluate => {
  const position = findPosition(node.loc.start, reading.source);
  const { original } = node.path;
  const helper = findHelper(original);
  if (!helper) {
    throw createTemplateSyntaxError(
      `unknown helper "${original}"; use one of ${Object.keys(HELPERS).join(', ')}`,
      position,
    );
  }
  if (node.hash) throw createTemplateSyntaxError('named arguments (a=b) are not supported', position);
  const { length } = node.params;
  if (length < helper.least || length > helper.most)
    throw createTemplateSyntaxError(`expected ${helper.usage}`, position);
  const operands = node.params.map((parameter) => {
    const evaluate = parseOperand(parameter, reading);
    return helper.lenient ? evaluate : requireValue(evaluate, getName(parameter));
  });
  return (scope, options) => helper.apply(operands.map((evaluate) => evaluate(scope, options)));
};

const getName = (node: hbs.AST.Expression): string =>
  (node as hbs.AST.PathExpression).original ?? (node as hbs.AST.SubExpression).path.original;

/** Wraps `evaluate` to throw TEMPLATE_NAME_UNKNOWN where there is no value. */
export const requireValue =
  (evaluate: Evaluate, name: string): Evaluate =>
  (scope, options) => {
    const value = evaluate(scope, options);
    if (value === undefined || value === null) throw createUnknownNameError(name);
    return value;
  };

const LITERALS = new Set(['StringLiteral', 'NumberLiteral', 'BooleanLiteral']);

const parseOperand = (node: hbs.AST.Expression, reading: ParseState): Evaluate => {
  if (node.type === 'PathExpression') return parseName(node as hbs.AST.PathExpression, reading);
  if (node.type === 'SubExpression') return parseCall(node as hbs.AST.SubExpression, reading);
  if (!LITERALS.has(node.type))
    throw createTemplateSyntaxError(
      'null and undefined are not supported',
      findPosition(node.loc.start, reading.source),
    );
  const { value } = node as hbs.AST.StringLiteral;
  return () => value;
};

const parseName = (node: hbs.AST.PathExpression, { source, names }: ParseState): Evaluate => {
  const { data, depth, original } = node;
  const path = node.parts as string[];
  if (data || depth > 0 || path.length === 0 || /^this\b/.test(original)) {
    throw createTemplateSyntaxError(
      'names start with settings, cursor, …; @, this and .. are not supported',
      findPosition(node.loc.start, source),
    );
  }
  names.push(path);
  const whole = path.join('.');
  return (scope, options) => openValue(findValue(scope, path), whole, options);
};

/** Returns the offset in `source` of a position, which Handlebars states as line and column. */
const findPosition = ({ line, column }: hbs.AST.Position, source: string): number => {
  const before = source.split('\n').slice(0, line - 1);
  return before.reduce((offset, text) => offset + text.length + 1, column);
};

function* visitNames(node: unknown, source: string): Generator<TemplateName> {
  if (typeof node !== 'object' || node === null) return;
  const { type, loc, parts } = node as hbs.AST.PathExpression;
  if (type === 'PathExpression' && loc)
    yield { path: parts as string[], start: findPosition(loc.start, source), end: findPosition(loc.end, source) };
  else for (const child of Object.values(node)) yield* visitNames(child, source);
}

/** Returns the names in the text of a template, in its order; helpers are included. Throws TEMPLATE_SYNTAX. */
export const findTemplateNames = (source: string): readonly TemplateName[] => {
  if (!source.includes('{{')) return [];
  return [...visitNames(parseStatements(source), source)];
};
