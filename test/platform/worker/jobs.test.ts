import { describe, expect, test } from 'vitest';
import { readRun } from '../../../engine/platform/worker/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { createExportManifest, EXPORT, idsOf, startExportVendor } from '../../pipeline/run/export-vendor.ts';
import { readStoredIds } from './apps.ts';
import { createHarness } from './harness.ts';

const FILES = 6;

describe.each(KINDS)('a job of a connection, on $kind', (kind) => {
  test('is continued by another worker after the first one stopped, and deleted at its end', async () => {
    let isStopped = false;
    const vendor = await startExportVendor({
      files: FILES,
      answerFile: (file) => (!isStopped && file === 4 ? new Promise(() => undefined) : undefined),
    });
    const manifest = createExportManifest({
      files: { ...EXPORT.files, concurrency: 1 },
      delete: { method: 'DELETE', url: '{{job.location}}' },
    });
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, manifest);
    const run = await harness.start(await harness.connect(vendor.config.settings));
    const isAtFile4 = async () => vendor.files.asked.some((target) => target.includes('/4.json'));
    await harness.work({ until: isAtFile4 });
    isStopped = true;
    expect(vendor.asked.filter((target) => target.startsWith('DELETE'))).toEqual([]);
    await harness.work();
    const { error, report } = await readRun(store.db, run, Date.now());
    expect([error, report?.state]).toEqual([null, 'PROCESSED']);
    expect(await readStoredIds(store)).toEqual(idsOf(FILES).toSorted());
    expect(vendor.api.asked.filter((target) => target !== '/exports/1')).toEqual([
      'POST /exports',
      'DELETE /exports/1',
    ]);
  });
});
