import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bucket, bookStart, EMPTY_BUCKET, type RateLimit } from '../../../engine/pipeline/retry/index.ts';

/** Reserves one start after each pause; returns the time of each request and of its start. */
function book(rate: RateLimit, pauses: readonly number[]) {
  let bucket: Bucket = EMPTY_BUCKET;
  let now = 1_700_000_000_000;
  return pauses.map((pause) => {
    now += pause;
    const booked = bookStart(rate, JSON.parse(JSON.stringify(bucket)) as Bucket, now);
    bucket = booked.bucket;
    return { now, at: booked.at, kept: bucket.starts.length };
  });
}

test('requests up to the limit start immediately, the next one a span after the first', () => {
  const booked = book({ limit: 3, perMs: 1000 }, [0, 0, 100, 0, 0, 0, 0]);
  const first = booked[0]?.now ?? expect.fail();
  expect(booked.map(({ at }) => at - first)).toEqual([0, 0, 100, 1000, 1000, 1100, 2000]);
});

const rates = fc.record({ limit: fc.integer({ min: 1, max: 8 }), perMs: fc.integer({ min: 1, max: 2000 }) });
const pauses = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 50 }), fc.nat({ max: 4000 })), { maxLength: 60 });

test('no span of `per` contains more starts than the limit; starts are never early and keep their order', () => {
  fc.assert(
    fc.property(rates, pauses, (rate, waits) => {
      const booked = book(rate, waits);
      for (const [index, { now, at }] of booked.entries()) {
        expect(at).toBeGreaterThanOrEqual(Math.max(now, booked[index - 1]?.at ?? 0));
        const inSpan = booked.filter((one) => one.at > at - rate.perMs && one.at <= at).length;
        expect(inSpan).toBeLessThanOrEqual(rate.limit);
      }
    }),
  );
});

test('no request waits without need, and no more starts than the limit are stored', () => {
  fc.assert(
    fc.property(rates, pauses, (rate, waits) => {
      const booked = book(rate, waits);
      for (const [index, { now, at, kept }] of booked.entries()) {
        expect(kept).toBeLessThanOrEqual(rate.limit);
        const recent = booked.slice(0, index).filter((one) => one.at > now - rate.perMs).length;
        if (recent < rate.limit) expect(at).toBe(now);
      }
    }),
  );
});

test('a clock that is set back does not delay requests', () => {
  const rate = { limit: 2, perMs: 1000 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_600_000 }), fc.nat({ max: 6 }), (back, before) => {
      let bucket: Bucket = EMPTY_BUCKET;
      for (let i = 0; i < before; i += 1) bucket = bookStart(rate, bucket, 10_000_000).bucket;
      const { at } = bookStart(rate, bucket, 10_000_000 - back);
      expect(at - (10_000_000 - back)).toBeLessThanOrEqual(Math.ceil(before / rate.limit) * rate.perMs);
    }),
  );
});
