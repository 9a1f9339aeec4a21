import { formatList, formatSuggestion } from '../base/suggestion/index.ts';
import type { Manifest } from './types.generated.ts';

/** Problem of a filter, with its character offset. */
export interface FilterProblem {
  readonly problem: string;
  readonly position: number;
}

interface Token {
  readonly kind: 'open' | 'close' | 'comma' | 'text' | 'word' | 'literal';
  readonly text: string;
  readonly at: number;
}

const TOKEN = /\s*(?:(\()|(\))|(,)|('(?:[^']|'')*')|([A-Za-z_][\w./]*(?![\w:.-]))|([-+]?[\w:.+-]+))/y;
const COMPARISONS = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'has', 'in']);
const CONSTANTS = new Set(['true', 'false', 'null']);
const KINDS = ['open', 'close', 'comma', 'text', 'word', 'literal'] as const;

function tokenize(text: string): Token[] | FilterProblem {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) {
      const start = at + text.slice(at).search(/\S/);
      return {
        problem: text[start] === "'" ? 'unclosed quote' : `unexpected "${text[start]}"`,
        position: start,
      };
    }
    const index = match.slice(1).findIndex((group) => group !== undefined);
    const found = match[index + 1] ?? '';
    tokens.push({ kind: KINDS[index] ?? 'literal', text: found, at: pattern.lastIndex - found.length });
  }
  return tokens;
}

/** Recursive-descent parser of the subset of OData's `$filter` (4.01 §5.1.1) that vendors' REST APIs accept. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #length: number;
  #next = 0;
  /** Field names of the operands read so far. */
  readonly fields: Token[] = [];

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = tokens;
    this.#length = length;
  }

  problem(): FilterProblem | undefined {
    return this.#either() ?? (this.#peek() ? this.#unexpected() : undefined);
  }

  #peek = (): Token | undefined => this.#tokens[this.#next];

  #isWord(...words: string[]): boolean {
    const token = this.#peek();
    return token?.kind === 'word' && words.includes(token.text.toLowerCase());
  }

  #unexpected(expected = 'the end'): FilterProblem {
    const token = this.#peek();
    if (!token) return { problem: `unexpected end: expected ${expected}`, position: this.#length };
    return { problem: `unexpected "${token.text}": expected ${expected}`, position: token.at };
  }

  #either(): FilterProblem | undefined {
    for (;;) {
      const problem = this.#condition();
      if (problem) return problem;
      if (!this.#isWord('and', 'or')) return undefined;
      this.#next += 1;
    }
  }

  #condition(): FilterProblem | undefined {
    while (this.#isWord('not')) this.#next += 1;
    if (this.#peek()?.kind === 'open') return this.#group(() => this.#either());
    const call = this.#tokens[this.#next + 1]?.kind === 'open';
    const problem = this.#operand();
    if (problem) return problem;
    const token = this.#peek();
    if (token?.kind !== 'word' || !COMPARISONS.has(token.text.toLowerCase())) {
      return call ? undefined : this.#unexpected('a comparison (eq, ne, gt, ge, lt, le)');
    }
    this.#next += 1;
    return token.text.toLowerCase() === 'in' ? this.#list() : this.#operand();
  }

  #list(): FilterProblem | undefined {
    return this.#peek()?.kind === 'open'
      ? this.#group(() => this.#operands())
      : this.#unexpected('a list in parentheses');
  }

  #group(inside: () => FilterProblem | undefined): FilterProblem | undefined {
    const open = this.#peek();
    this.#next += 1;
    const problem = inside();
    if (problem) return problem;
    if (this.#peek()?.kind !== 'close') {
      return this.#peek() ? this.#unexpected('")"') : { problem: 'unclosed parenthesis', position: open?.at ?? 0 };
    }
    this.#next += 1;
    return undefined;
  }

  #operands(): FilterProblem | undefined {
    for (;;) {
      const problem = this.#operand();
      if (problem) return problem;
      if (this.#peek()?.kind !== 'comma') return undefined;
      this.#next += 1;
    }
  }

  #operand(): FilterProblem | undefined {
    const token = this.#peek();
    const fits = token?.kind === 'text' || token?.kind === 'literal' || token?.kind === 'word';
    if (!token || !fits || this.#isWord('and', 'or', 'not') || COMPARISONS.has(token.text))
      return this.#unexpected('a field or a value');
    this.#next += 1;
    if (token.kind !== 'word') return undefined;
    if (this.#peek()?.kind === 'open') return this.#group(() => this.#operands());
    if (!CONSTANTS.has(token.text.toLowerCase())) this.fields.push(token);
    return undefined;
  }
}

/** Bounds the recursion depth of the parser. */
const MOST_CHARACTERS = 4000;

function findODataProblem(text: string): FilterProblem | undefined {
  const parsed = parseOData(text);
  return parsed instanceof Parser ? parsed.problem() : parsed;
}

function parseOData(text: string): Parser | FilterProblem {
  if (text.length > MOST_CHARACTERS)
    return { problem: `the filter is longer than ${MOST_CHARACTERS} characters`, position: MOST_CHARACTERS };
  const tokens = tokenize(text);
  return Array.isArray(tokens) ? new Parser(tokens, text.length) : tokens;
}

const SYNTAXES = { odata: findODataProblem, text: () => undefined } as const;

/**
 * Returns the first syntax problem of a user's filter, or undefined if it is a complete expression. Only a complete
 * expression can be combined with other clauses without changing their meaning.
 */
export const findFilterProblem = (syntax: keyof typeof SYNTAXES, text: string): FilterProblem | undefined =>
  SYNTAXES[syntax](text);

/** Issue of a filter that is being typed. A field that the manifest does not list is a warning: its list may lack some. */
export interface FilterIssue {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
  /** Offset in characters. */
  readonly position: number;
}

type FilterSpec = NonNullable<Manifest['filters']>[string];

/** Returns the issues of a filter that is being typed: the first syntax problem, and the fields that the manifest does not list. */
export function findFilterIssues({ syntax, fields = [], examples }: FilterSpec, text: string): readonly FilterIssue[] {
  const parsed = syntax === 'odata' && text.trim() !== '' ? parseOData(text) : undefined;
  if (!parsed) return [];
  const problem = parsed instanceof Parser ? parsed.problem() : parsed;
  const known = fields.map(({ label }) => label);
  const unknown = parsed instanceof Parser ? parsed.fields.filter((one) => !known.includes(one.text)) : [];
  const isOpen = (at: number) => problem !== undefined && at >= problem.position;
  return [
    ...(known.length === 0 ? [] : unknown.filter(({ at }) => !isOpen(at))).map(
      ({ text: field, at }): FilterIssue => ({
        severity: 'warning',
        message: `unknown field "${field}"`,
        fix: `Use one of: ${formatList(known)}. Put texts in single quotes.${formatSuggestion(field, known)}`,
        position: at,
      }),
    ),
    ...(problem
      ? [
          {
            severity: 'error' as const,
            message: `${problem.problem} at character ${problem.position + 1}`,
            fix: `Complete the filter, for example: ${examples[0] ?? ''}`,
            position: problem.position,
          },
        ]
      : []),
  ];
}
