import { createWarning } from '../../base/errors/index.ts';
import type { Json } from '../../base/json/index.ts';
import type { CompiledIncremental, CompiledStream } from '../connector/connector.ts';
import type { CursorValue } from './cursor-order.ts';
import { isBeforeStart } from './cursors.ts';
import type { Warning } from './run-counters.ts';

/** Order of the items of a list that is declared as sorted by the cursor, newest first. */
export interface ListOrder {
  /** An item older than the start of the read was seen. */
  readonly isPastStart: boolean;
  /** A newer item followed it: the list is not sorted. */
  readonly isBroken: boolean;
}

/** Returns the order after more items. Items without a cursor do not count. */
export function followOrder(
  spec: CompiledIncremental,
  order: ListOrder,
  { found, start }: { found: readonly (Json | undefined)[]; start: CursorValue },
): ListOrder {
  let { isPastStart, isBroken } = order;
  for (const value of found) {
    if (value === undefined) continue;
    if (isBeforeStart(spec, value, start)) isPastStart = true;
    else if (isPastStart) isBroken = true;
  }
  return { isPastStart, isBroken };
}

/** Returns the warning for a list that is not in the declared order. */
export const createOrderWarning = ({ name: stream }: CompiledStream, partition: string): Warning =>
  createWarning('ORDER_DIFFERS', { stream, partition });
