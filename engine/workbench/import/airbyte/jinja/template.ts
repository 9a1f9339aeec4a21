import { refuse } from '../untranslatable.ts';
import { constant, type JinjaNode } from './ast.ts';
import { expectEnd, parseExpression, type Reader, take, takeName } from './parse.ts';
import { type Piece, splitTemplate } from './tokens.ts';

/** Pieces with a position, and the values of `{% set %}` so far. */
interface Body {
  readonly pieces: readonly Piece[];
  at: number;
  readonly values: ReadonlyMap<string, JinjaNode>;
}

const createReader = ({ tokens }: Extract<Piece, { tokens: unknown }>, from = 0): Reader => ({ tokens, at: from });

/** Replaces the names of `{% set %}` by their values. */
function substitute(node: JinjaNode, values: ReadonlyMap<string, JinjaNode>): JinjaNode {
  if (values.size === 0) return node;
  if (node.kind === 'name') return values.get(node.name) ?? node;
  return mapChildren(node, (child) => substitute(child, values));
}

const mapNamed = (named: Readonly<Record<string, JinjaNode>>, change: (node: JinjaNode) => JinjaNode) =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name, change(value)]));

/** Rebuilds a node with changed children. */
export function mapChildren(node: JinjaNode, change: (node: JinjaNode) => JinjaNode): JinjaNode {
  switch (node.kind) {
    case 'const':
    case 'name':
      return node;
    case 'item':
      return { ...node, of: change(node.of), key: change(node.key) };
    case 'slice':
      return {
        ...node,
        of: change(node.of),
        ...(node.start ? { start: change(node.start) } : {}),
        ...(node.end ? { end: change(node.end) } : {}),
      };
    case 'call':
    case 'filter':
    case 'test':
      return { ...node, of: change(node.of), args: node.args.map(change), named: mapNamed(node.named, change) };
    case 'binary':
      return { ...node, left: change(node.left), right: change(node.right) };
    case 'not':
    case 'negative':
      return { ...node, of: change(node.of) };
    case 'choice':
      return {
        ...node,
        test: change(node.test),
        yes: change(node.yes),
        ...(node.otherwise ? { otherwise: change(node.otherwise) } : {}),
      };
    case 'list':
      return { ...node, members: node.members.map(change) };
    case 'dict':
      return { ...node, members: node.members.map(([key, value]) => [change(key), change(value)] as const) };
    case 'text':
      return { ...node, parts: node.parts.map(change) };
  }
}

function parseOutput(piece: Extract<Piece, { tokens: unknown }>, { values }: Body): JinjaNode {
  const reader = createReader(piece);
  const node = parseExpression(reader);
  expectEnd(reader);
  return substitute(node, values);
}

/** Returns the keyword of a statement. */
const getKeyword = (piece: Piece | undefined): string =>
  piece?.kind === 'statement' ? (piece.tokens[0]?.text ?? '') : '';

/** Parses `{% set name = value %}`. Returns the values after it. */
function parseSet(piece: Extract<Piece, { tokens: unknown }>, body: Body): ReadonlyMap<string, JinjaNode> {
  const reader = createReader(piece, 1);
  const name = takeName(reader);
  if (!take(reader, '=')) refuse('the template assigns more than one name');
  const value = substitute(parseExpression(reader), body.values);
  expectEnd(reader);
  return new Map([...body.values, [name, value]]);
}

/** Parses `{% if %}` up to its `{% endif %}`. The position is after the first statement. */
function parseChoice(piece: Extract<Piece, { tokens: unknown }>, body: Body): JinjaNode {
  const reader = createReader(piece, 1);
  const test = substitute(parseExpression(reader), body.values);
  expectEnd(reader);
  const yes = parseParts(body);
  const next = body.pieces[body.at];
  const keyword = getKeyword(next);
  body.at += 1;
  if (keyword === 'elif' && next?.kind === 'statement')
    return { kind: 'choice', test, yes, otherwise: parseChoice(next, body) };
  if (keyword !== 'else') return { kind: 'choice', test, yes, otherwise: constant('') };
  const otherwise = parseParts(body);
  body.at += 1;
  return { kind: 'choice', test, yes, otherwise };
}

const ENDS: ReadonlySet<string> = new Set(['else', 'elif', 'endif']);

/** Parses pieces until the end of the branch that they belong to. */
function parseParts(body: Body): JinjaNode {
  const parts: JinjaNode[] = [];
  let inner = body;
  while (inner.at < inner.pieces.length) {
    const piece = inner.pieces[inner.at];
    const keyword = getKeyword(piece);
    if (ENDS.has(keyword)) break;
    inner.at += 1;
    if (piece?.kind === 'text') parts.push(constant(piece.text));
    else if (piece?.kind === 'output') parts.push(parseOutput(piece, inner));
    else if (keyword === 'if' && piece) parts.push(parseChoice(piece, inner));
    else if (keyword === 'set' && piece) inner = { ...inner, values: parseSet(piece, inner) };
    else refuse(`the template contains {% ${keyword} %}`);
  }
  body.at = inner.at;
  return joinParts(parts);
}

const isBlank = (node: JinjaNode): boolean =>
  node.kind === 'const' && typeof node.value === 'string' && node.value.trim() === '';

/** Returns one part as it is, so that its value keeps its type; white space around it has no meaning then. */
function joinParts(parts: readonly JinjaNode[]): JinjaNode {
  const visible = parts.filter((part) => !isBlank(part));
  if (visible.length === 1 && visible[0] && visible[0].kind !== 'const') return visible[0];
  if (parts.every((part) => part.kind === 'const')) return constant(parts.map((part) => part.value).join(''));
  return { kind: 'text', parts };
}

/** Returns true for a text that contains an expression or a statement. */
export const isTemplate = (source: string): boolean => /\{\{|\{%|\{#/.test(source);

/** Parses a template to one expression; a text without expressions becomes a constant. */
export function parseJinja(source: string): JinjaNode {
  if (!isTemplate(source)) return constant(source);
  // Like Jinja, which drops one line break at the end.
  const body: Body = { pieces: splitTemplate(source.replace(/\n$/, '')), at: 0, values: new Map() };
  const node = parseParts(body);
  if (body.at < body.pieces.length) refuse(`the template has an unexpected {% ${getKeyword(body.pieces[body.at])} %}`);
  return node;
}
