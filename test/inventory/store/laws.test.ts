import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../engine/inventory/store/index.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { createModel, type MadeRun } from './model.ts';
import { closeUnseen, createFinding, readContents, writePage } from './records.ts';
import { createEmptyStore, KINDS, openTestStore } from './stores.ts';

const STATUSES = ['NEW', 'ACTIVE', 'REOPENED', 'FIXED', 'IGNORED', 'NONE'];

/** Few ids and texts, so that runs meet. */
const records = fc.record({
  id: fc.constantFrom('1', '2', '3', 'ä', 'Z', '_'),
  status: fc.constantFrom(...STATUSES),
  name: fc.constantFrom('one', 'two'),
});
const runs: fc.Arbitrary<MadeRun[]> = fc.array(
  fc.record({
    connection: fc.constantFrom('c1', 'c2'),
    pages: fc.array(
      fc.array(
        records.map(({ id, status, name }) => createFinding(id, status, { name })),
        { maxLength: 5 },
      ),
      { maxLength: 3 },
    ),
    complete: fc.boolean(),
  }),
  { maxLength: 7 },
);

async function play(store: Store, { connection, pages, complete }: MadeRun, now: { run: string; at: number }) {
  for (const findings of pages) await writePage(store, { ...now, connection, findings });
  if (complete) await closeUnseen(store, { ...now, connection });
}

async function wipe({ db }: Store): Promise<void> {
  for (const table of ['finding', 'finding_seen', 'finding_status'] as const) await db.deleteFrom(table).execute();
}

const RUNS = { sqlite: 100, postgres: 60 };

describe.each(KINDS)('laws of the inventory on $kind', (kind) => {
  test('any runs result in the state of the in-memory model', async () => {
    const store = await createEmptyStore(kind);
    const law = fc.asyncProperty(runs, async (made) => {
      await wipe(store);
      const expected = createModel();
      for (const [at, run] of made.entries()) {
        await play(store, run, { run: `r${at}`, at });
        expected.run(run, `r${at}`, at);
      }
      expect(await readContents(store)).toEqual(expected.contents());
    });
    await fc.assert(law, { numRuns: scaleRuns(RUNS[kind.kind]) });
  });

  test('a second run over the same data changes only the time of the last sighting', async () => {
    const store = await createEmptyStore(kind);
    const unique = fc.uniqueArray(records, { selector: ({ id }) => id });
    const law = fc.asyncProperty(unique, fc.boolean(), async (made, complete) => {
      await wipe(store);
      const run = { connection: 'c1', pages: [made.map(({ id, status }) => createFinding(id, status))], complete };
      await play(store, run, { run: 'r1', at: 1 });
      const rows = () => store.db.selectFrom('finding').selectAll().orderBy('id').execute();
      const before = [await rows(), (await readContents(store)).history];
      await play(store, run, { run: 'r2', at: 2 });
      expect([await rows(), (await readContents(store)).history]).toEqual(before);
    });
    await fc.assert(law, { numRuns: scaleRuns(RUNS[kind.kind]) });
  });

  test('concurrent writers lose nothing and count each record once', async () => {
    const url = await kind.url();
    const stores = [await openTestStore(url), await openTestStore(url), await openTestStore(url)];
    const [first] = stores as [Store];
    const pages = fc.array(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 40 }), {
      minLength: 2,
      maxLength: 6,
    });
    let round = 0;
    const law = fc.asyncProperty(fc.array(pages, { minLength: 2, maxLength: 3 }), async (perWriter) => {
      round += 1;
      const run = `r${round}`;
      const written = await Promise.all(
        perWriter.map(async (mine, writer) => {
          let fresh = 0;
          for (const ids of mine) {
            const store = stores[writer] ?? first;
            const { finding: counts } = await writePage(store, {
              run,
              at: round,
              findings: ids.map((id) => createFinding(`${id}`)),
            });
            fresh += counts.added + counts.changed + counts.unchanged + counts.returned;
          }
          return fresh;
        }),
      );
      const ids = new Set(perWriter.flat(2));
      expect(written.reduce((sum, one) => sum + one, 0)).toBe(ids.size);
      const seen = await first.db.selectFrom('finding_seen').select('record_id').where('run_id', '=', run).execute();
      expect(seen).toHaveLength(ids.size);
    });
    await fc.assert(law, { numRuns: scaleRuns(25) });
    const { findings, history } = await readContents(first);
    expect(history).toHaveLength(findings.length);
  });

  test('a transaction is atomic, and reads do not wait for it', async () => {
    const store = await createEmptyStore(kind);
    await writePage(store, { run: 'r1', at: 1, findings: [createFinding('1')] });
    const before = await readContents(store);
    await store.transaction(async (tx) => {
      const findings = [{ record: createFinding('1', 'ACTIVE') }, { record: createFinding('2') }];
      await store.write(tx, { connectionId: 'c1', runId: 'r2', at: 2, assets: [], findings });
      expect(await readContents(store)).toEqual(before);
      expect((await tx.selectFrom('finding').select('id').execute()).length).toBe(2);
    });
    expect((await readContents(store)).findings).toHaveLength(2);
  });

  test('stores any text', async () => {
    const store = await createEmptyStore(kind);
    const text = fc.string({ unit: 'binary' }).map((some) => some.replaceAll('\0', '').toWellFormed());
    const law = fc.asyncProperty(fc.uniqueArray(text, { minLength: 1 }), async (ids) => {
      await wipe(store);
      await writePage(store, { run: 'r', at: 1, findings: ids.map((id) => createFinding(id, 'NEW', { file: id })) });
      const rows = await store.db.selectFrom('finding').select(['external_id', 'place', 'record']).execute();
      expect(new Set(rows.map((row) => row.external_id))).toEqual(new Set(ids));
      for (const row of rows)
        expect(JSON.parse(row.record)).toEqual(createFinding(row.external_id, 'NEW', { file: row.place ?? '' }));
    });
    await fc.assert(law, { numRuns: scaleRuns(40) });
  });

  test('sorts text by bytes', async () => {
    const store = await createEmptyStore(kind);
    const ids = ['b', 'a', 'Z', '_', 'ä', '10', '9', '😀', '\uffff'];
    await writePage(store, { run: 'r', at: 1, findings: ids.map((id) => createFinding(id)) });
    const rows = await store.db.selectFrom('finding').select('external_id').orderBy('external_id').execute();
    const byBytes = ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(rows.map((row) => row.external_id)).toEqual(byBytes);
  });
});
