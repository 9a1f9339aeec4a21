import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { engineError } from '../../../engine/base/errors/index.ts';
import { createStateFile } from '../../../engine/index.ts';
import type { Stream } from '../../../engine/manifest/types.generated.ts';
import { createFolder, readRecords } from './folder.ts';
import { type Answer, createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync, type Sync } from './sync.ts';
import { createTickingClock } from './ticking-clock.ts';

/** Request as a vendor reads it. */
export interface Asked {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  /** Body as it was sent. */
  readonly text: string;
}

export async function readAsked(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '', 'http://vendor');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    text: Buffer.concat(chunks).toString(),
  };
}

type ThingStream = Omit<Stream, 'key'> & Partial<Pick<Stream, 'key'>>;

async function prepareSync(stream: ThingStream, answer: (asked: Asked) => Answer) {
  const seen: Asked[] = [];
  const vendor = await startSmallVendor(async (_target, request) => {
    const asked = await readAsked(request);
    seen.push(asked);
    return answer(asked);
  });
  const to = await createFolder();
  const connector = createSmallManifest({ things: { key: ['id'], ...stream } as Stream }, { findings: 'things' });
  const readIds = async () => (await readRecords(to, 'findings.ndjson')).map((record) => record['externalFindingId']);
  return { seen, readIds, sync: { connector, vendor, to } };
}

/** Syncs a stream of findings from a vendor; returns their ids and the report. */
export async function syncThings(stream: ThingStream, answer: (asked: Asked) => Answer, options: Partial<Sync> = {}) {
  const { seen, readIds, sync } = await prepareSync(stream, answer);
  const report = await runSync({ ...sync, ...options });
  return { ids: report.error === null ? await readIds() : [], seen, report };
}

/** Syncs a stream in runs of a few requests each: every run is stopped and resumed by the next one. */
export async function syncInParts(stream: ThingStream, answer: (asked: Asked) => Answer, requests: number) {
  const { seen, readIds, sync } = await prepareSync(stream, answer);
  const stateStore = createStateFile(join(sync.to, 'state.json'));
  for (let runs = 1; ; runs += 1) {
    let left = requests;
    const wrapHttp: NonNullable<Sync['wrapHttp']> = (http) => ({
      send: async (request, sending) => {
        if (left === 0) throw engineError('EGRESS_BLOCKED', { host: 'the vendor', reason: 'the run ends here' });
        left -= 1;
        return http.send(request, sending);
      },
    });
    const report = await runSync({ ...sync, wrapHttp, stateStore, clock: createTickingClock() });
    if (report.error === null) return { ids: await readIds(), seen, report, runs };
    if (report.error.code !== 'EGRESS_BLOCKED' || runs > 200) throw new Error(report.error.message);
  }
}

/** Creates the items whose ids are the numbers after `from` up to `to`. */
export const toItems = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => ({ id: `${from + i + 1}` }));

/** Returns the ids from 1 to `count`. */
export const idsTo = (count: number) => toItems(0, count).map(({ id }) => id);
