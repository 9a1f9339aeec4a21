import type { NextPosition, Stuck } from './paginator.ts';

const describeKind = (value: unknown): string => (Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`);

type Token =
  | Exclude<NextPosition, { kind: 'unusable' }>
  | ({ readonly kind: 'unusable' } & Extract<Stuck, { code: 'CURSOR_UNUSABLE' }>);

const createUnusable = (problem: string): Token => ({
  kind: 'unusable',
  code: 'CURSOR_UNUSABLE',
  details: { problem },
});

/** What an expression or a header gave as the next token: nothing, a text or a number, or of no use. */
export function parseToken(value: unknown): Token {
  // Some vendors say false or "" where there is no next page.
  if (value === undefined || value === null || value === '' || value === false) return { kind: 'none' };
  if (typeof value === 'string' && !value.isWellFormed()) return createUnusable('a text that is damaged');
  if (typeof value === 'string' || typeof value === 'number') return { kind: 'at', at: value };
  return createUnusable(describeKind(value));
}
