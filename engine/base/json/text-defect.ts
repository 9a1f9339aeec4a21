import type { Json } from './types.ts';

/** Defect of a text that must not be stored, and its position. */
export interface TextDefect {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

/**
 * Finds the first string in `value`, including keys, that databases reject: one with a NUL or a lone surrogate. `value`
 * must not be nested too deeply for recursion.
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
  if (text.includes('\0')) return { path, problem: 'it contains a NUL character' };
  if (!text.isWellFormed()) return { path, problem: 'it contains a lone surrogate' };
  return undefined;
}
