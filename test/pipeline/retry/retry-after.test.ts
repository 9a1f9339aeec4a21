import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findRefusalWait } from '../../../engine/pipeline/retry/index.ts';

const NOW = Date.UTC(2024, 10, 18, 12, 0, 0);
const date = (ms: number) => new Date(NOW + ms).toUTCString();

test.each<readonly [string, Record<string, string>, number | undefined]>([
  ['seconds', { 'retry-after': '120' }, 120_000],
  ['a fraction of a second', { 'retry-after': '1.5' }, 1500],
  ['immediately', { 'retry-after': '0' }, 0],
  ['an HTTP date', { 'retry-after': date(30_000) }, 30_000],
  ['a date in the past', { 'retry-after': date(-30_000) }, 0],
  ['a repeated header', { 'retry-after': '7, 7' }, 7000],
  ['a very long wait', { 'retry-after': '99999999' }, 99_999_999_000],
  ['neither a number nor a date', { 'retry-after': 'abc' }, undefined],
  ['a negative number', { 'retry-after': '-5' }, undefined],
  ['nothing', {}, undefined],
  [
    'Retry-After takes precedence',
    { 'retry-after': '3', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9' },
    3000,
  ],
  ['an invalid Retry-After does not hide the other headers', { 'retry-after': '', 'ratelimit-reset': '9' }, 9000],
  ['seconds to go', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9' }, 9000],
  ['epoch seconds', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 9) }, 9000],
  ['epoch milliseconds', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW + 9) }, 9],
  ['a reset as a date', { 'x-ratelimit-reset': '2024-11-18T12:00:05Z' }, 5000],
  ['a reset in the past', { 'x-ratelimit-reset': String(NOW / 1000 - 9) }, 0],
  ['a limit with requests left', { 'x-ratelimit-remaining': '5', 'x-ratelimit-reset': '9' }, undefined],
  ['only a reset', { 'ratelimit-reset': '9' }, 9000],
  ['the name with one more hyphen', { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '4' }, 4000],
  ['only a remainder', { 'x-ratelimit-remaining': '0' }, undefined],
  ['the draft, as one list', { ratelimit: 'limit=100, remaining=0, reset=50' }, 50_000],
  ['the draft, used up in part', { ratelimit: 'limit=100, remaining=10, reset=50' }, undefined],
  ['the later draft', { ratelimit: '"default";r=0;t=50' }, 50_000],
  ['the later draft, in reverse order', { ratelimit: '"default";t=50;r=0' }, 50_000],
  [
    'several policies: those used up count, the longest of them',
    { ratelimit: '"a";r=0;t=5, "b";r=9;t=900, "c";r=0;t=40' },
    40_000,
  ],
])('%s', (_name, headers, wait) => {
  expect(findRefusalWait(headers, NOW)).toBe(wait);
});

test('any header values result in a non-negative wait, or none', () => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[-\d.,; =rt]{0,20}$/),
    fc.date({ noInvalidDate: true }).map(String),
  );
  const headers = fc.dictionary(
    fc.constantFrom(
      'retry-after',
      'ratelimit',
      'ratelimit-remaining',
      'ratelimit-reset',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
    ),
    text,
  );
  fc.assert(
    fc.property(headers, (all) => {
      const wait = findRefusalWait(all, NOW);
      if (wait !== undefined) expect(wait).toBeGreaterThanOrEqual(0);
    }),
  );
});
