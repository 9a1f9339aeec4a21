import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Retry, WaitUnit } from '../../../engine/manifest/types.generated.ts';
import {
  compileRetry,
  findHold,
  findWait,
  parseWait,
  type RuleResponse,
} from '../../../engine/pipeline/retry/index.ts';

const NOW = Date.UTC(2024, 10, 18, 12, 0, 0);

test.each<readonly [unknown, WaitUnit, number | undefined]>([
  ['3', 'auto', 3000],
  [3, 'seconds', 3000],
  ['1.5', 'seconds', 1500],
  [1500, 'milliseconds', 1500],
  ['2', 'minutes', 120_000],
  [NOW / 1000 + 9, 'auto', 9000],
  [String(NOW + 9), 'auto', 9],
  [NOW / 1000 + 9, 'epochSeconds', 9000],
  [NOW + 9, 'epochMillis', 9],
  ['2024-11-18T12:00:05Z', 'date', 5000],
  ['Mon, 18 Nov 2024 12:00:05 GMT', 'auto', 5000],
  ['2024-11-18T11:00:00Z', 'date', 0],
  [NOW / 1000 - 9, 'epochSeconds', 0],
  ['2024-11-18T12:00:05Z', 'seconds', undefined],
  ['5', 'date', undefined],
  ['soon', 'auto', undefined],
  [-5, 'seconds', undefined],
  [null, 'auto', undefined],
  [undefined, 'auto', undefined],
  [{ in: 3 }, 'seconds', undefined],
])('%j as %s is a wait of %s ms', (value, unit, wait) => {
  expect(parseWait(value, unit, NOW)).toBe(wait);
});

test('any value results in a non-negative wait, or none', () => {
  const units = fc.constantFrom<WaitUnit>(
    ...(['auto', 'seconds', 'milliseconds', 'minutes', 'date', 'epochSeconds', 'epochMillis'] as const),
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.string(), fc.double()), units, (value, unit) => {
      expect(parseWait(value, unit, NOW) ?? 0).toBeGreaterThanOrEqual(0);
    }),
  );
});

const answer = (headers: RuleResponse['headers'], body?: unknown): RuleResponse => ({ status: 429, headers, body });
const at = { scope: { settings: { unit: 2 } }, now: NOW };
const waitOf = (wait: Retry['wait'], response: RuleResponse) =>
  findWait(compileRetry(wait === undefined ? {} : { wait }).wait, response, at);

test('a wait is read from the declared header or expression, and otherwise from the standard headers', async () => {
  const header = { header: 'X-RateLimit-ToWait-Sec' } as const;
  expect(await waitOf(header, answer({ 'x-ratelimit-towait-sec': '35', 'retry-after': '1' }))).toEqual({ ms: 35_000 });
  expect(await waitOf(header, answer({ 'retry-after': '1' }))).toEqual({ ms: 1000 });
  const expr = { expr: 'body.retry_in_ms * settings.unit', unit: 'milliseconds' } as const;
  expect(await waitOf(expr, answer({}, { retry_in_ms: 1500 }))).toEqual({ ms: 3000 });
  expect(await waitOf(expr, answer({}, 'text'))).toBeUndefined();
});

test('a fixed wait outranks the headers', async () => {
  expect(await waitOf('PT5M', answer({ 'retry-after': '1' }))).toEqual({ ms: 300_000, fixed: true });
});

test.each<readonly [string, Retry, Record<string, string>, number | undefined]>([
  ['none left', {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9' }, 9000],
  ['the draft', {}, { ratelimit: '"a";r=0;t=5' }, 5000],
  ['one left', {}, { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '9' }, undefined],
  ['no count', {}, { 'x-ratelimit-reset': '9' }, undefined],
  ['an empty count', {}, { 'x-ratelimit-remaining': '', 'x-ratelimit-reset': '9' }, undefined],
  [
    'a negative count, which often means no limit',
    {},
    { 'x-ratelimit-remaining': '-1', 'x-ratelimit-reset': '9' },
    undefined,
  ],
  ['no reset', {}, { 'x-ratelimit-remaining': '0' }, undefined],
  [
    'a declared wait',
    { wait: { header: 'x-ratelimit-towait-sec' } },
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-towait-sec': '35' },
    35_000,
  ],
  [
    'a declared count',
    { remaining: { expr: "$number($split(headers.`x-calls`, '/')[1]) - $number($split(headers.`x-calls`, '/')[0])" } },
    { 'x-calls': '40/40', 'x-ratelimit-reset': '4' },
    4000,
  ],
])('requests are held after a response with %s', async (_name, retry, headers, hold) => {
  expect(await findHold(compileRetry(retry), { status: 200, headers }, at)).toBe(hold);
});
