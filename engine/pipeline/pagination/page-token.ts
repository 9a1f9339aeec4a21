import type { NextPosition, Stuck } from './paginator.ts';

const describeKind = (value: unknown): string => (Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`);

type Token =
  | Exclude<NextPosition, { kind: 'invalid' }>
  | ({ readonly kind: 'invalid' } & Extract<Stuck, { code: 'CURSOR_UNUSABLE' }>);

const createInvalid = (problem: string): Token => ({
  kind: 'invalid',
  code: 'CURSOR_UNUSABLE',
  details: { problem },
});

/** Parses the next token from the result of an expression or a header. */
export function parseToken(value: unknown): Token {
  // Some vendors send false or "" on the last page.
  if (value === undefined || value === null || value === '' || value === false) return { kind: 'none' };
  if (typeof value === 'string' && !value.isWellFormed()) return createInvalid('a text with invalid Unicode');
  if (typeof value === 'string' || typeof value === 'number') return { kind: 'at', at: value };
  return createInvalid(describeKind(value));
}
