import { afterEach, describe, expect, test } from 'vitest';
import { type RunningAppScan, startAppScan } from '../../studio/demo/vendors/index.ts';
import { expectedRecords } from '../oracle/index.ts';
import { readManifestFile } from './connectors.ts';
import { testRecordedCases } from './recorded.ts';
import { syncConnector } from './sync-connector.ts';

const ID = 'hcl-appscan-dast';
const DATA = { seed: 7, findings: 900, applications: 24, now: Date.parse('2026-01-15T12:00:00Z'), oddities: true };

let vendor: RunningAppScan | undefined;
const serve = async (options: Partial<Parameters<typeof startAppScan>[0]> = {}): Promise<RunningAppScan> => {
  vendor = await startAppScan({ ...DATA, ...options });
  return vendor;
};
afterEach(() => vendor?.close());

testRecordedCases(ID, [
  'addresses',
  'delta',
  'filter-refused',
  'filtered',
  'full',
  'key-revoked',
  'rejects',
  'token-ends',
]);

describe('a full run', () => {
  test.each([1, 8])('writes the records of the oracle in order, %i at a time', async (concurrency) => {
    const from = await serve();
    const { assets, findings, rejects, report } = await syncConnector(ID, from, { concurrency });
    const expected = expectedRecords(ID, from);
    expect(report).toMatchObject({ state: 'PROCESSED', mode: 'full', error: null });
    expect(assets).toEqual([...expected.assets()]);
    expect(findings).toEqual([...expected.findings()]);
    expect(rejects).toHaveLength([...expected.rejects()].length);
  });

  test('sends the requests that the vendor documents', async () => {
    const from = await serve();
    await syncConnector(ID, from);
    const lists = from.ledger.of(/^\/api\/v4\/(Apps|Issues)/);
    expect(lists.filter(({ query }) => query['$count'] !== 'true' || query['$orderby'] !== 'Id')).toEqual([]);
    expect(lists.filter(({ query }) => query['$top'] !== '50')).toEqual([]);
    const issues = from.ledger.of(/^\/api\/v4\/Issues/);
    expect(issues.filter(({ query }) => query['applyPolicies'] !== 'None')).toEqual([]);
    expect(new Set(issues.map(({ query }) => query['$filter']))).toEqual(new Set(["DiscoveryMethod eq 'DAST'"]));
    expect(issues.filter(({ status }) => status !== 200)).toEqual([]);
  });

  test('logs in once and sends the Key Secret only to the login', async () => {
    const from = await serve();
    await syncConnector(ID, from);
    const secret = String(from.config.settings['key_secret']);
    const told = from.ledger.entries.filter((entry) => JSON.stringify(entry).includes(secret));
    expect(told.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /api/v4/Account/ApiKeyLogin']);
  });

  test('continues when tokens expire during the run', async () => {
    const from = await serve({ tokenUses: 9 });
    const { findings } = await syncConnector(ID, from, { concurrency: 1 });
    expect(findings).toEqual([...expectedRecords(ID, from).findings()]);
    expect(from.ledger.of('/api/v4/Account').length).toBeGreaterThan(2);
  });

  test('looks up an address only for applications without one', async () => {
    const from = await serve();
    await syncConnector(ID, from);
    const { applications } = from.dataset;
    const selecting = from.ledger.of(/^\/api\/v4\/Issues/).filter(({ query }) => query['$select'] !== undefined);
    const without = selecting.map(({ path }) => applications.indexOf(path.split('/').at(-1) ?? ''));
    const urls = without.map((at) => JSON.parse(applications.json(at ?? -1)).Url);
    expect(urls.length).toBeGreaterThan(0);
    expect(urls.filter(Boolean)).toEqual([]);
  });
});

describe('a delta run', () => {
  test('reads the changes of each application since its cursor', async () => {
    const from = await serve({ oddities: false });
    const first = await syncConnector(ID, from);
    const all = new Set(first.findings.map(({ externalFindingId }) => externalFindingId));
    from.ledger.clear();
    from.control.advanceClock(24 * 60 * 60 * 1000);
    from.control.touch(1, 3);
    const second = await syncConnector(ID, from, { cursors: first.cursors });
    expect(second.report.mode).toBe('delta');
    expect(second.assets).toEqual(first.assets);
    expect(second.findings.length).toBeGreaterThan(0);
    expect(second.findings.length).toBeLessThan(first.findings.length / 2);
    expect(second.findings.filter(({ externalFindingId }) => !all.has(externalFindingId))).toEqual([]);
    const filters = from.ledger.of(/^\/api\/v4\/Issues/).flatMap(({ query }) => query['$filter'] ?? []);
    const since = filters.filter((filter) => filter.includes(' and LastUpdated ge '));
    expect(since.length).toBe(Object.keys(first.cursors['issues'] ?? {}).length);
  });

  test('imports every change, including very recent ones', async () => {
    const from = await serve({ oddities: false });
    const first = await syncConnector(ID, from);
    const dynamic = [...expectedRecords(ID, from).findings()];
    for (const application of [0, 1, 2]) from.control.touch(application, 0);
    const { findings } = await syncConnector(ID, from, { cursors: first.cursors });
    const ids = new Set(findings.map(({ externalFindingId }) => externalFindingId));
    const touched = [0, 1, 2].flatMap((at) => {
      const application = from.dataset.applications.idOf(at);
      return dynamic.find(({ externalAssetId }) => externalAssetId === application) ?? [];
    });
    expect(touched.length).toBeGreaterThan(0);
    expect(touched.filter(({ externalFindingId }) => !ids.has(externalFindingId))).toEqual([]);
  });
});

describe('filters', () => {
  test.each(readManifestFile(ID).filters?.['applications']?.examples ?? [])(
    '%s narrows applications',
    async (applications) => {
      const from = await serve();
      const { assets, findings, report } = await syncConnector(ID, from, { filters: { applications } });
      const ids = new Set(assets.map(({ externalAssetId }) => externalAssetId));
      expect(report.error).toBeNull();
      expect(assets.length).toBeGreaterThan(0);
      expect(findings.filter(({ externalAssetId }) => !ids.has(externalAssetId))).toEqual([]);
      expect(from.ledger.of('/api/v4/Apps').map(({ query }) => query['$filter'])).toContain(`(${applications})`);
    },
  );

  test('a malformed filter is rejected before any request is sent', async () => {
    const from = await serve();
    const run = syncConnector(ID, from, { filters: { applications: "Name eq 'a' or (" } });
    await expect(run).rejects.toMatchObject({ code: 'FILTER_MALFORMED' });
    expect(from.ledger.entries).toEqual([]);
  });
});

describe('data that the key may not read', () => {
  test('issues of one application: it is skipped with a warning, and the rest is read', async () => {
    const from = await serve({ forbidApplications: [0], oddities: false });
    const { findings, report } = await syncConnector(ID, from);
    const closed = from.dataset.applications.idOf(0);
    const open = [...expectedRecords(ID, from).findings()].filter(({ externalAssetId }) => externalAssetId !== closed);
    expect(findings).toEqual(open);
    // It has no Url, so the connector looks up a web address in its issues.
    expect(report).toMatchObject({
      state: 'PROCESSED',
      warnings: ['sites', 'issues'].map((stream) => ({ code: 'PARTITION_SKIPPED', stream, partition: closed })),
    });
  });

  test('applications: the run fails with a fix', async () => {
    const { report } = await syncConnector(ID, await serve({ forbid: ['Apps'] }));
    const fix = readManifestFile(ID).check?.permissionFix;
    expect(report).toMatchObject({
      state: 'ERRORED',
      error: { code: 'PERMISSION_DENIED', stream: 'applications', fix },
    });
  });
});
