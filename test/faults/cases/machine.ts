import { fillDiskAfter } from '../../pipeline/run/full-disk.ts';
import type { Case } from '../case.ts';
import { createPagedManifest } from '../manifests.ts';
import { answerWell, status } from '../plays.ts';

const HOUR = 3_600_000;

/** Faults of the machine that executes the run. */
export const MACHINE: readonly Case[] = [
  {
    name: 'a full disk',
    trouble: (folder) => fillDiskAfter(0, folder),
    outcome: { error: 'FILE_UNWRITABLE', says: 'ENOSPC' },
  },
  {
    name: 'a clock that is set back an hour in mid-run',
    manifest: createPagedManifest({ defaults: { rateLimit: [{ limit: 1, per: 'PT1S' }] } }),
    fault: [status(503), answerWell],
    clock: (clock) => {
      let requests = 0;
      return { ...clock, now: () => clock.now() - (requests++ > 4 ? HOUR : 0) };
    },
    outcome: { attempts: 2 },
  },
];
