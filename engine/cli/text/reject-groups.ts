import { escapeForTerminal } from './escape-text.ts';

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
}

/** Groups rejects with the same entity, stream, code, message and pointer, in the order of their first occurrence. */
export const groupRejects = <R extends RejectReason>(rejects: readonly R[]): RejectGroup<R>[] =>
  [
    ...Map.groupBy(rejects, ({ entity, stream, code, message, pointer }) =>
      JSON.stringify([entity, stream, code, message, pointer]),
    ).values(),
  ].flatMap((group) => (group[0] ? [{ example: group[0], count: group.length }] : []));

/** Formats the number of identical rejects; empty for a single one. */
export const formatTimes = (count: number): string => (count > 1 ? ` ×${count.toLocaleString('en-US')}` : '');

const MAX_ITEM_LENGTH = 160;

/** Formats the rejected item on one line, cut. */
export function formatExampleItem(json: string): string {
  return escapeForTerminal(json.length > MAX_ITEM_LENGTH ? `${json.slice(0, MAX_ITEM_LENGTH)}…` : json);
}
