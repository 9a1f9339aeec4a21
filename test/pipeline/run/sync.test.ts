import { describe, expect, test } from 'vitest';
import type { RunReport } from '../../../engine/index.ts';
import type { VendorsOptions } from '../../../studio/demo/vendors/index.ts';
import { SIMULATED, type SimulatedId } from '../../manifests/connectors.ts';
import { isFull, pickRows } from '../../setup/suite.ts';
import { createFolder, readRecords, readRejects, readTexts } from './folder.ts';
import { type OneVendor, startVendor } from './one-vendor.ts';
import { runSync, type Sync } from './sync.ts';

interface Case {
  readonly name: string;
  readonly connector: SimulatedId;
  readonly source?: 'report' | 'findings';
}

const CASES: readonly Case[] = [
  ...SIMULATED.map((connector) => ({ name: connector, connector })),
  { name: 'veracode-sast from the Findings API', connector: 'veracode-sast', source: 'findings' },
  { name: 'veracode-dast from the Findings API', connector: 'veracode-dast', source: 'findings' },
];

/** Small pages where supported, so that most lists have several. */
const MANY = { findings: 400, applications: 9, veracode: { reportPageSize: 37 } };

const start = ({ connector, source }: Case, options: Partial<VendorsOptions> & { seed: number }) =>
  startVendor(connector, {
    ...MANY,
    ...options,
    veracode: { ...MANY.veracode, ...options.veracode, ...(source && { source }) },
  });

async function synced({ connector }: Case, vendor: OneVendor, more: Partial<Sync> = {}) {
  const to = await createFolder();
  const settings = connector === 'hcl-appscan-dast' ? { page_size: 7 } : {};
  return { to, report: await runSync({ connector, vendor, settings, to, ...more }) };
}

const oracleOf = ({ source }: Case, vendor: OneVendor) => vendor.expected(source ? { source } : {});

describe.each(CASES)('$name', (one) => {
  test.each(pickRows([7, 8]))('writes the oracle’s records, in its order (seed %i)', async (seed) => {
    const vendor = await start(one, { seed });
    const { to, report } = await synced(one, vendor);
    const oracle = oracleOf(one, vendor);
    const [assets, findings] = [[...oracle.assets()], [...oracle.findings()]];
    expect(report).toMatchObject({ state: 'PROCESSED', mode: 'full', error: null, unmapped: {} });
    expect(await readRecords(to, 'assets.ndjson')).toEqual(assets);
    expect(await readRecords(to, 'findings.ndjson')).toEqual(findings);
    expect(await readRejects(to)).toEqual([]);
    expect(findings).toHaveLength(MANY.findings);
    expect(report.entities).toMatchObject({
      asset: { written: assets.length, rejected: 0 },
      finding: { written: findings.length, rejected: 0 },
    });
  });

  test('odd items are rejects; the files are identical for any concurrency', async () => {
    const vendor = await start(one, { seed: 9, findings: 600, oddities: true });
    const { to, report } = await synced(one, vendor, { concurrency: 1 });
    await expectOracle(to, report, oracleOf(one, vendor));
    const texts = await readTexts(to);
    for (const concurrency of isFull ? [4, 16] : [16]) {
      const other = await synced(one, vendor, { concurrency });
      expect(await readTexts(other.to)).toEqual(texts);
      expect(other.report.entities).toEqual(report.entities);
    }
  });
});

/** Expects the oracle's records and rejects, a pointer into the item for each reject, and counts of unknown values. */
async function expectOracle(to: string, report: RunReport, oracle: ReturnType<OneVendor['expected']>): Promise<void> {
  const odd = [...oracle.rejects()];
  const rejects = await readRejects(to);
  const codeOf = (reason: string) => (reason === 'parent' ? 'PARENT_NOT_FOUND' : 'ENUM_UNMAPPED');
  expect(odd.length).toBeGreaterThan(0);
  expect(rejects.map(({ item, code }) => ({ item, code }))).toEqual(
    odd.map(({ item, reason }) => ({ item, code: codeOf(reason) })),
  );
  const unknown = odd.filter(({ reason }) => reason !== 'parent');
  const counts = Map.groupBy(unknown, ({ value }) => value);
  expect(countsOf(report)).toEqual(Object.fromEntries([...counts].map(([value, all]) => [value, all.length])));
  for (const [index, reject] of rejects.entries()) {
    expect(reject).toMatchObject({ entity: 'finding', message: /\w/, fix: /\w/ });
    // The join's value may be missing; the unmapped value is present.
    if (reject.code === 'ENUM_UNMAPPED') expect(String(at(reject.item, reject.pointer))).toBe(odd[index]?.value);
  }
  expect(await readRecords(to, 'findings.ndjson')).toEqual([...oracle.findings()]);
  expect(report.entities.finding.rejected).toBe(odd.length);
}

/** Counts each unmapped value, over all enums. */
const countsOf = ({ unmapped }: RunReport): Record<string, number> => Object.assign({}, ...Object.values(unmapped));

/** Returns the value at a JSON pointer. */
const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce((inner: unknown, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

test.each([
  { connector: 'veracode-sca', stream: 'applications', applications: 501 },
  { connector: 'veracode-sast', stream: 'report', applications: 5 },
  { connector: 'checkmarx-one-dast', stream: 'environments', applications: 101 },
  { connector: 'checkmarx-one-dast', stream: 'results', applications: 2 },
  { connector: 'hcl-appscan-dast', stream: 'applications', applications: 60 },
  { connector: 'hcl-appscan-dast', stream: 'issues', applications: 5 },
] as const)('$connector reads several pages of $stream', async ({ connector, stream, applications }) => {
  const one = { name: '', connector };
  const vendor = await start(one, { seed: 5, applications });
  const { to, report } = await synced(one, vendor);
  const read = report.streams[stream];
  expect(read?.pages).toBeGreaterThan(read?.partitions ?? 0);
  expect(await readRecords(to, 'assets.ndjson')).toEqual([...vendor.expected().assets()]);
});

const SAST: Case = { name: '', connector: 'veracode-sast' };

test('eighteen months of history are read in adjacent windows of at most 180 days', async () => {
  const vendor = await start(SAST, { seed: 11 });
  const { report } = await synced(SAST, vendor);
  const created = vendor.ledger.entries.filter(({ method }) => method === 'POST');
  const windows = created
    .map(({ body }) => JSON.parse(body) as { last_updated_start_date: string; last_updated_end_date: string })
    .map((window) => [window.last_updated_start_date, window.last_updated_end_date] as const)
    .sort();
  expect(windows).toHaveLength(4);
  expect(report.streams['report']?.partitions).toBe(4);
  for (const [index, [begin]] of windows.entries()) if (index > 0) expect(begin).toBe(windows[index - 1]?.[1]);
});

test.each(pickRows([6, 1, 18]))('a history of %i months contains its changes', async (history_months) => {
  const vendor = await start(SAST, { seed: 12 });
  const { to } = await synced(SAST, vendor, { settings: { history_months } });
  const oracle = vendor.expected({ historyMonths: history_months });
  expect(await readRecords(to, 'findings.ndjson')).toEqual([...oracle.findings()]);
});

test('entities that are not selected are skipped', async () => {
  const one = { name: '', connector: 'hcl-appscan-dast' } as const;
  const vendor = await start(one, { seed: 13 });
  const oracle = vendor.expected();
  const onlyAssets = await synced(one, vendor, { select: { findingTypes: [] } });
  expect(await readRecords(onlyAssets.to, 'assets.ndjson')).toEqual([...oracle.assets()]);
  expect(await readRecords(onlyAssets.to, 'findings.ndjson')).toEqual([]);
  const onlyFindings = await synced(one, vendor, { select: { assetTypes: [] } });
  expect(await readRecords(onlyFindings.to, 'findings.ndjson')).toEqual([...oracle.findings()]);
  expect(await readRecords(onlyFindings.to, 'assets.ndjson')).toEqual([]);
});

test.each([
  { name: 'ids above 2^53 stay exact', options: { hugeIds: true } },
  { name: 'a European account, with times in another zone', options: { veracode: { region: 'eu' as const } } },
  { name: 'a vendor that does not compress', options: { gzip: false } },
])('$name', async ({ options }) => {
  const vendor = await start(SAST, { seed: 14, ...options });
  const { to } = await synced(SAST, vendor);
  expect(await readRecords(to, 'findings.ndjson')).toEqual([...vendor.expected().findings()]);
});
