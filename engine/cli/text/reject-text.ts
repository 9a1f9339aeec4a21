import { escapeForTerminal } from './escape-text.ts';

/** Formats the number of identical rejects; empty for a single one. */
export const formatTimes = (count: number): string => (count > 1 ? ` ×${count.toLocaleString('en-US')}` : '');

const MAX_ITEM_LENGTH = 160;

/** Formats the rejected item on one line, cut. */
export function formatExampleItem(json: string): string {
  return escapeForTerminal(json.length > MAX_ITEM_LENGTH ? `${json.slice(0, MAX_ITEM_LENGTH)}…` : json);
}
