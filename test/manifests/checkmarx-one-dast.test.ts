import { afterEach, describe, expect, test } from 'vitest';
import { type RunningCheckmarx, startCheckmarx } from '../../studio/demo/vendors/index.ts';
import { expectedRecords } from '../oracle/index.ts';
import { readManifestFile } from './connectors.ts';
import { testRecordedCases } from './recorded.ts';
import { syncConnector } from './sync-connector.ts';

const ID = 'checkmarx-one-dast';
const DATA = { seed: 7, findings: 900, applications: 130, now: Date.parse('2026-01-15T12:00:00Z'), oddities: true };

let vendor: RunningCheckmarx | undefined;
const serve = async (options: Partial<Parameters<typeof startCheckmarx>[0]> = {}): Promise<RunningCheckmarx> => {
  vendor = await startCheckmarx({ ...DATA, ...options });
  return vendor;
};
afterEach(() => vendor?.close());

testRecordedCases(ID, [
  'environments',
  'key-expired',
  'long-history',
  'many-environments',
  'single-tenant',
  'spellings',
  'token-ends',
]);

/** Returns the scans whose results were requested. */
const scansAsked = ({ ledger }: RunningCheckmarx): Set<string | undefined> =>
  new Set(ledger.of('/api/dast/mfe-results').map(({ path }) => path.split('/').at(-1)));

describe('a run', () => {
  test.each([1, 8])('writes the records of the oracle in order, %i at a time', async (concurrency) => {
    const from = await serve();
    const { assets, findings, rejects, report } = await syncConnector(ID, from, { concurrency });
    const expected = expectedRecords(ID, from);
    expect(report).toMatchObject({ state: 'PROCESSED', mode: 'full', error: null, warnings: [] });
    expect(assets).toEqual([...expected.assets()]);
    expect(findings).toEqual([...expected.findings()]);
    expect(rejects).toHaveLength([...expected.rejects()].length);
  });

  test('reads one scan of an environment at most', async () => {
    const from = await serve();
    await syncConnector(ID, from);
    const { environments, scans } = from.dataset;
    const finished = Array.from({ length: environments.count }, (_, at) =>
      scans.of(at).find(({ status }) => /^(Completed|Finished)/.test(status)),
    );
    expect(scansAsked(from)).toEqual(new Set(finished.flatMap((scan) => scan?.id ?? [])));
  });

  test('reads a new scan and closes findings that it no longer contains', async () => {
    const from = await serve({ oddities: false });
    const first = await syncConnector(ID, from);
    from.control.advanceClock(60_000);
    from.control.touch(0);
    const second = await syncConnector(ID, from, { cursors: first.cursors });
    const ids = new Set(second.findings.map(({ externalFindingId }) => externalFindingId));
    expect(second.report.mode).toBe('full');
    expect(second.findings).toEqual([...expectedRecords(ID, from).findings()]);
    expect(first.findings.filter(({ externalFindingId }) => !ids.has(externalFindingId))).toHaveLength(1);
  });

  test('sends the requests that the vendor documents', async () => {
    const from = await serve();
    await syncConnector(ID, from);
    const environments = from.ledger.of(/\/environments$/).map(({ query }) => query);
    expect(environments).toEqual([
      { from: '0', to: '100' },
      { from: '100', to: '200' },
    ]);
    const [scans, results] = [from.ledger.of('/api/dast/scans/scans'), from.ledger.of('/api/dast/mfe-results')];
    expect(new Set(scans.map(({ query }) => query['sort']))).toEqual(new Set(['created:desc']));
    expect(new Set(results.map(({ query }) => query['per_page']))).toEqual(new Set(['100']));
  });

  test('sends the API key only to the identity service', async () => {
    const from = await serve();
    await syncConnector(ID, from);
    const [, iam] = from.origins;
    const key = String(from.config.settings['api_key']);
    const leaks = from.ledger.entries.filter((entry) => JSON.stringify(entry).includes(key));
    expect(leaks.map(({ origin, path }) => [origin, path])).toEqual([
      [iam, '/auth/realms/acme-corp/protocol/openid-connect/token'],
    ]);
  });

  test('continues when the token expires during the run', async () => {
    const from = await serve({ fail: [{ match: '/api/dast/mfe-results', status: 401 }] });
    const { findings } = await syncConnector(ID, from, { concurrency: 1 });
    expect(findings).toEqual([...expectedRecords(ID, from).findings()]);
    expect(from.ledger.of('/auth/')).toHaveLength(2);
  });
});

describe('failures are reported', () => {
  const { permissionFix } = readManifestFile(ID).check ?? {};

  test.each([
    ['an unknown tenant', { tenant_name: 'nobody' }, 'AUTH_RESPONSE_INVALID'],
    ['a wrong key', { api_key: 'cmVjb3JkZWQ.YXBpLWtleQ.c2lnbmF0dXJl' }, 'AUTH_REJECTED'],
  ])('%s', async (_what, settings, code) => {
    const { report } = await syncConnector(ID, await serve(), { settings });
    expect(report).toMatchObject({ state: 'ERRORED', error: { code, stream: 'environments' } });
  });

  test('environments that the key may not list', async () => {
    const { report } = await syncConnector(ID, await serve({ forbid: ['environments'] }));
    expect(report).toMatchObject({
      state: 'ERRORED',
      error: { code: 'PERMISSION_DENIED', stream: 'environments', fix: permissionFix },
    });
  });

  test('results that the key may not read: each scan has a warning, and assets are written', async () => {
    const from = await serve({ forbid: ['results'] });
    const { assets, findings, report } = await syncConnector(ID, from);
    expect(assets).toEqual([...expectedRecords(ID, from).assets()]);
    expect(findings).toEqual([]);
    expect(report.warnings).toHaveLength(scansAsked(from).size);
    expect(new Set(report.warnings.map(({ code }) => code))).toEqual(new Set(['PARTITION_SKIPPED']));
  });
});
