import { readPath } from './read.ts';
import type { Json } from './types.ts';

/** The JSON pointer (RFC 6901) of a path: `['a/b', 0]` gives `/a~1b/0`; the whole document is the empty text. */
export const toPointer = (path: readonly (string | number)[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The path of a JSON pointer; undefined when the text is not one (no leading slash, a `~` that is not `~0` or `~1`). */
export function fromPointer(pointer: string): string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined;
  const steps = pointer.slice(1).split('/');
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value that a JSON pointer names, through own properties only; undefined where there is none. */
export function resolvePointer(value: Json, pointer: string): Json | undefined {
  const path = fromPointer(pointer);
  return path === undefined ? undefined : readPath(value, path);
}
