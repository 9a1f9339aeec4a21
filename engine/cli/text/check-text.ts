import type { CheckOutcome } from '../../workbench/check/index.ts';
import type { Paint } from '../terminal.ts';
import { escapeForTerminal } from './escape-text.ts';

const MARKS = {
  passed: ['green', '✓ passed '],
  failed: ['red', '✗ failed '],
  skipped: ['yellow', '– skipped'],
} as const;

/** Formats the outcome of a check as one line, followed by the fix if it failed. */
export function formatCheck({ title, status, code, message, fix, ms }: CheckOutcome, paint: Paint): string {
  const [colour, mark] = MARKS[status];
  const prefix = code === null ? '' : `${paint('bold', code)}: `;
  const line = `${paint(colour, mark)}  ${title.padEnd(21)} ${String(ms).padStart(6)} ms  ${prefix}${escapeForTerminal(message)}\n`;
  return status === 'failed' ? `${line}  ${paint('cyan', 'fix:')} ${escapeForTerminal(fix)}\n` : line;
}

/** Picks the published fields of a check outcome. */
export const toCheckRow = ({ id, title, status, code, message, fix, ms }: CheckOutcome) => ({
  id,
  title,
  status,
  code,
  message,
  fix,
  ms,
});
