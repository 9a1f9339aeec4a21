import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Manifest } from '../../engine/index.ts';
import { readRecords } from '../pipeline/run/folder.ts';
import { scaleRuns } from '../setup/suite.ts';
import { countRequests } from './ledger.ts';
import { byOffset, byToken, createPagedManifest, createPartitionedManifest } from './manifests.ts';
import {
  answerThenClose,
  answerWithDate,
  cutBody,
  cutChunk,
  cutJson,
  end,
  gzip,
  type Play,
  reset,
  status,
} from './plays.ts';
import { type PlayedFault, playFault } from './runner.ts';

type Edit = (ids: readonly string[]) => readonly string[];

const FIRST = ['t1', 't2', 't3', 't4', 't5'];
const at = (place: number, ids: readonly string[]) => place % (ids.length + 1);

let fresh = 0;
const inserted =
  (place: number, count: number): Edit =>
  (ids) => {
    const added = Array.from({ length: count }, () => `n${++fresh}`);
    return [...ids.slice(0, at(place, ids)), ...added, ...ids.slice(at(place, ids))];
  };
const deleted =
  (place: number, count: number): Edit =>
  (ids) =>
    ids.filter((_, index) => index < at(place, ids) || index >= at(place, ids) + count);
const movedTo =
  (from: number, to: number): Edit =>
  (ids) => {
    const rest = ids.filter((_, index) => index !== from % Math.max(1, ids.length));
    const one = ids.filter((id) => !rest.includes(id));
    return [...rest.slice(0, at(to, rest)), ...one, ...rest.slice(at(to, rest))];
  };

const place = fc.nat(12);
const count = fc.integer({ min: 1, max: 3 });
/** Change of a list between two pages: rows are inserted, deleted, or moved. */
const edit = fc.oneof(
  fc.constant<Edit>((ids) => ids),
  fc.tuple(place, count).map((given) => inserted(...given)),
  fc.tuple(place, count).map((given) => deleted(...given)),
  fc.tuple(place, place).map((given) => movedTo(...given)),
);

const storedIn = async ({ folder }: PlayedFault): Promise<string[]> =>
  (await readRecords(folder, 'findings.ndjson')).map((record) => String(record['externalFindingId']));

test.each([
  ['pages', createPagedManifest()],
  ['an offset', byOffset],
])('rows that move during pagination by %s: a loss implies a warning', async (_by, manifest: Manifest) => {
  const law = fc.asyncProperty(fc.array(edit, { maxLength: 6 }), fc.nat(6), async (edits, more) => {
    const there: (readonly string[])[] = [];
    const start: Edit = (ids) => [...ids, ...Array.from({ length: more }, (_, index) => `m${index}`)];
    // The list grows before its first page is requested. Only a row that exists from then to the end can be lost.
    const watched = edits.map(
      (change): Edit =>
        (ids) => {
          const next = change(ids);
          there.push(next);
          return next;
        },
    );
    const list = start(FIRST);
    const played = await playFault({ fault: { name: 'moves', manifest, list, edits: watched, outcome: {} }, on: '' });
    expect(played.report.error).toBeNull();
    const stored = await storedIn(played);
    const lost = list.filter((id) => there.every((ids) => ids.includes(id)) && !stored.includes(id));
    if (lost.length > 0) expect(played.report.warnings).not.toEqual([]);
    expect(new Set(stored).size).toBe(stored.length);
  });
  await fc.assert(law, { numRuns: scaleRuns(40), seed: 21 });
});

test('rows that do not move are read without a warning', async () => {
  const law = fc.asyncProperty(
    fc.nat(9),
    fc.constantFrom(createPagedManifest(), byOffset, byToken),
    async (count, manifest) => {
      const list = Array.from({ length: count }, (_, index) => `r${index}`);
      const played = await playFault({ fault: { name: 'rest', manifest, list, outcome: {} }, on: '' });
      expect([played.report.error, played.report.warnings]).toEqual([null, []]);
      expect(await storedIn(played)).toEqual(list);
    },
  );
  await fc.assert(law, { numRuns: scaleRuns(30), seed: 22 });
});

const cut = gzip((bytes) => bytes.subarray(0, 30));
const PASSING: readonly Play[] = [
  reset,
  end,
  status(503),
  status(429, { 'retry-after': '3' }),
  answerWithDate(429, 'retry-after', { ms: 5000 }),
  cutBody('reset'),
  cutBody('end'),
  cutChunk,
  cutJson,
  cut,
];

/** Up to three failures of one route, then success. A connection that closes during a request may cost one more. */
const schedule = fc.array(fc.constantFrom(...PASSING), { maxLength: 3 });
const ROUTES: Readonly<Record<string, readonly string[]>> = {
  things: [0, 1, 2].map((page) => `GET /things?page=${page}`),
  parts: FIRST.map((id) => `GET /things/${id}/parts`),
};

test('after any schedule of faults that ends in success, every served record is stored once and in order', async () => {
  const things = fc.array(schedule, { minLength: 3, maxLength: 3 });
  const parts = fc.array(schedule, { minLength: 5, maxLength: 5 });
  const law = fc.asyncProperty(things, parts, fc.boolean(), async (onThings, onParts, closes) => {
    const plans = [
      ...onThings.map((plan, page) => [ROUTES['things']?.[page], plan]),
      ...onParts.map((plan, part) => [ROUTES['parts']?.[part], plan]),
    ];
    const well = closes ? [answerThenClose] : [];
    const also = Object.fromEntries(plans.map(([route, plan]) => [route, [...(plan ?? []), ...well]]));
    const played = await playFault({
      fault: { name: 'schedule', manifest: createPartitionedManifest(), also, outcome: {} },
      on: '',
    });
    expect([played.report.error, played.report.warnings]).toEqual([null, []]);
    expect(await storedIn(played)).toEqual(FIRST.flatMap((id) => [`${id}-p1`, `${id}-p2`]));
    const asked = Object.values(ROUTES)
      .flat()
      .map((route) => countRequests(played.ledger, route));
    const failures = [...onThings, ...onParts].map((plan) => plan.length);
    // Each response that closes its connection may cost the next request one more attempt.
    const closings = closes ? asked.length : 0;
    for (const [index, times] of asked.entries()) expect(times).toBeGreaterThanOrEqual((failures[index] ?? 0) + 1);
    const { things: one, parts: other } = played.report.streams;
    expect((one?.retries ?? 0) + (other?.retries ?? 0)).toBeLessThanOrEqual(
      failures.reduce((sum, n) => sum + n, closings),
    );
  });
  await fc.assert(law, { numRuns: scaleRuns(25), seed: 23 });
});
