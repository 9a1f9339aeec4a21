import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Json, readPath } from '../../../engine/base/json/index.ts';
import { parseTime } from '../../../engine/base/time/index.ts';
import { computeCarry, pickCarried } from '../../../engine/pipeline/connector/carry.ts';
import type { CompiledIncremental } from '../../../engine/pipeline/connector/connector.ts';
import { joinMark, moveCursor, updateMark } from '../../../engine/pipeline/run/cursors.ts';
import { mergeInOrder } from '../../../engine/pipeline/run/merge-in-order.ts';
import type { CursorMark } from '../../../engine/pipeline/run/state-store.ts';
import { scaleRuns } from '../../setup/suite.ts';

/** Yields to other tasks `turns` times. */
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('inOrder', () => {
  const sources = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 }), { maxLength: 8 });
  const ahead = (concurrency: number, limit = 3) => ({ concurrency, weight: () => 1, limit });

  test('keeps the order of the sources, for any durations and concurrency', async () => {
    await fc.assert(
      fc.asyncProperty(sources, fc.integer({ min: 1, max: 5 }), async (delays, concurrency) => {
        const open = async function* (index: number) {
          for (const [at, delay] of (delays[index] ?? []).entries()) {
            await turns(delay);
            yield `${index}.${at}`;
          }
        };
        const got: string[] = [];
        for await (const value of mergeInOrder(delays.keys(), open, ahead(concurrency))) got.push(value);
        expect(got).toEqual(delays.flatMap((list, index) => list.map((_, at) => `${index}.${at}`)));
      }),
      { numRuns: scaleRuns(60), seed: 3 },
    );
  });

  test('limits the number of concurrent sources, and how far each reads ahead', async () => {
    let open = 0;
    let most = 0;
    const produced: number[] = [];
    const source = async function* (index: number) {
      most = Math.max(most, ++open);
      for (let at = 0; at < 20; at += 1) {
        produced[index] = at + 1;
        yield at;
      }
      open -= 1;
    };
    const values = mergeInOrder([0, 1, 2, 3, 4], source, ahead(2, 3));
    await values.next();
    await turns(20);
    expect(most).toBe(2);
    expect(produced[1]).toBeLessThanOrEqual(4);
    await values.return(undefined);
  });

  test('ends with the error of a source, after the values before it, and stops the others', async () => {
    const stopped: number[] = [];
    const source = async function* (index: number, signal: AbortSignal) {
      yield index;
      if (index === 1) throw new Error('broken');
      if (index > 1)
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(stopped.push(index))));
    };
    const got: number[] = [];
    const all = async () => {
      for await (const value of mergeInOrder([0, 1, 2, 3], source, ahead(4))) got.push(value);
    };
    await expect(all()).rejects.toThrow('broken');
    expect(got).toEqual([0, 1]);
    expect(stopped).toEqual([2, 3]);
  });

  test('reads no source once its consumer has stopped, and lets each clean up', async () => {
    const produced = [0, 0, 0];
    const cleaned: number[] = [];
    const source = async function* (index: number) {
      try {
        for (;;) {
          produced[index] = (produced[index] ?? 0) + 1;
          yield index;
        }
      } finally {
        cleaned.push(index);
      }
    };
    const values = mergeInOrder([0, 1, 2], source, ahead(3, 2));
    await values.next();
    await turns(5);
    const before = [...produced];
    await values.return(undefined);
    await turns(5);
    expect(produced).toEqual(before);
    expect(cleaned.sort()).toEqual([0, 1, 2]);
  });

  test('opens a source only when capacity is available', async () => {
    const values = fc.asyncProperty(sources, fc.integer({ min: 1, max: 4 }), async (delays, concurrency) => {
      let open = 0;
      const source = async function* (index: number) {
        open += 1;
        expect(open).toBeLessThanOrEqual(concurrency);
        for (const delay of delays[index] ?? []) {
          await turns(delay);
          yield index;
        }
        open -= 1;
      };
      for await (const _ of mergeInOrder(delays.keys(), source, ahead(concurrency))) await turns(1);
      expect(open).toBe(0);
    });
    await fc.assert(values, { numRuns: scaleRuns(30), seed: 12 });
  });
});

test('a carried item equals the whole one at every carried path', () => {
  const path = fc.array(fc.constantFrom('a', 'b', 'c', '__proto__'), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(path, { minLength: 1, maxLength: 4 }), (value, paths) => {
      const item = { a: value, b: { a: value, c: [value] }, c: null } as Json;
      const kept = pickCarried(item, computeCarry(paths));
      for (const one of paths) expect(readPath(kept, one)).toEqual(readPath(item, one));
    }),
    { numRuns: scaleRuns(300), seed: 6 },
  );
});

describe('cursors', () => {
  const spec: CompiledIncremental = {
    cursor: { kind: 'path', path: ['at'] },
    type: 'datetime',
    readFormats: [],
    format: 'rfc3339',
    zone: 'UTC',
    perPartition: true,
    lookbackMs: 0,
    clientSide: false,
    isDescending: false,
  };
  const instant = fc.integer({ min: 1_600_000_000_000, max: 1_800_000_000_000 });
  const iso = (ms: number) => new Date(ms).toISOString();
  const markOf = (cap: number, times: readonly number[]) =>
    times.reduce<CursorMark>((mark, at) => updateMark(spec, mark, [iso(at)]).mark, { cap });

  test('never move backward, past the start of the read, or past the latest item', () => {
    fc.assert(
      fc.property(fc.option(instant), instant, fc.array(instant), (before, cap, times) => {
        const saved = before === null ? undefined : iso(before);
        const next = moveCursor(spec, saved, markOf(cap, times));
        const at = next === undefined ? undefined : Date.parse(next);
        if (before !== null) expect(at).toBeGreaterThanOrEqual(before);
        if (at !== undefined && at !== before) {
          expect(at).toBeLessThanOrEqual(cap);
          expect(at).toBeLessThanOrEqual(Math.max(...times));
        }
        if (times.length === 0) expect(next).toBe(saved);
      }),
      { seed: 7 },
    );
  });

  test('store the latest of any times, in any format', () => {
    const forms: readonly ((ms: number) => string | number | null)[] = [
      iso,
      (ms) => iso(ms).replace(/\.\d+/, ''),
      (ms) => iso(ms).replace('Z', '0000Z'),
      (ms) => iso(ms + 7_200_000).replace('Z', '+02:00'),
      (ms) => iso(ms).replace('T', ' '),
      (ms) => Math.floor(ms / 1000),
      () => '2099-13-45T99:00:00.000Z',
      () => null,
    ];
    const written = fc.tuple(instant, fc.constantFrom(...forms)).map(([ms, form]) => form(ms));
    fc.assert(
      fc.property(fc.array(written), (values) => {
        const together = updateMark(spec, { cap: 0 }, values).mark;
        const known = values.flatMap((value) => (value === null ? [] : (parseTime(value) ?? [])));
        expect(together.highest).toBe(known.length === 0 ? undefined : iso(Math.max(...known)));
      }),
      { seed: 8 },
    );
  });

  test('shared by two windows stay within both caps', () => {
    fc.assert(
      fc.property(instant, instant, fc.array(instant, { minLength: 1 }), (first, second, times) => {
        const both = joinMark(spec, markOf(first, times), markOf(second, times));
        expect(both.cap).toBe(Math.min(first, second));
      }),
      { seed: 8 },
    );
  });
});
