import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTime } from '../../engine/base/time/index.ts';
import type { CompiledIncremental, CompiledStream } from '../../engine/pipeline/connector/connector.ts';
import { findStart, isBeforeStart, moveCursor, updateMark } from '../../engine/pipeline/run/cursors.ts';
import { scaleRuns } from '../setup/suite.ts';

const BEGINNING = Date.UTC(2025, 0, 1);
const SECOND = 1_000;

const spec = (lookbackMs: number): CompiledIncremental => ({
  cursor: { kind: 'path', path: ['at'] },
  type: 'datetime',
  readFormats: [],
  format: 'rfc3339',
  zone: 'UTC',
  perPartition: false,
  lookbackMs,
  clientSide: false,
  isDescending: false,
});

/** Change with its vendor timestamp and its delay of visibility, in seconds. The small range causes many ties. */
interface Change {
  readonly at: number;
  readonly late: number;
}

const LOOKBACK = 20;
const changes = fc.array(
  fc.record<Change>({ at: fc.integer({ min: 1, max: 60 }), late: fc.integer({ min: 0, max: LOOKBACK }) }),
  { maxLength: 40 },
);
const runs = fc.uniqueArray(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 });

const cursorOf = ({ at }: Change) => new Date(BEGINNING + at * SECOND).toISOString();
const asStream = (incremental: CompiledIncremental) => ({ name: 'things', incremental }) as unknown as CompiledStream;

/** Simulates delta runs at these times; returns the changes read, and the cursor after each run. */
function readBy(times: readonly number[], all: readonly Change[], incremental: CompiledIncremental) {
  const read = new Set<Change>();
  const cursors: (string | undefined)[] = [];
  for (const now of [...times].sort((a, b) => a - b)) {
    const before = cursors.at(-1);
    const start = findStart(asStream(incremental), before === undefined ? {} : { things: { '': before } }, '');
    const visible = all.filter(({ at, late }) => at + late <= now);
    const given = visible.filter((one) => start === undefined || !isBeforeStart(incremental, cursorOf(one), start));
    for (const one of given) read.add(one);
    cursors.push(
      moveCursor(
        incremental,
        before,
        updateMark(incremental, { cap: BEGINNING + now * SECOND }, given.map(cursorOf)).mark,
      ),
    );
  }
  return { read, cursors };
}

test('ties and delays up to the lookback lose nothing, regardless of the number of reads', () => {
  fc.assert(
    fc.property(changes, runs, (all, times) => {
      const { read } = readBy(times, all, spec(LOOKBACK * SECOND));
      const last = Math.max(...times);
      for (const one of all) if (one.at + one.late <= last) expect(read).toContain(one);
    }),
    { numRuns: scaleRuns(400), seed: 31 },
  );
});

test('the cursor never moves back, and never past the start of a read', () => {
  fc.assert(
    fc.property(changes, runs, fc.nat(LOOKBACK), (all, times, lookback) => {
      const { cursors } = readBy(times, all, spec(lookback * SECOND));
      const ms = cursors.map((cursor) =>
        cursor === undefined ? Number.NEGATIVE_INFINITY : (parseTime(cursor, 'UTC') ?? Number.NaN),
      );
      const sorted = [...times].sort((a, b) => a - b);
      for (const [index, at] of ms.entries()) {
        expect(at).toBeGreaterThanOrEqual(ms[index - 1] ?? Number.NEGATIVE_INFINITY);
        expect(at).toBeLessThanOrEqual(BEGINNING + (sorted[index] ?? 0) * SECOND);
      }
    }),
    { numRuns: scaleRuns(300), seed: 32 },
  );
});
