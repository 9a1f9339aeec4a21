import { findTextDefect, type Json } from '../../base/json/index.ts';
import type { NextPosition, Stuck } from './paginator.ts';

type Token =
  | Exclude<NextPosition, { kind: 'invalid' }>
  | ({ readonly kind: 'invalid' } & Extract<Stuck, { code: 'CURSOR_UNUSABLE' }>);

const createInvalid = (problem: string): Token => ({
  kind: 'invalid',
  code: 'CURSOR_UNUSABLE',
  details: { problem },
});

// Some vendors send false, "" or {} on the last page.
const isAbsent = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** Parses the next token from the result of an expression or a header: any JSON value. */
export function parseToken(value: unknown): Token {
  if (isAbsent(value)) return { kind: 'none' };
  if (value === true) return createInvalid('the boolean true');
  if (typeof value === 'number' && !Number.isFinite(value)) return createInvalid('a number that JSON cannot represent');
  const defect = findTextDefect(value as Json);
  if (defect !== undefined) return createInvalid(`a text with invalid Unicode (${defect.problem})`);
  return { kind: 'at', at: value as Json };
}

// Digits that a double may round: 16 or more.
const WIDE = /^-?(?=(?:\.?\d){16})\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$|^-?\d+(?:\.\d+)?[eE]\+?\d{3,}$/;

/** Returns the texts in a position that may be numbers of the vendor: parsing keeps large numbers as text. */
export function findWideDigits(at: Json): string[] {
  if (typeof at === 'string') return WIDE.test(at) ? [at] : [];
  return typeof at === 'object' && at !== null ? Object.values(at as object).flatMap(findWideDigits) : [];
}
