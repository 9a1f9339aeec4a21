import { expect, test } from 'vitest';
import { createStateFile } from '../../engine/index.ts';
import { createFolder, readRecords } from '../pipeline/run/folder.ts';
import { type Answer, startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { runSync, type Sync } from '../pipeline/run/sync.ts';
import { createVirtualClock } from '../pipeline/run/virtual-clock.ts';
import { readManifestFile } from './connectors.ts';

const DAY = 86_400;
const KEYS = { access_key: 'access-key', secret_key: 'secret-key' };
const LAST_FOUND = '2026-05-10T06:00:00.000Z';

const createAsset = (chunk: number) => ({
  id: `asset-${chunk}`,
  sources: [{ name: 'NESSUS_SCAN' }],
  network: { hostnames: [`host-${chunk}`], ipv4s: [`192.0.2.${chunk}`] },
  timestamps: { first_seen: '2026-01-08T10:05:06.243Z', last_seen: LAST_FOUND },
});

const createVulnerability = (chunk: number) => ({
  finding_id: `finding-${chunk}`,
  asset: { uuid: `asset-${chunk}`, hostname: `host-${chunk}` },
  plugin: { id: 100 + chunk, name: 'Outdated service', description: 'Update it.' },
  port: { port: 443, protocol: 'TCP' },
  severity: 'high',
  state: 'OPEN',
  first_found: '2026-01-08T10:05:06.243Z',
  last_found: LAST_FOUND,
});

const CHUNKS = [7, 2, 11];

/** Filters of an export request. */
interface Filters {
  readonly since?: number;
}

/** Faults of the vendor. */
interface Faults {
  /** Refuses the first request for each export, as one with the same filters is still running. */
  readonly duplicate?: boolean;
  /** Number of times that a chunk is refused for being requested too often. */
  readonly limited?: number;
  readonly failedChunks?: readonly number[];
}

/** Tenable with three chunks of assets and of vulnerabilities. An export is queued, then partly ready, then finished. */
async function startTenable({ duplicate = false, limited = 0, failedChunks = [] }: Faults = {}) {
  const filters: Filters[] = [];
  const polls = new Map<string, number>();
  const refused = new Set<string>();
  let remaining = limited;

  const create = (target: string): Answer => {
    const failure_reason = 'Duplicate request: an export with the same filters is running';
    if (!duplicate || refused.has(target)) return { json: { export_uuid: 'export-1' } };
    refused.add(target);
    return { status: 409, json: { failure_reason, active_job_id: 'export-0' } };
  };
  const poll = (target: string): Answer => {
    const count = (polls.get(target) ?? 0) + 1;
    polls.set(target, count);
    if (count === 1) return { json: { status: 'QUEUED', chunks_available: [] } };
    if (count === 2) return { json: { status: 'PROCESSING', chunks_available: CHUNKS.slice(0, 1) } };
    return { json: { status: 'FINISHED', chunks_available: CHUNKS, chunks_failed: failedChunks } };
  };
  const read = (target: string): Answer => {
    if (remaining-- > 0) return { status: 429, headers: { 'retry-after': '40' } };
    const chunk = Number(target.split('/').at(-1));
    return { json: [target.startsWith('/assets/') ? createAsset(chunk) : createVulnerability(chunk)] };
  };

  const vendor = await startSmallVendor(async (target, request) => {
    if (request.headers['x-apikeys'] !== 'accessKey=access-key;secretKey=secret-key') return { status: 401 };
    if (target.endsWith('/status')) return poll(target);
    if (target.includes('/chunks/')) return read(target);
    if (target.endsWith('/cancel')) return { json: { status: 'CANCELLED' } };
    const body = Buffer.concat(await request.toArray()).toString();
    filters.push(JSON.parse(body).filters);
    return create(target);
  });
  return { ...vendor, config: { settings: { ...KEYS, base_url: vendor.origin } }, filters };
}

const sync = (vendor: Awaited<ReturnType<typeof startTenable>>, options: Partial<Sync>) =>
  runSync({ connector: readManifestFile('tenable-vm'), vendor, ...options });

const readIds = async (folder: string) =>
  (await readRecords(folder, 'findings.ndjson')).map((record) => record['externalFindingId']);

test('all chunks are read once after the export is finished, whatever their numbers', async () => {
  const vendor = await startTenable();
  const to = await createFolder();
  expect(await sync(vendor, { to })).toMatchObject({ state: 'PROCESSED', error: null, warnings: [] });
  expect(await readIds(to)).toEqual(['finding-7', 'finding-2', 'finding-11']);
  expect((await readRecords(to, 'assets.ndjson')).map((record) => record['externalAssetId'])).toHaveLength(3);
  const status = '/vulns/export/export-1/status';
  const chunks = CHUNKS.map((chunk) => `/vulns/export/export-1/chunks/${chunk}`);
  expect(vendor.asked.filter((target) => target.includes('/vulns/'))).toEqual([
    'POST /vulns/export',
    ...[status, status, status],
    ...chunks,
  ]);
});

test('a duplicate export and a limited chunk are requested again after the given time', async () => {
  const vendor = await startTenable({ duplicate: true, limited: 2 });
  const [to, clock] = [await createFolder(), createVirtualClock()];
  expect(await sync(vendor, { to, clock })).toMatchObject({ state: 'PROCESSED', error: null });
  expect(await readIds(to)).toHaveLength(3);
  const seconds = clock.slept.map((ms) => Math.ceil(ms / 1000));
  expect(seconds.filter((wait) => wait !== 10)).toEqual([60, 40, 40, 60]);
});

test('an export with failed chunks is no success', async () => {
  const vendor = await startTenable({ failedChunks: [3] });
  const report = await sync(vendor, { to: await createFolder() });
  expect(report).toMatchObject({ state: 'ERRORED', error: { code: 'JOB_FAILED' } });
});

test('the second run requests what changed since a day before the newest vulnerability', async () => {
  const vendor = await startTenable();
  const stateStore = createStateFile(`${await createFolder()}/state.json`);
  await sync(vendor, { stateStore, to: await createFolder() });
  await sync(vendor, { stateStore, to: await createFolder() });
  const [first = 0, second] = vendor.filters.flatMap(({ since }) => since ?? []);
  expect(Math.abs(first - (Date.now() / 1000 - 365 * DAY))).toBeLessThan(DAY);
  expect(second).toBe(Date.parse(LAST_FOUND) / 1000 - DAY);
});
