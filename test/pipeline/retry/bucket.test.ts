import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Bucket,
  bookStart,
  EMPTY_BUCKET,
  holdStarts,
  type OwnRateLimit,
  type RateLimit,
} from '../../../engine/pipeline/retry/index.ts';

/** Reserves one start after each pause; returns the time of each request and of its start. */
function book(rates: readonly RateLimit[], pauses: readonly number[]) {
  let bucket: Bucket = EMPTY_BUCKET;
  let now = 1_700_000_000_000;
  return pauses.map((pause) => {
    now += pause;
    const booked = bookStart(rates, JSON.parse(JSON.stringify(bucket)) as Bucket, now);
    bucket = booked.bucket;
    return { now, at: booked.at, kept: bucket.starts.length };
  });
}

test('requests up to the limit start immediately, the next one a span after the first', () => {
  const booked = book([{ limit: 3, perMs: 1000 }], [0, 0, 100, 0, 0, 0, 0]);
  const first = booked[0]?.now ?? expect.fail();
  expect(booked.map(({ at }) => at - first)).toEqual([0, 0, 100, 1000, 1000, 1100, 2000]);
});

test('several budgets apply at once: two per second and three per minute', () => {
  const booked = book(
    [
      { limit: 2, perMs: 1000 },
      { limit: 3, perMs: 60_000 },
    ],
    [0, 0, 0, 0, 0],
  );
  const first = booked[0]?.now ?? expect.fail();
  expect(booked.map(({ at }) => at - first)).toEqual([0, 0, 1000, 60_000, 60_000]);
});

test('no start is booked during a hold, the longest hold applies, and the limits apply after it', () => {
  const rates = [{ limit: 2, perMs: 1000 }];
  let bucket = bookStart(rates, EMPTY_BUCKET, 50_000).bucket;
  bucket = holdStarts(holdStarts(bucket, 60_000, 50_000), 55_000, 50_000);
  const starts = [50_100, 50_200, 60_500].map((now) => {
    const booked = bookStart(rates, JSON.parse(JSON.stringify(bucket)) as Bucket, now);
    bucket = booked.bucket;
    return booked.at;
  });
  expect(starts).toEqual([60_000, 60_000, 61_000]);
  expect(bookStart([], holdStarts(EMPTY_BUCKET, 60_000, 50_000), 50_001)).toMatchObject({ at: 60_000 });
});

test('a clock that is set back shortens a hold as well', () => {
  const held = holdStarts(EMPTY_BUCKET, 10_030_000, 10_000_000);
  expect(bookStart([], held, 6_400_000).at).toBe(6_430_000);
});

const oneRate = fc.record({ limit: fc.integer({ min: 1, max: 8 }), perMs: fc.integer({ min: 1, max: 2000 }) });
const someRates = fc.array(oneRate, { minLength: 1, maxLength: 3 });
const pauses = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 50 }), fc.nat({ max: 4000 })), { maxLength: 60 });

test('no span of `per` contains more starts than the limit; starts are never early and keep their order', () => {
  fc.assert(
    fc.property(someRates, pauses, (rates, waits) => {
      const booked = book(rates, waits);
      for (const [index, { now, at }] of booked.entries()) {
        expect(at).toBeGreaterThanOrEqual(Math.max(now, booked[index - 1]?.at ?? 0));
        for (const { limit, perMs } of rates)
          expect(booked.filter((one) => one.at > at - perMs && one.at <= at).length).toBeLessThanOrEqual(limit);
      }
    }),
  );
});

test('no request waits without need, and no more starts than the limit are stored', () => {
  fc.assert(
    fc.property(someRates, pauses, (rates, waits) => {
      const booked = book(rates, waits);
      for (const [index, { now, at, kept }] of booked.entries()) {
        expect(kept).toBeLessThanOrEqual(Math.max(...rates.map(({ limit }) => limit)));
        const isFree = ({ limit, perMs }: RateLimit) =>
          booked.slice(0, index).filter((one) => one.at > now - perMs).length < limit;
        if (rates.every(isFree)) expect(at).toBe(now);
      }
    }),
  );
});

test('a clock that is set back does not delay requests', () => {
  const rate = { limit: 2, perMs: 1000 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_600_000 }), fc.nat({ max: 6 }), (back, before) => {
      let bucket: Bucket = EMPTY_BUCKET;
      for (let i = 0; i < before; i += 1) bucket = bookStart([rate], bucket, 10_000_000).bucket;
      const { at } = bookStart([rate], bucket, 10_000_000 - back);
      expect(at - (10_000_000 - back)).toBeLessThanOrEqual(Math.ceil(before / rate.limit) * rate.perMs);
    }),
  );
});

const KEYS = ['a', 'b'] as const;
const ownRates = fc.record({ a: oneRate, b: oneRate });
const requests = fc.array(
  fc.record({ pause: fc.constantFrom(0, 0, 1, 30, 700, 3000), key: fc.constantFrom(...KEYS, undefined) }),
  {
    maxLength: 40,
  },
);

test('limits of some requests and of all are both kept, whatever the order of the starts, and none is early', () => {
  fc.assert(
    fc.property(fc.array(oneRate, { maxLength: 2 }), ownRates, requests, (rates, own, wanted) => {
      let bucket: Bucket = EMPTY_BUCKET;
      let now = 1_700_000_000_000;
      const booked = wanted.map(({ pause, key }) => {
        now += pause;
        const limits: OwnRateLimit[] = key === undefined ? [] : [{ ...own[key], key }];
        const { bucket: next, at } = bookStart(rates, JSON.parse(JSON.stringify(bucket)) as Bucket, now, limits);
        bucket = next;
        expect(at).toBeGreaterThanOrEqual(now);
        return { key, at };
      });
      const keeps = (starts: readonly number[], { limit, perMs }: RateLimit) =>
        starts.every((at) => starts.filter((one) => one > at - perMs && one <= at).length <= limit);
      for (const rate of rates)
        expect(
          keeps(
            booked.map(({ at }) => at),
            rate,
          ),
        ).toBe(true);
      for (const key of KEYS)
        expect(
          keeps(
            booked.filter((one) => one.key === key).map(({ at }) => at),
            own[key],
          ),
        ).toBe(true);
    }),
    {
      // Starts of all requests were dropped before the first request with a limit of its own.
      examples: [
        [
          [{ limit: 1, perMs: 1 }],
          { a: { limit: 1, perMs: 1 }, b: { limit: 1, perMs: 1 } },
          [
            { pause: 0, key: undefined },
            { pause: 0, key: undefined },
            { pause: 0, key: 'a' },
          ],
        ],
      ],
    },
  );
});

test('a request that its own limit delays does not delay the others', () => {
  const slow = [{ limit: 1, perMs: 60_000, key: 'slow' }];
  let bucket: Bucket = EMPTY_BUCKET;
  const starts = [slow, slow, [], [], slow].map((own) => {
    const booked = bookStart([{ limit: 2, perMs: 1000 }], bucket, 1000, own);
    bucket = booked.bucket;
    return booked.at - 1000;
  });
  expect(starts).toEqual([0, 60_000, 0, 1000, 120_000]);
});

test('old starts of a limit are dropped', () => {
  let bucket: Bucket = EMPTY_BUCKET;
  for (let now = 0; now < 100_000; now += 100)
    bucket = bookStart([{ limit: 20, perMs: 1000 }], bucket, now, [{ limit: 20, perMs: 1000, key: 'a' }]).bucket;
  expect([bucket.starts.length, bucket.own?.['a']?.length]).toEqual([10, 10]);
});
