import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createStateFile, type Manifest, noState, openDestination } from '../../../engine/index.ts';
import { isFull } from '../../setup/suite.ts';
import { createDyingDisk } from './dying-disk.ts';
import { createExportManifest, EXPORT, type ExportVendor, idsOf, startExportVendor } from './export-vendor.ts';
import { createFolder, readRecords } from './folder.ts';
import type { Answer } from './small-vendor.ts';
import { runSync, type Sync } from './sync.ts';
import { createTickingClock } from './ticking-clock.ts';
import { createVirtualClock } from './virtual-clock.ts';

const FILES = 6;

interface Life extends Partial<Sync> {
  readonly folder: string;
  readonly vendor: ExportVendor;
  readonly connector: Manifest;
}

/** Runs to a folder, with the state in it. */
const live = ({ folder, ...more }: Life) =>
  runSync({
    clock: createTickingClock(),
    stateStore: createStateFile(join(folder, 'state.json')),
    sinks: [openDestination(`ndjson:${folder}`, { writeOut: async () => undefined })],
    ...more,
  });

const readIds = async (folder: string): Promise<unknown[]> =>
  (await readRecords(folder, 'findings.ndjson')).map((record) => record['externalFindingId']);

const countOf = ({ asked }: ExportVendor, part: string): number =>
  asked.filter((target) => target.includes(part)).length;

/** Files that were requested, in order, since a number of requests. */
const filesAsked = ({ files }: ExportVendor, since = 0): number[] =>
  files.asked.slice(since).map((target) => Number(/\/(\d+)\.json/.exec(target)?.[1]));

const IN_TURN = createExportManifest({ files: { ...EXPORT.files, concurrency: 1 } });

describe('a run that stops in the middle of the files', () => {
  test('resumes with the next file, and creates no second job', async () => {
    let isBroken = true;
    const vendor = await startExportVendor({
      files: FILES,
      answerFile: (file) => (isBroken && file === 4 ? { status: 500 } : undefined),
    });
    const folder = await createFolder();
    expect((await live({ folder, vendor, connector: IN_TURN })).error).toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
    const [asked, before] = [vendor.api.asked.length, vendor.files.asked.length];
    isBroken = false;
    expect((await live({ folder, vendor, connector: IN_TURN })).error).toBeNull();
    expect(await readIds(folder)).toEqual(idsOf(FILES));
    expect(vendor.api.asked.slice(asked)).toEqual([]);
    expect(filesAsked(vendor, before)).toEqual([4, 5, 6]);
  });

  test('while it waits for the vendor, resumes with the same job', async () => {
    const stop = new AbortController();
    const vendor = await startExportVendor({
      answerApi: (target): Answer | undefined => {
        if (target === '/exports/1' && !stop.signal.aborted) {
          stop.abort();
          return { status: 202 };
        }
        return undefined;
      },
    });
    const folder = await createFolder();
    const stopped = live({ folder, vendor, connector: IN_TURN, signal: stop.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect((await live({ folder, vendor, connector: IN_TURN })).error).toBeNull();
    expect(await readIds(folder)).toEqual(idsOf(3));
    expect(countOf(vendor, 'POST /exports')).toBe(1);
  });

  test('by a kill at any disk write, writes every record exactly once', async () => {
    let saves = 0;
    for (let points = 0; ; points += isFull ? 1 : 3) {
      const [folder, vendor] = [await createFolder(), await startExportVendor({ files: FILES, pending: 1 })];
      const disk = createDyingDisk(points);
      await live({ folder, vendor, connector: createExportManifest() }).catch(() => undefined);
      await disk.revive();
      const isDead = disk.dead();
      const isSaved = (await readFile(join(folder, 'state.json'), 'utf8').catch(() => '')).includes('"captured"');
      expect((await live({ folder, vendor, connector: createExportManifest() })).error).toBeNull();
      expect(await readIds(folder), `killed after ${points} writes`).toEqual(idsOf(FILES));
      if (isSaved) expect(countOf(vendor, 'POST /exports'), `killed after ${points} writes`).toBe(1);
      saves += isSaved ? 1 : 0;
      if (!isDead) break;
    }
    expect(saves).toBeGreaterThan(3);
  });
});

describe('expired files', () => {
  const GONE: Answer = { status: 403 };

  test('are read with new URLs after the job was polled again', async () => {
    const answerFile = (file: number, target: string) => (file >= 3 && target.endsWith('n=1') ? GONE : undefined);
    const vendor = await startExportVendor({ files: 4, answerFile });
    const folder = await createFolder();
    expect((await live({ folder, vendor, connector: IN_TURN })).error).toBeNull();
    expect(await readIds(folder)).toEqual(idsOf(4));
    expect(filesAsked(vendor)).toEqual([1, 2, 3, 3, 4]);
    expect(vendor.api.asked).toEqual(['POST /exports', '/exports/1', '/exports/1']);
  });

  test('in parallel are read with new URLs as well', async () => {
    const answerFile = (file: number, target: string) => (file >= 5 && target.endsWith('n=1') ? GONE : undefined);
    const vendor = await startExportVendor({ files: FILES, answerFile });
    const folder = await createFolder();
    expect((await live({ folder, vendor, connector: createExportManifest() })).error).toBeNull();
    expect(await readIds(folder)).toEqual(idsOf(FILES));
    expect(countOf(vendor, 'POST /exports')).toBe(1);
  });

  test('of a job that the vendor dropped meanwhile are read from a job that is created once more', async () => {
    let isStopped = false;
    const vendor = await startExportVendor({
      files: FILES,
      answerFile: (file, target) => {
        if (isStopped && target.startsWith('/1/')) return GONE;
        return !isStopped && file === 4 ? { status: 500 } : undefined;
      },
      answerApi: (target) => (isStopped && target === '/exports/1' ? { status: 404 } : undefined),
    });
    const folder = await createFolder();
    await live({ folder, vendor, connector: IN_TURN });
    isStopped = true;
    const report = await live({ folder, vendor, connector: IN_TURN });
    expect(report.error).toBeNull();
    expect(await readIds(folder)).toEqual(idsOf(FILES));
    expect(countOf(vendor, 'POST /exports')).toBe(2);
    expect(report.warnings.map(({ code }) => code)).toContain('JOB_RECREATED');
  });

  test('end the run if they expire again after the job was created again', async () => {
    const vendor = await startExportVendor({ files: 3, answerFile: (file) => (file === 2 ? GONE : undefined) });
    const { error } = await live({ folder: await createFolder(), vendor, connector: IN_TURN });
    expect(error).toMatchObject({ code: 'JOB_FILE_EXPIRED' });
    expect(countOf(vendor, 'POST /exports')).toBe(2);
  });

  test('are a plain error if no file was ever read', async () => {
    const vendor = await startExportVendor({ answerFile: () => GONE });
    const { error } = await live({ folder: await createFolder(), vendor, connector: IN_TURN });
    expect(error).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(countOf(vendor, 'POST /exports')).toBe(1);
  });
});

describe('the end of a job', () => {
  const REMOVE = { method: 'DELETE', url: '{{job.location}}' } as const;
  const CANCEL = { method: 'POST', path: '/cancel', query: { of: '{{job.location}}' }, repeatable: true } as const;

  test('is its deletion after all records are written', async () => {
    const vendor = await startExportVendor();
    const folder = await createFolder();
    const report = await live({ folder, vendor, connector: createExportManifest({ delete: REMOVE, abort: CANCEL }) });
    expect([report.error, report.warnings.filter(({ code }) => code !== 'REPEATED_RECORDS')]).toEqual([null, []]);
    expect(vendor.asked.at(-1)).toBe('DELETE /exports/1');
    expect(vendor.asked.filter((target) => !target.includes('.json'))).toHaveLength(3);
  });

  test('is a warning if the vendor refuses the deletion', async () => {
    const vendor = await startExportVendor({
      answerApi: (target) => (target.startsWith('DELETE') ? { status: 400 } : undefined),
    });
    const report = await live({
      folder: await createFolder(),
      vendor,
      connector: createExportManifest({ delete: REMOVE }),
    });
    expect(report.error).toBeNull();
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'JOB_NOT_DELETED', stream: 'things' }));
  });

  test('is deleted by the next run if a run stops before', async () => {
    const vendor = await startExportVendor();
    const folder = await createFolder();
    let deletes = 0;
    for (let points = 0; deletes === 0; points += 1) {
      const disk = createDyingDisk(points);
      const connector = createExportManifest({ delete: REMOVE });
      await live({ folder, vendor, connector }).catch(() => undefined);
      await disk.revive();
      deletes = countOf(vendor, 'DELETE');
    }
    expect(deletes).toBe(1);
  });

  test('is its abort after it took too long', async () => {
    const vendor = await startExportVendor({ pending: 1000 });
    const poll = { ...EXPORT.poll, request: { url: '{{job.location}}' }, interval: 'PT1M', timeout: 'PT10M' };
    const connector = createExportManifest({ poll, abort: CANCEL });
    const folder = await createFolder();
    const { error } = await live({ folder, vendor, connector, clock: createVirtualClock() });
    expect(error).toMatchObject({ code: 'JOB_TIMEOUT' });
    expect(vendor.asked.at(-1)).toBe('POST /cancel?of=%2Fexports%2F1');
    await live({ folder, vendor, connector, clock: createVirtualClock() });
    expect([countOf(vendor, 'POST /exports'), countOf(vendor, 'cancel')]).toEqual([2, 2]);
  });

  test.each([
    [true, []],
    [false, ['POST /cancel?of=%2Fexports%2F1']],
  ])('is its abort after an interruption, unless the run can be resumed: %s', async (isDurable, expected) => {
    const stop = new AbortController();
    const vendor = await startExportVendor({
      answerApi: (target) => {
        if (target !== '/exports/1') return undefined;
        stop.abort();
        return { status: 202 };
      },
    });
    const folder = await createFolder();
    const connector = createExportManifest({ abort: CANCEL });
    const life = { folder, vendor, connector, signal: stop.signal, ...(isDurable ? {} : { stateStore: noState }) };
    await expect(live(life)).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(vendor.asked.filter((target) => target.includes('cancel'))).toEqual(expected);
  });
});
