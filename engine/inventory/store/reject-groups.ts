/** Fields that identical rejects share. */
interface RejectReason {
  readonly entity: string;
  readonly stream: string;
  readonly code: string;
  readonly message: string;
  readonly pointer: string;
}

/** Identical rejects: the first one, as an example, and their number. */
export interface RejectGroup<R extends RejectReason> {
  readonly example: R;
  readonly count: number;
  readonly rejects: readonly R[];
}

/** Replaces the positions in lists: elements of different items are rejected for the same cause. */
const toPattern = (pointer: string): string => pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*');

/**
 * Groups rejects with the same entity, stream, code, message and pointer, except for positions in lists, in the order of their
 * first occurrence.
 */
export const groupRejects = <R extends RejectReason>(rejects: readonly R[]): RejectGroup<R>[] =>
  [
    ...Map.groupBy(rejects, ({ entity, stream, code, message, pointer }) =>
      JSON.stringify([entity, stream, code, message, toPattern(pointer)]),
    ).values(),
  ].flatMap((group) => (group[0] ? [{ example: group[0], count: group.length, rejects: group }] : []));
