import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../engine/base/json/types.ts';
import { unpackRaw } from '../../../engine/inventory/store/index.ts';
import { closeUnseen, createAsset, createFinding, createPage, readContents, writePage } from './records.ts';
import { createEmptyStore, KINDS } from './stores.ts';

const NONE = { added: 0, changed: 0, unchanged: 0, returned: 0, repeated: 0 };

describe.each(KINDS)('the inventory on $kind', (kind) => {
  test('counts new, changed, unchanged and repeated records', async () => {
    const store = await createEmptyStore(kind);
    const first = await writePage(store, {
      run: 'r1',
      at: 1,
      assets: [createAsset('a1')],
      findings: [createFinding('1'), createFinding('2')],
    });
    expect(first).toEqual({ asset: { ...NONE, added: 1 }, finding: { ...NONE, added: 2 } });
    const second = {
      run: 'r2',
      at: 2,
      findings: [createFinding('1'), createFinding('2', 'ACTIVE'), createFinding('3'), createFinding('3')],
    };
    expect((await writePage(store, second)).finding).toEqual({
      ...NONE,
      added: 1,
      changed: 1,
      unchanged: 1,
      repeated: 1,
    });
    expect((await writePage(store, second)).finding).toEqual({ ...NONE, repeated: 4 });
  });

  test('keeps the last record of an identity that a run repeats, or the one that the policy prefers', async () => {
    const store = await createEmptyStore(kind);
    await writePage(store, { run: 'r1', at: 1, findings: [createFinding('1', 'NEW'), createFinding('1', 'ACTIVE')] });
    await writePage(store, { run: 'r1', at: 2, findings: [createFinding('1', 'IGNORED')] });
    const status = async () => (await readContents(store)).findings.map((row) => row.status);
    expect(await status()).toEqual(['IGNORED']);
    const newest = {
      replaces: (_: string, stored: JsonObject, next: JsonObject) => Number(next['line']) >= Number(stored['line']),
    };
    const page = (lines: readonly [number, string][]) => ({
      ...createPage({ run: 'r2', at: 3, findings: lines.map(([line, said]) => createFinding('1', said, { line })) }),
      ...newest,
    });
    for (const lines of [
      [
        [5, 'FIXED'],
        [4, 'NEW'],
      ],
      [[3, 'NEW']],
    ] as [number, string][][])
      await store.transaction((tx) => store.write(tx, page(lines)));
    expect(await status()).toEqual(['FIXED']);
  });

  test.each([
    [
      'a finding that the run added',
      [],
      [
        ['NEW', 'FIXED'],
        ['NEW', 'FIXED'],
      ],
      ['FIXED vendor'],
    ],
    [
      'an open finding',
      ['NEW'],
      [
        ['NEW', 'FIXED'],
        ['NEW', 'FIXED'],
      ],
      ['NEW vendor', 'FIXED vendor'],
    ],
    ['a finding whose last version changes nothing', ['NEW'], [['FIXED', 'NEW']], ['NEW vendor']],
    [
      'a finding that was absent',
      ['NEW', undefined],
      [
        ['FIXED', 'NEW'],
        ['FIXED', 'NEW'],
      ],
      ['NEW vendor', 'FIXED absent', 'REOPENED returned'],
    ],
  ] as const)(
    'writes versions of %s as if the last were the only one, also when written again',
    async (_, before, pages, expected) => {
      const store = await createEmptyStore(kind);
      for (const [index, said] of before.entries()) {
        if (said === undefined) await closeUnseen(store, { run: `r${index}`, at: index });
        else await writePage(store, { run: `r${index}`, at: index, findings: [createFinding('1', said)] });
      }
      const at = before.length;
      for (const versions of pages)
        for (const said of versions) await writePage(store, { run: 'last', at, findings: [createFinding('1', said)] });
      const { history, findings } = await readContents(store);
      expect(history.map(({ status, reason }) => `${status} ${reason}`)).toEqual(expected);
      expect(findings[0]?.status).toBe(expected.at(-1)?.split(' ')[0]);
    },
  );

  test('does not write the row of an unchanged record', async () => {
    const store = await createEmptyStore(kind);
    await writePage(store, { run: 'r1', at: 1, assets: [createAsset('a1')], findings: [createFinding('1')] });
    const version = async () =>
      store.kind === 'postgres'
        ? (
            await store.db
              .selectFrom('finding')
              .select((eb) => eb.ref('xmin' as 'id').as('version'))
              .execute()
          )[0]
        : undefined;
    const before = [await version(), await store.db.selectFrom('finding').selectAll().execute()];
    await writePage(store, { run: 'r2', at: 2, assets: [createAsset('a1')], findings: [createFinding('1')] });
    expect([await version(), await store.db.selectFrom('finding').selectAll().execute()]).toEqual(before);
    expect((await readContents(store)).findings).toMatchObject([{ run_id: 'r1', seen_by: 'r2', seen_at: 2 }]);
  });

  /** Status of one finding in each run (undefined: a complete run without it), and the stored state afterwards. */
  const LIVES: readonly (readonly [said: string, (string | undefined)[], status: string, history: string[]])[] = [
    ['what is absent is FIXED', ['NEW', undefined], 'FIXED', ['NEW vendor', 'FIXED absent']],
    ['it is FIXED once', ['NEW', undefined, undefined], 'FIXED', ['NEW vendor', 'FIXED absent']],
    [
      'what comes back is REOPENED',
      ['NEW', undefined, 'NEW'],
      'REOPENED',
      ['NEW vendor', 'FIXED absent', 'REOPENED returned'],
    ],
    ['and stays so', ['NEW', undefined, 'NEW', 'NEW'], 'REOPENED', ['NEW vendor', 'FIXED absent', 'REOPENED returned']],
    [
      'until the vendor says something new',
      ['NEW', undefined, 'NEW', 'ACTIVE'],
      'ACTIVE',
      ['NEW vendor', 'FIXED absent', 'REOPENED returned', 'ACTIVE vendor'],
    ],
    ['the vendor’s FIXED stays the vendor’s', ['FIXED', undefined], 'FIXED', ['FIXED vendor']],
    [
      'and may be taken back by the vendor',
      ['FIXED', undefined, 'ACTIVE'],
      'ACTIVE',
      ['FIXED vendor', 'ACTIVE vendor'],
    ],
    ['what comes back FIXED is FIXED', ['NEW', undefined, 'FIXED'], 'FIXED', ['NEW vendor', 'FIXED absent']],
    [
      'what comes back IGNORED is IGNORED',
      ['NEW', undefined, 'IGNORED'],
      'IGNORED',
      ['NEW vendor', 'FIXED absent', 'IGNORED returned'],
    ],
    [
      'the vendor’s changes are kept',
      ['NEW', 'ACTIVE', 'FIXED'],
      'FIXED',
      ['NEW vendor', 'ACTIVE vendor', 'FIXED vendor'],
    ],
  ];

  test.each(LIVES)('a finding’s life: %s', async (_, said, status, history) => {
    const store = await createEmptyStore(kind);
    for (const [index, word] of said.entries()) {
      const run = { run: `r${index}`, at: index };
      await writePage(store, { ...run, findings: word === undefined ? [] : [createFinding('1', word)] });
      await closeUnseen(store, run);
    }
    const now = await readContents(store);
    expect(now.findings).toMatchObject([{ status }]);
    expect(now.history.map((one) => `${one.status} ${one.reason}`)).toEqual(history);
  });

  test('marks an absent asset, and restores it when it is seen again', async () => {
    const store = await createEmptyStore(kind);
    await writePage(store, { run: 'r1', at: 1, assets: [createAsset('a1'), createAsset('a2')] });
    await writePage(store, { run: 'r2', at: 2, assets: [createAsset('a1')] });
    const of = { connectionId: 'c1', runId: 'r2' };
    expect(await store.transaction((tx) => store.absent(tx, of))).toEqual({
      absent: { findings: 0, assets: 1, records: 0 },
      present: { findings: 0, assets: 2, records: 0 },
    });
    expect(await closeUnseen(store, { run: 'r2', at: 2 })).toEqual({ findings: 0, assets: 1, records: 0 });
    expect((await readContents(store)).assets).toMatchObject([{ gone_at: null }, { gone_at: 2, changed_at: 2 }]);
    expect((await writePage(store, { run: 'r3', at: 3, assets: [createAsset('a2')] })).asset).toEqual({
      ...NONE,
      returned: 1,
    });
    expect((await readContents(store)).assets).toMatchObject([{}, { gone_at: null, changed_at: 3 }]);
  });

  test('identifies records by connection, leaving those of others unchanged', async () => {
    const store = await createEmptyStore(kind);
    await writePage(store, {
      run: 'r1',
      at: 1,
      connection: 'other',
      assets: [createAsset('a1')],
      findings: [createFinding('1')],
    });
    await writePage(store, { run: 'r2', at: 2, findings: [] });
    expect(await closeUnseen(store, { run: 'r2', at: 2 })).toEqual({ findings: 0, assets: 0, records: 0 });
    expect((await readContents(store)).findings).toMatchObject([{ connection_id: 'other', status: 'NEW' }]);
  });

  test('joins an asset of a vendor across several connections', async () => {
    const store = await createEmptyStore(kind);
    const seen = (connection: string, id: string) => ({
      ...createAsset(id),
      vendorAssetId: 'app-7',
      source: connection,
    });
    for (const connection of ['V', 'W'])
      await writePage(store, { run: 'r', at: 1, connection, assets: [seen('V', connection)] });
    await writePage(store, { run: 'r', at: 1, connection: 'X', assets: [seen('Y', 'x')] });
    const rows = await store.db.selectFrom('asset_identity').selectAll().orderBy('source').execute();
    expect(rows).toMatchObject([
      { source: 'V', vendor_key: 'app-7', assets: 2, connections: 2 },
      { source: 'Y', vendor_key: 'app-7', assets: 1, connections: 1 },
    ]);
  });

  test('derives its columns from the record', async () => {
    const store = await createEmptyStore(kind);
    const more = {
      firstFoundOn: '2025-02-11T09:14:03.007Z',
      findingType: { vulnerability: { cveId: 'CVE-2024-1', cweId: 'CWE-79', cvss: { cvss3Base: 7.5 } } },
      epss: 0.25,
      file: 'src/a.c',
      component: { name: 'openssl' },
    };
    await writePage(store, { run: 'r', at: 1, findings: [createFinding('1', 'NEW', more)] });
    expect(await store.db.selectFrom('finding').selectAll().execute()).toMatchObject([
      {
        ...{
          external_asset_id: 'a1',
          product: 'Vendor SAST',
          severity: 3,
          cve: 'CVE-2024-1',
          cwe: 'CWE-79',
          cvss: 7.5,
        },
        ...{ epss: 0.25, first_found_at: Date.UTC(2025, 1, 11, 9, 14, 3, 7), fixed_at: null, place: 'src/a.c' },
        ...{ component: 'openssl', vendor_status: 'NEW', record: JSON.stringify(createFinding('1', 'NEW', more)) },
      },
    ]);
  });

  test('stores the vendor’s item with its record, unless it is too large', async () => {
    const store = await createEmptyStore(kind);
    const raw = JSON.stringify({ text: 'ä\u0000\ud800', long: 'x'.repeat(1000) });
    const findings = [
      { record: createFinding('1'), raw },
      { record: createFinding('2'), raw: 'x'.repeat(2 ** 20) },
      { record: createFinding('3'), risk: 4.5 },
    ];
    await store.transaction((tx) => store.write(tx, { ...createPage({ run: 'r', at: 1 }), findings }));
    const rows = await store.db.selectFrom('finding').select(['raw', 'risk']).orderBy('external_id').execute();
    expect(rows.map((one) => [one.raw && unpackRaw(one.raw), one.risk])).toEqual([
      [raw, 40],
      [null, 40],
      [null, 4.5],
    ]);
  });

  test('is unchanged when a transaction fails', async () => {
    const store = await createEmptyStore(kind);
    await writePage(store, { run: 'r1', at: 1, findings: [createFinding('1')] });
    const before = await readContents(store);
    const failing = store.transaction(async (tx) => {
      await store.write(
        tx,
        createPage({ run: 'r2', at: 2, findings: [createFinding('1', 'ACTIVE'), createFinding('2')] }),
      );
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await readContents(store)).toEqual(before);
  });
});
