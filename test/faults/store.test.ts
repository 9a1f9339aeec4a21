import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openDestination } from '../../engine/index.ts';
import { createFinding, readContents, writePage } from '../inventory/store/records.ts';
import { KINDS, openTestStore } from '../inventory/store/stores.ts';
import { createSmallManifest, startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { runSync } from '../pipeline/run/sync.ts';
import { readStoredIds } from '../platform/worker/apps.ts';
import { isFull } from '../setup/suite.ts';

const LIST = createSmallManifest(
  { items: { request: { path: '/items' }, records: 'items', key: ['id'], paginator: { type: 'none' } } },
  { findings: 'items' },
);

/** Locks the store like a second process with an endless write. */
function lockedBy(file: string): DatabaseSync {
  const other = new DatabaseSync(file);
  onTestFinished(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  return other;
}

/** Advances `performance.now` by a second per call. */
function hurriedTime(): void {
  const real = performance.now.bind(performance);
  let ahead = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    ahead += 1000;
    return real() + ahead;
  });
  onTestFinished(() => void vi.restoreAllMocks());
}

describe('an SQLite store', () => {
  test.runIf(isFull)('that is locked for too long fails without partial data; the next run completes it', async () => {
    const [sqlite] = KINDS;
    if (!sqlite) throw new Error('no store');
    const url = await sqlite.url();
    const store = await openTestStore(url);
    await writePage(store, { run: 'r1', at: 1, findings: [createFinding('1')] });
    const before = await readContents(store);
    let other: DatabaseSync | undefined;
    const vendor = await startSmallVendor(() => {
      if (other === undefined) {
        other = lockedBy(url.slice('sqlite:'.length));
        hurriedTime();
      }
      return { json: { items: [{ id: 'a' }, { id: 'b' }] } };
    });
    const source = { id: 'small', connector: 'small', version: '1.0.0', settings: {}, filters: {}, select: {} };
    const into = (runId: string) =>
      openDestination(url, { writeOut: async () => undefined, source: { ...source, runId, partial: false } });
    const refused = await runSync({ connector: LIST, vendor, sinks: [into('r2')] });
    expect(refused.error).toMatchObject({ code: 'STORE_LOCKED' });
    other?.exec('ROLLBACK');
    expect(await readContents(store)).toEqual(before);
    expect((await runSync({ connector: LIST, vendor, sinks: [into('r3')] })).error).toBeNull();
    expect(await readStoredIds(store)).toEqual(['1', 'a', 'b']);
  });
});
