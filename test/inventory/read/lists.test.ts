import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuery, printQuery, toggleValue } from '../../../engine/inventory/query/index.ts';
import {
  countFacets,
  countFindingsByWeek,
  listAssets,
  listFindings,
  readAssetDetail,
  readFindingDetail,
} from '../../../engine/inventory/read/index.ts';
import { addConnection } from '../../../engine/inventory/store/connection-rows.ts';
import type { Store } from '../../../engine/inventory/store/index.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { createEmptyStore, KINDS } from '../store/stores.ts';
import { buildAsset, buildFinding, exportText, fillStore, NOW } from './fixture.ts';

const buildQuery = (text = '') => ({ query: parseQuery(text, 'finding'), now: NOW });

const idsOf = async (store: Store, text = '', sort?: string) =>
  (await listFindings(store, { ...buildQuery(text), ...(sort === undefined ? {} : { sort }) })).items.map(
    ({ record }) => record['externalFindingId'],
  );

/** All pages; between the first of them `meanwhile` writes: what never stops growing has no last page. */
const WRITTEN = 3;

async function allPages(store: Store, sort: string, limit: number, meanwhile: (page: number) => Promise<void>) {
  const seen: unknown[] = [];
  let after: string | undefined;
  for (let page = 0; ; page += 1) {
    const { items, next } = await listFindings(store, {
      sort,
      limit,
      now: NOW,
      ...(after === undefined ? {} : { after }),
    });
    seen.push(...items.map(({ record }) => record['externalFindingId']));
    if (next === undefined) return seen;
    after = next;
    if (page < WRITTEN) await meanwhile(page);
  }
}

describe.each(KINDS)('the inventory of $kind, read', (kind) => {
  test('is sorted by risk, worst first, records without risk last', async () => {
    const store = await createEmptyStore(kind);
    await fillStore(store, {
      findings: [
        [buildFinding('a'), 10],
        [buildFinding('b'), undefined],
        [buildFinding('c'), 90],
        [buildFinding('d'), 10],
      ],
    });
    expect(await idsOf(store)).toEqual(['c', 'd', 'a', 'b']);
    expect(await idsOf(store, '', 'risk')).toEqual(['a', 'd', 'c', 'b']);
    expect(await idsOf(store, '', '-name')).toEqual(['d', 'c', 'b', 'a']);
  });

  test.each([
    ['nonsense', {}, 'QUERY_SORT_INVALID'],
    ['description', {}, 'QUERY_SORT_INVALID'],
    ['risk', { after: 'x' }, 'QUERY_PAGE_INVALID'],
    ['-risk', { after: Buffer.from('["risk",1,1]').toString('base64url') }, 'QUERY_PAGE_INVALID'],
    ['-risk', { after: Buffer.from('["-risk",{},1]').toString('base64url') }, 'QUERY_PAGE_INVALID'],
  ])('refuses %s %o', async (sort, more, code) => {
    const store = await createEmptyStore(kind);
    await expect(listFindings(store, { sort, ...more, now: NOW })).rejects.toMatchObject({ code });
  });

  test('pages are complete without repetition, despite concurrent writes', async () => {
    const store = await createEmptyStore(kind);
    const risks = fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(
        risks,
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('-risk', 'risk', 'name', '-severity'),
        async (all, limit, sort) => {
          await store.db.deleteFrom('finding').execute();
          await store.db.deleteFrom('finding_seen').execute();
          const own = all.map((risk, index) => [buildFinding(`own ${index}`), risk] as const);
          await fillStore(store, { findings: own });
          const seen = await allPages(store, sort, limit, (page) =>
            fillStore(store, {
              findings: [0, 1, 2, 3, undefined].map((risk) => [buildFinding(`new ${page} ${risk}`), risk] as const),
              run: `later ${page}`,
            }),
          );
          expect(seen.filter((id) => String(id).startsWith('own')).sort()).toEqual(
            own.map(([record]) => record['externalFindingId']).sort(),
          );
          expect(new Set(seen).size).toBe(seen.length);
        },
      ),
      { numRuns: scaleRuns(kind.kind === 'sqlite' ? 20 : 6), endOnFailure: true },
    );
  });

  test('shows the current status', async () => {
    const store = await createEmptyStore(kind);
    await fillStore(store, { findings: [buildFinding('a')] });
    const later = { connectionId: 'c1', runId: 'r2', at: NOW + 5 };
    await store.transaction((tx) => store.closeAbsent(tx, later));
    const { items } = await listFindings(store, buildQuery('status:FIXED'));
    expect(items[0]?.record).toMatchObject({ findingStatus: 'FIXED', fixedOn: new Date(NOW + 5).toISOString() });
  });

  test('an asset of several connections is one row, found by each of them', async () => {
    const store = await createEmptyStore(kind);
    await fillStore(store, { assets: [buildAsset('a'), buildAsset('b')] });
    await fillStore(store, { connection: 'c2', assets: [buildAsset('a', { assetType: 'CODE_REPO' })] });
    const list = async (text: string) =>
      (await listAssets(store, { query: parseQuery(text, 'asset'), now: NOW, sort: 'name' })).items.map(
        (one) => `${one.connectionId} ${one.record['externalAssetId']}`,
      );
    expect(await list('')).toEqual(['c1 a', 'c1 b']);
    expect(await list('connection:c2')).toEqual(['c2 a']);
    const { total, facets } = await countFacets(store, 'asset', { now: NOW });
    expect(total).toBe(2);
    expect(facets.find(({ field }) => field === 'assetType')?.values).toEqual([
      { value: 'WEB_APPLICATION', count: 2 },
      { value: 'CODE_REPO', count: 1 },
    ]);
    const [first] = (await listAssets(store, { now: NOW, sort: 'name' })).items;
    expect((await readAssetDetail(store, first?.id ?? 0))?.alsoListedBy).toMatchObject([
      { connection: 'c2', assetType: 'CODE_REPO' },
    ]);
  });

  /** Saves connections whose secrets are bound to a host. */
  const connect = (store: Store, hosts: Readonly<Record<string, string>>) =>
    store.transaction(async (tx) => {
      for (const [at, [id, origin]] of Object.entries(hosts).entries()) {
        const text = { description: '', connector: 'acme', version: '1', settings: '{}', select: '{}', filters: '{}' };
        const flags = { manual_only: 0, active: 1, preserve_absent: 0, tested_at: null } as const;
        await addConnection(tx, { id, name: `the ${id}`, ...text, maps: '{}', schedule: '{}', ...flags }, at);
        const secret = { connection_id: id, field: 'key', origin, key_id: 'k', sealed: 's', set_at: at };
        await tx.insertInto('secret').values(secret).execute();
      }
    });

  describe('a finding of several connections', () => {
    const shared = async (hosts: Readonly<Record<string, string>>) => {
      const store = await createEmptyStore(kind);
      const found = { firstFoundOn: '2025-02-11T09:14:03.000Z' };
      await connect(store, hosts);
      await fillStore(store, { assets: [buildAsset('a1')], findings: [buildFinding('1', found), buildFinding('2')] });
      const again = [buildFinding('1', { ...found, findingStatus: 'FIXED' }), buildFinding('3')];
      await fillStore(store, { connection: 'c2', assets: [buildAsset('a1')], findings: again });
      return store;
    };
    const list = async (store: Store, text = '') =>
      (await listFindings(store, { ...buildQuery(text), sort: 'externalFindingId' })).items.map((one) => [
        one.connectionId,
        one.record['externalFindingId'],
        one.alsoListedBy?.map(({ connection }) => connection),
      ]);

    test('to the same host is one row, found by each of them', async () => {
      const store = await shared({ c1: 'https://acme.example', c2: 'https://acme.example' });
      expect(await list(store)).toEqual([
        ['c1', '1', ['the c2']],
        ['c1', '2', undefined],
        ['c2', '3', undefined],
      ]);
      expect(await list(store, 'connection:c2')).toEqual([
        ['c2', '1', ['the c1']],
        ['c2', '3', undefined],
      ]);
      expect(await list(store, 'status:FIXED')).toEqual([['c2', '1', ['the c1']]]);
      const { total, facets } = await countFacets(store, 'finding', { now: NOW });
      expect(total).toBe(3);
      expect(facets.find(({ field }) => field === 'connection')?.values).toEqual([
        { value: 'the c1', count: 2 },
        { value: 'the c2', count: 2 },
      ]);
      expect(facets.find(({ field }) => field === 'status')?.values).toEqual([{ value: 'NEW', count: 3 }]);
      const { weeks } = await countFindingsByWeek(store, { now: NOW, weeks: 520 });
      expect(weeks.reduce((sum, { severities }) => sum + Object.values(severities).reduce((a, b) => a + b), 0)).toBe(1);
      expect((await exportText(store, 'finding', 'ndjson')).trim().split('\n')).toHaveLength(3);
      const [first] = (await listFindings(store, { ...buildQuery(), sort: 'externalFindingId' })).items;
      expect((await readFindingDetail(store, first?.id ?? 0))?.item.alsoListedBy).toMatchObject([
        { connection: 'the c2' },
      ]);
    });

    test('to different hosts is a row for each: an id is unique on its host only', async () => {
      const store = await shared({ c1: 'https://one.example', c2: 'https://two.example' });
      expect(await list(store)).toHaveLength(4);
      expect((await countFacets(store, 'finding', { now: NOW })).total).toBe(4);
    });
  });

  test('facets count alternatives', async () => {
    const store = await createEmptyStore(kind);
    await fillStore(store, {
      assets: [buildAsset('a1', { source: 'Acme' }), buildAsset('a2', { source: 'Other' })],
      findings: [
        buildFinding('1', { severity: 5 }),
        buildFinding('2', { severity: 4, externalAssetId: 'a2' }),
        buildFinding('3', { severity: 4, findingStatus: 'FIXED' }),
        buildFinding('4', {
          severity: 1,
          externalAssetId: 'unknown',
          name: 'x',
          findingType: { vulnerability: { cweId: 'CWE-79' } },
        }),
      ],
    });
    const counts = async (text: string) => {
      const { total, facets } = await countFacets(store, 'finding', buildQuery(text));
      return {
        total,
        ...Object.fromEntries(
          facets.map(({ field, values }) => [
            field,
            Object.fromEntries(values.map(({ value, count }) => [value, count])),
          ]),
        ),
      };
    };
    expect(await counts('')).toMatchObject({
      total: 4,
      severity: { 5: 1, 4: 2, 1: 1 },
      status: { NEW: 3, FIXED: 1 },
      source: { Acme: 2, Other: 1 },
      cweId: { 'CWE-79': 1 },
      connection: { c1: 4 },
    });
    expect(await counts('severity:4 and status:NEW')).toMatchObject({
      total: 1,
      severity: { 5: 1, 4: 1, 1: 1 },
      status: { NEW: 1, FIXED: 1 },
      source: { Other: 1 },
    });
    expect(await counts('inventory:(source:Acme) name:"finding"')).toMatchObject({
      total: 2,
      source: { Acme: 2, Other: 1 },
      severity: { 5: 1, 4: 1 },
    });
    expect(await counts('severity:5 or name:x')).toMatchObject({ total: 2, severity: { 5: 1, 1: 1 } });
  });

  test('facets count a record for each of its values', async () => {
    const store = await createEmptyStore(kind);
    const weak = (...cweIds: string[]) => ({ findingType: { vulnerability: { cweIds } } });
    await fillStore(store, {
      assets: [buildAsset('a1', { operatingSystem: 'Ubuntu' })],
      findings: [
        buildFinding('1', weak('CWE-7')),
        buildFinding('2', weak('CWE-79', 'CWE-7')),
        buildFinding('3', { findingType: { vulnerability: { cweId: 'CWE-9', cweIds: ['CWE-79', 'CWE-9'] } } }),
      ],
    });
    const valuesOf = async (entity: 'asset' | 'finding', field: string, text: string) =>
      (await countFacets(store, entity, { ...buildQuery(text), fields: [field] })).facets[0]?.values;
    expect(await valuesOf('finding', 'cweId', '')).toEqual([
      { value: 'CWE-7', count: 2 },
      { value: 'CWE-79', count: 2 },
      { value: 'CWE-9', count: 1 },
    ]);
    expect(await valuesOf('asset', 'operatingSystem', '')).toEqual([{ value: 'Ubuntu', count: 1 }]);
  });

  test('counts findings by week and severity, including empty weeks', async () => {
    const store = await createEmptyStore(kind);
    await fillStore(store, {
      findings: [
        buildFinding('1', { firstFoundOn: '2025-02-23T23:59:59.999Z' }),
        buildFinding('2', { firstFoundOn: '2025-02-24T00:00:00.000Z', severity: 5 }),
        buildFinding('3', { firstFoundOn: '2020-01-01T00:00:00.000Z' }),
        buildFinding('4'),
      ],
    });
    const { weeks, older } = await countFindingsByWeek(store, { now: NOW, weeks: 3 });
    expect(weeks.map(({ week, severities }) => [week, severities[3], severities[5]])).toEqual([
      ['2025-02-10', 0, 0],
      ['2025-02-17', 1, 0],
      ['2025-02-24', 0, 1],
    ]);
    expect(older).toBe(1);
  });

  test('returns a finding with record, item, history, run and the parts of its risk', async () => {
    const store = await createEmptyStore(kind);
    const item = { id: 7, severity: 'bad' };
    await fillStore(store, {
      assets: [buildAsset('a1', { assetDetail: { name: 'Shop', criticality: 'high' } })],
      findings: [buildFinding('1')],
      raw: JSON.stringify(item),
    });
    const [found] = (await listFindings(store, buildQuery())).items;
    const detail = await readFindingDetail(store, found?.id ?? 0);
    expect(detail).toMatchObject({
      item: { record: { externalFindingId: '1' }, asset: { name: 'Shop' } },
      raw: item,
      history: [{ status: 'NEW', reason: 'vendor', runId: 'r1' }],
      risk: {
        score: 45,
        parts: [
          { name: 'impact', value: 50 },
          { name: 'likelihood', value: 1 },
          { name: 'status', value: 1 },
          { name: 'criticality', value: 0.9 },
        ],
      },
    });
    expect(await readFindingDetail(store, 999_999)).toBeUndefined();
  });
});

describe('a click on a facet', () => {
  test.each([
    ['', 'severity', 5, 'severity:5'],
    ['severity:5', 'severity', 5, ''],
    ['severity:5', 'severity', 4, 'severity:[5, 4]'],
    ['severity:[5, 4] and name:"x"', 'severity', 5, 'name:"x" and severity:4'],
    ['severity >= 4', 'severity', 5, 'severity:5'],
    ['status:NEW', 'status', 'FIXED', 'status:[`NEW`, `FIXED`]'],
  ] as const)('%s, %s %s', (before, field, value, after) => {
    expect(printQuery(toggleValue(parseQuery(before, 'finding'), 'finding', field, value), 'finding')).toBe(after);
  });
});
