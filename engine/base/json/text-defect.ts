import type { Json } from './types.ts';

/** Something in a value that must not be stored: where, and what. */
export interface TextDefect {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

/**
 * The first text in `value`, keys included, that a database refuses: with a NUL or half a surrogate pair. The value must
 * not nest too deep to be walked.
 */
export function findTextDefect(value: Json, path: readonly (string | number)[] = []): TextDefect | undefined {
  if (typeof value === 'string') return findDefectIn(value, path);
  if (typeof value !== 'object' || value === null) return undefined;
  const isList = Array.isArray(value);
  for (const [key, member] of Object.entries(value) as [string, Json][]) {
    const at = [...path, isList ? Number(key) : key];
    const defect = (isList ? undefined : findDefectIn(key, at)) ?? findTextDefect(member, at);
    if (defect !== undefined) return defect;
  }
  return undefined;
}

function findDefectIn(text: string, path: readonly (string | number)[]): TextDefect | undefined {
  if (text.includes('\0')) return { path, problem: 'it holds a NUL character' };
  if (!text.isWellFormed()) return { path, problem: 'it holds half of a surrogate pair' };
  return undefined;
}
