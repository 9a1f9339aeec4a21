import { expect, test } from 'vitest';
import { findEndedTabs } from '../../../studio/web/app/tab-database.ts';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;

test.each([
  ['an open tab, however long it was not used', 'open', NOW - 100 * HOUR, []],
  ['a tab that was closed less than 12 hours ago: it can be restored', 'closed', NOW - 12 * HOUR, []],
  ['a tab that was not used for more than 12 hours', 'closed', NOW - 12 * HOUR - 1, ['closed']],
])('%s', (_title, id, at, ended) => {
  expect(findEndedTabs([{ id, at }], new Set(['open']), NOW)).toEqual(ended);
});
