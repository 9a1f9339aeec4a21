import { refuse } from '../untranslatable.ts';

export interface Token {
  readonly type: 'name' | 'string' | 'number' | 'symbol' | 'end';
  readonly text: string;
}

/** Piece of a template: a literal text, or the tokens of an expression or a statement. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output' | 'statement'; readonly tokens: readonly Token[] };

const TOKEN =
  /\s+|([A-Za-z_][A-Za-z0-9_]*)|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|(\*\*|\/\/|==|!=|<=|>=|[-+*/%~<>()[\]{},.:|=])/y;

/** Limits of one expression: the parser and the translation are recursive. */
const MAX_DEPTH = 50;
const MAX_TOKENS = 1000;
const MAX_PIECES = 300;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };

/** Returns the text of a string literal. Unknown escapes keep their backslash, as in Python. */
const unquote = (literal: string): string =>
  literal.slice(1, -1).replaceAll(/\\([\s\S])/g, (whole, char: string) => ESCAPES[char] ?? whole);

function toToken([, name, number, literal, symbol]: RegExpExecArray): Token | undefined {
  if (name !== undefined) return { type: 'name', text: name };
  if (number !== undefined) return { type: 'number', text: number };
  if (literal !== undefined) return { type: 'string', text: unquote(literal) };
  return symbol === undefined ? undefined : { type: 'symbol', text: symbol };
}

/** Finds where an expression or a statement ends: at `close` outside of literals and braces. Returns its tokens. */
function readTokens(source: string, start: number, close: string): { tokens: Token[]; end: number; trims: boolean } {
  const tokens: Token[] = [];
  let [at, depth] = [start, 0];
  while (at < source.length) {
    const ahead = source.slice(at, at + 3);
    if (depth === 0 && ahead.startsWith(close)) return { tokens, end: at + 2, trims: false };
    if (depth === 0 && (ahead === `-${close}` || ahead === `+${close}`))
      return { tokens, end: at + 3, trims: ahead.startsWith('-') };
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source) ?? refuse(`the template has an unexpected character at ${at}`);
    at = TOKEN.lastIndex;
    const token = toToken(match);
    if (token === undefined) continue;
    if (depth > MAX_DEPTH || tokens.length > MAX_TOKENS) refuse('the template has an expression that is too long');
    if (token.type === 'symbol') depth += '([{'.includes(token.text) ? 1 : ')]}'.includes(token.text) ? -1 : 0;
    tokens.push(token);
  }
  return refuse('the template has an expression without an end');
}

const OPEN = /\{\{[-+]?|\{%[-+]?|\{#[\s\S]*?(?:#\}|$)/g;

/** Splits a template into literal texts, expressions and statements. */
export function splitTemplate(source: string): Piece[] {
  const pieces: Piece[] = [];
  let [at, trims] = [0, false];
  const addText = (text: string, trimsEnd: boolean) => {
    const start = trims ? text.trimStart() : text;
    const trimmed = trimsEnd ? start.trimEnd() : start;
    if (trimmed !== '') pieces.push({ kind: 'text', text: trimmed });
  };
  for (;;) {
    OPEN.lastIndex = at;
    const open = OPEN.exec(source);
    if (pieces.length > MAX_PIECES) refuse('the template has too many expressions');
    addText(source.slice(at, open?.index ?? source.length), open?.[0].endsWith('-') === true);
    if (open === null) return pieces;
    [at, trims] = [OPEN.lastIndex, false];
    if (open[0].startsWith('{#')) continue;
    const isOutput = open[0].startsWith('{{');
    const read = readTokens(source, at, isOutput ? '}}' : '%}');
    pieces.push({ kind: isOutput ? 'output' : 'statement', tokens: read.tokens });
    [at, trims] = [read.end, read.trims];
  }
}
