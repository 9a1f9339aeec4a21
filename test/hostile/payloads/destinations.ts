import { openDestination, type Sink } from '../../../engine/index.ts';
import type { JsonObject } from '../../../engine/json/index.ts';
import type { RejectRecord } from '../../../engine/sink/index.ts';
import { recordsIn, rejectsIn } from '../../run/folder.ts';

/** What a destination holds after a run. */
export interface Held {
  readonly findings: readonly JsonObject[];
  readonly rejects: readonly Pick<RejectRecord, 'code' | 'message' | 'fix' | 'pointer'>[];
}

/** Where hostile payloads are written: opened in an empty folder, and read back after the run. */
export interface Destination {
  open(folder: string): Sink;
  read(folder: string): Promise<Held>;
}

/** By the word of `--to`; a store is one row more. */
export const DESTINATIONS: Readonly<Record<string, Destination>> = {
  ndjson: {
    open: (folder) => openDestination(`ndjson:${folder}`, { writeOut: async () => undefined }),
    read: async (folder) => ({
      findings: await recordsIn(folder, 'findings.ndjson'),
      rejects: await rejectsIn(folder),
    }),
  },
};
