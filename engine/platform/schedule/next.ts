import type { Schedule } from './schedule.generated.ts';

type ByType = { [S in Schedule as S['type']]: S };

/** The first time of a schedule that lies after `after` (epoch ms), whatever its end; undefined when there is none. */
export type FindNext<S> = (schedule: S, after: number) => number | undefined;

/** One way to name times for each type of schedule. */
export type NextByType = { readonly [T in keyof ByType]: FindNext<ByType[T]> };
