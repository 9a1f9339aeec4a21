import type { Check } from '../workbench/check/index.ts';
import { shown } from './shown.ts';
import type { Paint } from './terminal.ts';

const MARKS = {
  passed: ['green', '✓ passed '],
  failed: ['red', '✗ failed '],
  skipped: ['yellow', '– skipped'],
} as const;

/** One of the five checks in a line, with the fix below it when it failed. */
export function checkText({ title, status, code, message, fix, ms }: Check, paint: Paint): string {
  const [colour, mark] = MARKS[status];
  const named = code === null ? '' : `${paint('bold', code)}: `;
  const line = `${paint(colour, mark)}  ${title.padEnd(21)} ${String(ms).padStart(6)} ms  ${named}${shown(message)}\n`;
  return status === 'failed' ? `${line}  ${paint('cyan', 'fix:')} ${shown(fix)}\n` : line;
}

/** What the contract names of a check. */
export const checkRow = ({ id, title, status, code, message, fix, ms }: Check) => ({
  id,
  title,
  status,
  code,
  message,
  fix,
  ms,
});
