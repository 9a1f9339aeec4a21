import type { CheckOutcome } from '../workbench/check/index.ts';
import { escapeForTerminal } from './escape-text.ts';
import type { Paint } from './terminal.ts';

const MARKS = {
  passed: ['green', '✓ passed '],
  failed: ['red', '✗ failed '],
  skipped: ['yellow', '– skipped'],
} as const;

/** One of the five checks in a line, with the fix below it when it failed. */
export function formatCheck({ title, status, code, message, fix, ms }: CheckOutcome, paint: Paint): string {
  const [colour, mark] = MARKS[status];
  const named = code === null ? '' : `${paint('bold', code)}: `;
  const line = `${paint(colour, mark)}  ${title.padEnd(21)} ${String(ms).padStart(6)} ms  ${named}${escapeForTerminal(message)}\n`;
  return status === 'failed' ? `${line}  ${paint('cyan', 'fix:')} ${escapeForTerminal(fix)}\n` : line;
}

/** What the contract names of a check. */
export const toCheckRow = ({ id, title, status, code, message, fix, ms }: CheckOutcome) => ({
  id,
  title,
  status,
  code,
  message,
  fix,
  ms,
});
