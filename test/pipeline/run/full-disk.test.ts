import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stateFile } from '../../../engine/index.ts';
import { pickRows } from '../../setup/suite.ts';
import { emptyFolder, recordsIn } from './folder.ts';
import { fullAfter } from './full-disk.ts';
import { startVendor } from './one-vendor.ts';
import { sync } from './sync.ts';

const HCL = 'hcl-appscan-dast';

test.each(pickRows([1000, 0, 40_000]))(
  'a disk that is full after %i bytes ends the run; with room again it goes on',
  async (bytes) => {
    const vendor = await startVendor(HCL, { seed: 51, findings: 200, applications: 5 });
    const folder = await emptyFolder();
    await writeFile(join(folder, 'findings.ndjson'), 'of the run before\n');
    const journal = stateFile(join(folder, 'state.json'));
    const makeRoom = await fullAfter(bytes, folder);
    const failed = await sync({ connector: HCL, vendor, to: folder, journal });
    makeRoom();
    expect(failed).toMatchObject({ state: 'ERRORED', error: { code: 'FILE_UNWRITABLE' } });
    expect(failed.error?.message).toContain('ENOSPC');
    expect(failed.error?.message).toContain(folder);
    expect(await readFile(join(folder, 'findings.ndjson'), 'utf8')).toBe('of the run before\n');
    expect((await sync({ connector: HCL, vendor, to: folder, journal })).error).toBeNull();
    expect(await recordsIn(folder, 'findings.ndjson')).toEqual([...vendor.expected().findings()]);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part') || name.endsWith('.run'))).toEqual([]);
  },
);
