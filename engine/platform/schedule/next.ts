import type { Schedule } from './schedule.generated.ts';

type ByType = { [S in Schedule as S['type']]: S };

/** Returns the first time of a schedule after `after` (epoch ms), ignoring its end; undefined if none is left. */
export type FindNext<S> = (schedule: S, after: number) => number | undefined;

/** Table with one implementation for each type of schedule. */
export type NextByType = { readonly [T in keyof ByType]: FindNext<ByType[T]> };
