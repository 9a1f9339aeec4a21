import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listAssets, listFindings, readFindingDetail, recomputeRisk } from '../../../engine/inventory/read/index.ts';
import { createCustomScore, PUBLISHED } from '../../../engine/inventory/risk/index.ts';
import { createEmptyStore, KINDS } from '../store/stores.ts';
import { buildAsset, buildFinding, fillStore, NOW } from './fixture.ts';

const facts = fc.record(
  {
    severity: fc.integer({ min: 1, max: 5 }),
    cvss: fc.double({ min: 0, max: 10, noNaN: true }),
    epss: fc.double({ min: 0, max: 1, noNaN: true }),
    status: fc.constantFrom('NEW', 'ACTIVE', 'REOPENED', 'FIXED', 'IGNORED', 'NONE'),
    criticality: fc.constantFrom('VERY_HIGH', 'very high', 'LOW', 'odd', '__proto__'),
  },
  { requiredKeys: ['severity', 'status'] },
);

describe('the built-in risk score', () => {
  test.each([
    [{ severity: 5, status: 'NEW' }, 76],
    [{ severity: 5, cvss: 10, epss: 0.9, status: 'REOPENED', criticality: 'Very High' }, 100],
    [{ severity: 3, cvss: 6, status: 'ACTIVE', criticality: 'LOW' }, 35.8],
    [{ severity: 5, status: 'FIXED' }, 0],
    [{ severity: 1, epss: 0.001, status: 'NEW' }, 7.2],
  ])('%j is %d', async (given, score) => {
    expect((await PUBLISHED.finding(given)).score).toBe(score);
  });

  test('is between 0 and 100, grows with the severity, and equals the product of its parts', () => {
    fc.assert(
      fc.asyncProperty(facts, async (given) => {
        const { score, parts } = await PUBLISHED.finding(given);
        expect(score >= 0 && score <= 100).toBe(true);
        expect(score).toBeCloseTo(
          Math.min(
            100,
            parts.reduce((product, { value }) => product * value, 1),
          ),
          0,
        );
        if (given.severity < 5)
          expect((await PUBLISHED.finding({ ...given, severity: given.severity + 1 })).score).toBeGreaterThanOrEqual(
            score,
          );
      }),
    );
  });

  test('is replaced by a custom formula', async () => {
    const own = createCustomScore({ finding: 'severity * 20 - (status = "FIXED" ? 10 : 0)' });
    expect(await own.finding({ severity: 4, status: 'FIXED' })).toMatchObject({
      score: 70,
      parts: [{ name: 'own formula' }],
    });
    expect(await own.asset({ worst: 10, bad: 0 })).toMatchObject({ score: 10 });
    await expect(
      createCustomScore({ finding: '"high"' }).finding({ severity: 1, status: 'NEW' }),
    ).rejects.toMatchObject({
      code: 'RISK_INVALID',
    });
    await expect(createCustomScore({ finding: '101' }).finding({ severity: 1, status: 'NEW' })).rejects.toMatchObject({
      code: 'RISK_INVALID',
    });
    expect(() => createCustomScore({ finding: '1 +' })).toThrow(expect.objectContaining({ code: 'EXPRESSION_SYNTAX' }));
  });
});

describe.each(KINDS)('risks in $kind', (kind) => {
  test('are recomputed for findings and their assets, writing only changes', async () => {
    const store = await createEmptyStore(kind);
    await fillStore(store, {
      assets: [buildAsset('a1', { assetDetail: { name: 'x', criticality: 'HIGH' } }), buildAsset('a2')],
      findings: [
        buildFinding('1', { severity: 5 }),
        buildFinding('2', { severity: 4 }),
        buildFinding('3', { severity: 1, externalAssetId: 'none' }),
      ],
    });
    expect(await recomputeRisk(store)).toEqual({ findings: 2, assets: 2, failed: 0 });
    const findings = await listFindings(store, { now: NOW });
    expect(findings.items.map(({ risk }) => risk)).toEqual([85.5, 67.5, 8]);
    expect((await listAssets(store, { now: NOW })).items.map(({ risk }) => risk)).toEqual([87.5, 0]);
    expect(await recomputeRisk(store)).toEqual({ findings: 0, assets: 0, failed: 0 });
  });

  test('use the stored formula, and the built-in one where it fails', async () => {
    const store = await createEmptyStore(kind);
    await fillStore(store, {
      assets: [buildAsset('a1')],
      findings: [buildFinding('1', { severity: 5 }), buildFinding('2', { severity: 4 })],
    });
    const row = { name: 'risk', value: JSON.stringify({ finding: 'severity = 5 ? 12 : "none"' }), updated_at: NOW };
    await store.db.insertInto('preference').values(row).execute();
    expect(await recomputeRisk(store)).toMatchObject({ failed: 1 });
    const { items } = await listFindings(store, { now: NOW });
    expect(items.map(({ risk }) => risk)).toEqual([60, 12]);
    const detail = await readFindingDetail(store, items[1]?.id ?? 0);
    expect(detail?.risk).toMatchObject({ score: 12, parts: [{ name: 'own formula' }] });
  });

  test('are recomputed after a run for its changes: FIXED findings have no risk', async () => {
    const store = await createEmptyStore(kind);
    await fillStore(store, { assets: [buildAsset('a1')], findings: [buildFinding('1'), buildFinding('2')] });
    await fillStore(store, { connection: 'c2', findings: [buildFinding('1')] });
    await recomputeRisk(store);
    await fillStore(store, { run: 'r2', at: NOW + 10, assets: [buildAsset('a1')], findings: [buildFinding('1')] });
    await store.transaction((tx) => store.closeAbsent(tx, { connectionId: 'c1', runId: 'r2', at: NOW + 10 }));
    expect(await recomputeRisk(store, { connectionId: 'c1', since: NOW + 10 })).toEqual({
      findings: 1,
      assets: 0,
      failed: 0,
    });
  });
});
