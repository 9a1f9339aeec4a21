import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createStateFile } from '../../../engine/index.ts';
import { pickRows } from '../../setup/suite.ts';
import { createFolder, readRecords } from './folder.ts';
import { fillDiskAfter } from './full-disk.ts';
import { startVendor } from './one-vendor.ts';
import { runSync } from './sync.ts';

const HCL = 'hcl-appscan-dast';

test.each(pickRows([1000, 0, 40_000]))(
  'a disk that is full after %i bytes ends the run, which resumes with free space',
  async (bytes) => {
    const vendor = await startVendor(HCL, { seed: 51, findings: 200, applications: 5 });
    const folder = await createFolder();
    await writeFile(join(folder, 'findings.ndjson'), 'of the run before\n');
    const stateStore = createStateFile(join(folder, 'state.json'));
    const makeRoom = await fillDiskAfter(bytes, folder);
    const failed = await runSync({ connector: HCL, vendor, to: folder, stateStore });
    makeRoom();
    expect(failed).toMatchObject({ state: 'ERRORED', error: { code: 'FILE_UNWRITABLE' } });
    expect(failed.error?.message).toContain('ENOSPC');
    expect(failed.error?.message).toContain(folder);
    expect(await readFile(join(folder, 'findings.ndjson'), 'utf8')).toBe('of the run before\n');
    expect((await runSync({ connector: HCL, vendor, to: folder, stateStore })).error).toBeNull();
    expect(await readRecords(folder, 'findings.ndjson')).toEqual([...vendor.expected().findings()]);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part') || name.endsWith('.run'))).toEqual([]);
  },
);
