import { expect, test } from 'vitest';
import { formatState } from '../../engine/cli/text/state-text.ts';

const paint = (style: string | readonly string[], text: string) => `<${style}>${text}`;

test.each([
  ['PROCESSED', 0, '<green>PROCESSED'],
  ['PROCESSED', 9, '<yellow>PROCESSED, 9 rejected'],
  ['ERRORED', 9, '<red>ERRORED'],
  ['PLANNED', 0, '<reset>PLANNED'],
])('the state %s with %s rejects is %s', (state, rejected, text) => {
  expect(formatState(state, rejected, paint)).toBe(text);
});
