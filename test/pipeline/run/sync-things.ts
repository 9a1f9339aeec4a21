import type { IncomingMessage } from 'node:http';
import type { Stream } from '../../../engine/manifest/types.generated.ts';
import { createFolder, readRecords } from './folder.ts';
import { type Answer, createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync, type Sync } from './sync.ts';

/** Request as a vendor reads it. */
export interface Asked {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  /** Body as it was sent. */
  readonly text: string;
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
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

/** Syncs a stream of findings from a vendor; returns their ids and the report. */
export async function syncThings(
  stream: Omit<Stream, 'key'> & Partial<Pick<Stream, 'key'>>,
  answer: (asked: Asked) => Answer,
  options: Partial<Sync> = {},
) {
  const seen: Asked[] = [];
  const vendor = await startSmallVendor(async (_target, request) => {
    const asked = await readAsked(request);
    seen.push(asked);
    return answer(asked);
  });
  const to = await createFolder();
  const connector = createSmallManifest({ things: { key: ['id'], ...stream } as Stream }, { findings: 'things' });
  const report = await runSync({ connector, vendor, to, ...options });
  const records = report.error === null ? await readRecords(to, 'findings.ndjson') : [];
  const ids = records.map((record) => record['externalFindingId']);
  return { ids, seen, report };
}

/** Creates the items whose ids are the numbers after `from` up to `to`. */
export const toItems = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => ({ id: `${from + i + 1}` }));

/** Returns the ids from 1 to `count`. */
export const idsTo = (count: number) => toItems(0, count).map(({ id }) => id);
