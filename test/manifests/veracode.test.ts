import { afterEach, describe, expect, test } from 'vitest';
import { previewMap } from '../../engine/workbench/preview/index.ts';
import type { Recording } from '../../engine/workbench/replay/index.ts';
import { type RunningVeracode, startVeracode, type VeracodeOptions } from '../../studio/demo/vendors/index.ts';
import { expectedRecords } from '../oracle/index.ts';
import { readJson, readManifestFile } from './connectors.ts';
import { testRecordedCases } from './recorded.ts';
import { syncConnector } from './sync-connector.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Older than the data, so that the result does not depend on the start of the run. */
const HISTORY = { history_months: 24 } as const;
const ORACLE = { historyMonths: 24 } as const;

let vendor: RunningVeracode | undefined;
const serve = async (options: Partial<VeracodeOptions> = {}): Promise<RunningVeracode> => {
  vendor = await startVeracode({ seed: 7, findings: 500, applications: 30, ...options });
  return vendor;
};
afterEach(() => vendor?.close());

/** Returns the bodies of the report requests. */
const reportsAsked = ({ ledger }: RunningVeracode): Record<string, string>[] =>
  ledger
    .of(/\/analytics\/report$/)
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => JSON.parse(body));

const daysOf = ({ last_updated_start_date: start, last_updated_end_date: end }: Record<string, string>): number =>
  (Date.parse(`${end}Z`) - Date.parse(`${start}Z`)) / DAY;

describe.each([
  ['veracode-sast', 'Static Analysis', 'STATIC'],
  ['veracode-dast', 'Dynamic Analysis', 'DYNAMIC'],
] as const)('%s', (connector, scanType, findingType) => {
  test.each([
    { region: 'com', hugeIds: false },
    { region: 'eu', hugeIds: true },
  ] as const)('writes from reports what the oracle says: $region, ids beyond 2^53: $hugeIds', async (options) => {
    const from = await serve({ connector, oddities: true, ...options });
    const { assets, findings, rejects, report } = await syncConnector(connector, from, { settings: HISTORY });
    const expected = expectedRecords(connector, from, ORACLE);
    expect(report).toMatchObject({ state: 'PROCESSED', mode: 'full', error: null });
    expect(assets).toEqual([...expected.assets()]);
    expect(findings).toEqual([...expected.findings()]);
    expect(rejects).toHaveLength([...expected.rejects()].length);
  });

  test('writes the records of the oracle from the Findings API', async () => {
    const from = await serve({ connector, oddities: true, source: 'findings' });
    const { assets, findings, rejects } = await syncConnector(connector, from);
    const expected = expectedRecords(connector, from, { source: 'findings' });
    expect(assets).toEqual([...expected.assets()]);
    expect(findings).toEqual([...expected.findings()]);
    expect(rejects).toHaveLength([...expected.rejects()].length);
    expect(reportsAsked(from)).toEqual([]);
    const types = from.ledger.of(/\/v2\/applications/).map(({ query }) => query['scan_type']);
    expect(new Set(types)).toEqual(new Set([findingType]));
  });

  test('requests adjacent windows of at most 180 days that extend past now', async () => {
    const from = await serve({ connector });
    await syncConnector(connector, from, { settings: HISTORY });
    const reportRequests = reportsAsked(from);
    expect(reportRequests.map(({ scan_type }) => scan_type)).toEqual(reportRequests.map(() => [scanType]));
    // A window that contains a change of daylight saving time is an hour longer or shorter in local time.
    expect(reportRequests.filter((body) => daysOf(body) > 180 + 1 / 24)).toEqual([]);
    expect(reportRequests.slice(1).map(({ last_updated_start_date: start }) => start)).toEqual(
      reportRequests.slice(0, -1).map(({ last_updated_end_date: end }) => end),
    );
    expect(Date.parse(`${reportRequests.at(-1)?.['last_updated_end_date']}Z`)).toBeGreaterThan(Date.now());
  });

  test('reads six months by default, in one report of 180 days', async () => {
    const from = await serve({ connector, historyMonths: 6 });
    await syncConnector(connector, from);
    expect(reportsAsked(from).map(({ policy_sandbox: scans }) => scans)).toEqual(['Policy']);
    // A change of daylight saving time makes it an hour longer or shorter in local time.
    expect(Math.round(reportsAsked(from).reduce((sum, body) => sum + daysOf(body), 0))).toBe(180);
  });

  test('with delta, a later run requests only changes', async () => {
    const from = await serve({ connector });
    const settings = { ...HISTORY, delta: true };
    const first = await syncConnector(connector, from, { settings });
    from.ledger.clear();
    from.control.touch(0, 0);
    const second = await syncConnector(connector, from, { settings, cursors: first.cursors });
    expect(reportsAsked(from)).toHaveLength(1);
    expect(second.report.mode).toBe('delta');
    expect(second.findings.length).toBeGreaterThan(0);
    expect(second.findings.length).toBeLessThan(first.findings.length / 2);
  });

  test('without the Reporting API the run fails with a fix', async () => {
    const { report } = await syncConnector(connector, await serve({ connector, forbid: ['report'] }));
    const [, rule] = readManifestFile(connector).streams['report']?.errors ?? [];
    expect(rule?.fix).toContain('Reporting API');
    expect(report).toMatchObject({
      state: 'ERRORED',
      error: { code: 'PERMISSION_DENIED', stream: 'report', fix: rule?.fix },
    });
  });

  test('a report that Veracode failed to create is an error', async () => {
    const { report } = await syncConnector(connector, await serve({ connector, failingReports: 1 }));
    expect(report).toMatchObject({ state: 'ERRORED', error: { code: 'JOB_FAILED', stream: 'report' } });
  });
});

describe('veracode-sca', () => {
  const connector = 'veracode-sca';

  test('writes the records of the oracle', async () => {
    const from = await serve({ connector, oddities: true });
    const { assets, findings, rejects } = await syncConnector(connector, from);
    const expected = expectedRecords(connector, from);
    expect(assets).toEqual([...expected.assets()]);
    expect(findings).toEqual([...expected.findings()]);
    expect(rejects).toHaveLength([...expected.rejects()].length);
    expect(reportsAsked(from)).toEqual([]);
  });

  test('maps a page of findings without its application in a preview', async () => {
    const { exchanges } = readJson(`manifests/${connector}/recordings/statuses.json`) as Recording;
    const page = exchanges.find(({ request }) => request.url.includes('/findings?'))?.response.body;
    const { records, rejects } = await previewMap(readManifestFile(connector), 'finding', JSON.stringify(page));
    expect(rejects).toEqual([]);
    expect(records).toHaveLength(3);
    for (const { externalFindingId, externalAssetId } of records)
      expect(String(externalFindingId)).toMatch(new RegExp(`^${externalAssetId}:`));
  });

  test('fails if the findings of no application may be read', async () => {
    const from = await serve({ connector, forbid: ['findings'] });
    const { report } = await syncConnector(connector, from);
    expect(report).toMatchObject({
      state: 'ERRORED',
      error: { code: 'ALL_PARTITIONS_SKIPPED', message: expect.stringContaining('all 30 partitions') },
    });
    expect(report.warnings).toHaveLength(30);
    expect(new Set(report.warnings.map(({ code }) => code))).toEqual(new Set(['PARTITION_SKIPPED']));
  });
});

test('a secret that does not match the ID is rejected and never displayed', async () => {
  const from = await serve({ connector: 'veracode-sast' });
  const api_key = 'ab'.repeat(64);
  const { report } = await syncConnector('veracode-sast', from, { settings: { api_key } });
  expect(report).toMatchObject({ state: 'ERRORED', error: { code: 'AUTH_REJECTED', stream: 'applications' } });
  expect(JSON.stringify([report, from.ledger.entries])).not.toContain(api_key);
});

describe.each([
  [
    'veracode-sast',
    [
      'findings',
      'findings-manual',
      'key-revoked',
      'large-ids',
      'report',
      'report-columns',
      'report-delta',
      'report-empty',
      'report-failed',
      'report-not-permitted',
      'throttled',
    ],
  ],
  ['veracode-dast', ['findings', 'findings-manual', 'not-permitted', 'report', 'report-columns', 'report-delta']],
  ['veracode-sca', ['components', 'skipped', 'statuses']],
] as const)('recorded cases of %s', (id, names) => testRecordedCases(id, names));
