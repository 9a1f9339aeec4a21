import fc from 'fast-check';
import { sql } from 'kysely';
import type { JsonObject } from '../../../engine/base/json/types.ts';
import type { Store } from '../../../engine/inventory/store/index.ts';
import { instant, nastyText } from './arbitrary.ts';
import type { Known, World } from './oracle.ts';

const CONNECTIONS = ['a', 'b', 'Ab%'];
const ASSETS = ['1', '2', '3', '%'];

const anyCustom = fc.record(
  { 'a-b': fc.oneof(nastyText, fc.boolean(), fc.integer({ min: -3, max: 9 })), deep: fc.record({ A: nastyText }) },
  { requiredKeys: [] },
);

const assetRecord = fc.record(
  {
    assetType: fc.constantFrom('WEB_APPLICATION', 'CODE_REPO', 'HOST'),
    source: nastyText,
    vendorAssetId: nastyText,
    assetDetail: fc.record(
      {
        name: nastyText,
        criticality: fc.constantFrom('HIGH', 'high', 'a', 'Ab'),
        description: nastyText,
        tags: fc.array(nastyText, { minLength: 1, maxLength: 3 }),
        lastScannedOn: instant,
      },
      { requiredKeys: ['name'] },
    ),
    webAppUrl: nastyText,
    repoUrl: nastyText,
    fqdn: nastyText,
    ipAddresses: fc.array(nastyText, { minLength: 1, maxLength: 3 }),
    macAddress: nastyText,
    operatingSystem: nastyText,
    custom: anyCustom,
  },
  { requiredKeys: ['assetType', 'source', 'assetDetail'] },
);

const findingRecord = fc.record(
  {
    vendorProductName: nastyText,
    name: nastyText,
    severity: fc.integer({ min: 1, max: 5 }),
    findingStatus: fc.constantFrom('NEW', 'ACTIVE', 'FIXED', 'IGNORED'),
    description: nastyText,
    firstFoundOn: instant,
    fixedOn: instant,
    findingType: fc.record({
      vulnerability: fc.record(
        {
          cveId: fc.constantFrom('CVE-2021-1', 'CVE-2021-12'),
          cweId: fc.constantFrom('CWE-7', 'CWE-79'),
          cveIds: fc.array(fc.constantFrom('CVE-2021-1', 'CVE-2021-12', 'CVE-2022-1'), { minLength: 1, maxLength: 3 }),
          cweIds: fc.array(fc.constantFrom('CWE-7', 'CWE-79', 'CWE-9'), { minLength: 1, maxLength: 3 }),
          cvss: fc.record({ cvss3Base: fc.integer({ min: 0, max: 40 }).map((n) => n / 4), vector: nastyText }),
        },
        { requiredKeys: [] },
      ),
    }),
    port: fc.integer({ min: 0, max: 5 }),
    protocol: fc.constantFrom('http', 'HTTP', 'a'),
    url: nastyText,
    file: nastyText,
    line: fc.integer({ min: 0, max: 5 }),
    component: fc.record({ name: nastyText, version: nastyText }, { requiredKeys: ['name'] }),
    epss: fc.integer({ min: 0, max: 4 }).map((n) => n / 4),
    references: fc.array(nastyText, { minLength: 1, maxLength: 2 }),
    custom: anyCustom,
  },
  { requiredKeys: ['vendorProductName', 'name', 'severity', 'findingStatus'] },
);

const risk = fc.option(
  fc.integer({ min: 0, max: 40 }).map((n) => n / 4),
  { nil: undefined },
);

interface Draft {
  readonly connectionId: string;
  readonly record: JsonObject;
  readonly risk: number | undefined;
}

const drafts = (record: fc.Arbitrary<unknown>, most: number, id: (draft: Draft, index: number) => JsonObject) =>
  fc
    .array(
      fc.record({ connectionId: fc.constantFrom(...CONNECTIONS), record: record as fc.Arbitrary<JsonObject>, risk }),
      { minLength: 1, maxLength: most },
    )
    .map((all) => all.map((draft, index) => ({ ...draft, record: { ...draft.record, ...id(draft, index) } })));

/** Drafts of assets and findings; some findings have no asset. */
export const anyDrafts = fc.record({
  asset: drafts(assetRecord, 6, (_, index) => ({ externalAssetId: ASSETS[index % 4] ?? '1' })).map((all) => [
    ...new Map(all.map((one) => [`${one.connectionId} ${one.record['externalAssetId']}`, one])).values(),
  ]),
  finding: drafts(findingRecord, 12, ({ risk: seed = 0 }, index) => ({
    externalFindingId: `f%${index}`,
    externalAssetId: ASSETS[((index + seed) % 4) | 0] ?? '1',
  })),
});

export type Drafts = typeof anyDrafts extends fc.Arbitrary<infer D> ? D : never;

const AT = Date.UTC(2025, 1, 1);
const NAMES = { a: 'Abba', b: '%a' };

async function clear({ db }: Store): Promise<void> {
  for (const table of ['asset', 'finding', 'asset_seen', 'finding_seen', 'finding_status', 'connection'] as const)
    await db.deleteFrom(table).execute();
}

async function connect({ db }: Store): Promise<void> {
  for (const [id, name] of Object.entries(NAMES))
    await sql`insert into connection (id, name, description, connector, version, settings, "select", filters, maps,
      schedule, manual_only, active, preserve_absent, state, cursors, created_at, updated_at, revision)
      values (${id}, ${name}, '', 'x', '1', '{}', '{}', '{}', '{}', '{}', 0, 1, 0, 'REGISTERED', '{}', 0, 0, 0)`.execute(
      db,
    );
}

/** The store makes up for a risk that is not given; here some findings are to have none. */
async function withoutRisk({ db }: Store, findings: readonly Draft[]): Promise<void> {
  for (const { connectionId, record, risk: score } of findings)
    if (score === undefined)
      await db
        .updateTable('finding')
        .set({ risk: null })
        .where('connection_id', '=', connectionId)
        .where('external_id', '=', String(record['externalFindingId']))
        .execute();
}

/** Writes drafts into an emptied store; gives them as a plain program knows them. */
export async function settle(store: Store, { asset, finding }: Drafts): Promise<World> {
  await clear(store);
  await connect(store);
  for (const [index, connectionId] of CONNECTIONS.entries()) {
    const of = (all: readonly Draft[]) =>
      all
        .filter((one) => one.connectionId === connectionId)
        .map((one) => ({ record: one.record, ...(one.risk === undefined ? {} : { risk: one.risk }) }));
    const page = { connectionId, runId: 'a', at: AT + index, assets: of(asset), findings: of(finding) };
    await store.transaction((tx) => store.write(tx, page));
  }
  await withoutRisk(store, finding);
  const known = (all: readonly Draft[]): Known[] =>
    all.map(({ connectionId, record, risk: score }) => {
      const at = AT + CONNECTIONS.indexOf(connectionId);
      const status = record['findingStatus'];
      const own = {
        risk: score,
        firstSeenOn: at,
        lastSeenOn: at,
        changedOn: at,
        runId: 'a',
        goneOn: undefined,
        status,
      };
      return { connectionId, record, own };
    });
  return { connections: NAMES, asset: known(asset), finding: known(finding) };
}
