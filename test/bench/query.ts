import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatTextTable } from '../../engine/base/format/text-table.ts';
import { parseQuery } from '../../engine/inventory/query/index.ts';
import { countFacets, countFindingsByWeek, listFindings } from '../../engine/inventory/read/index.ts';
import { openStore, type Store } from '../../engine/inventory/store/index.ts';

const PAGE = 5_000;
const ROUNDS = 3;
const NOW = Date.UTC(2025, 10, 20);
const DAY = 86_400_000;
const CONNECTIONS = 5;

const QUERIES = [
  '',
  'severity >= 4 and status:NEW',
  'inventory:(source:"Acme")',
  'findings.vendorProductname:"Umbrella SCA" and severity >= 4',
  'name:"sql" and severity:5',
  'firstFoundOn > now-30d',
  'cve:CVE-2021-1100',
  'solution:"upgrade"',
];

const of = <T>(all: readonly T[], index: number): T => all[index % all.length] as T;

/** Seeded, so that each run measures the same data. */
function numbers(): (below: number) => number {
  let seed = 1;
  return (below) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
}

const TEXT = 'What was found, where it was found, and why it matters, as long as scanners write it. '.repeat(8);

function buildFinding(index: number, application: number, next: (below: number) => number) {
  const vulnerability = {
    cweId: `CWE-${next(next(300) + 1)}`,
    ...(index % 4 === 0 ? { cveId: `CVE-2021-${1000 + (index % 5000)}` } : {}),
    cvss: { cvss3Base: next(101) / 10 },
  };
  return {
    externalFindingId: `f-${index}`,
    externalAssetId: `app-${application}`,
    vendorProductName: of(['Acme SAST', 'Acme DAST', 'Umbrella SCA', 'Initech DAST'], application),
    name: `${of(['SQL Injection', 'Cross-Site Scripting', 'Open Redirect', 'Path Traversal'], index)} ${index % 97}`,
    severity: 1 + next(5),
    findingStatus: of(['NEW', 'ACTIVE', 'ACTIVE', 'FIXED'], next(100)),
    description: TEXT,
    firstFoundOn: new Date(NOW - next(170) * DAY).toISOString(),
    findingType: { vulnerability },
    url: `https://app-${application}.example.com/page/${index}`,
    solution: index % 50 === 0 ? 'Upgrade the component.' : 'Encode what is written into the page.',
  };
}

const buildAsset = (application: number) => ({
  externalAssetId: `app-${application}`,
  assetType: of(['WEB_APPLICATION', 'CODE_REPO'], application),
  source: of(['Acme', 'Umbrella', 'Initech'], application),
  assetDetail: { name: `Application ${application}`, criticality: of(['HIGH', 'LOW', 'VERY_HIGH'], application) },
});

async function fill(store: Store, count: number): Promise<void> {
  const applications = Math.max(200, count / 500);
  const next = numbers();
  const pages = Array.from({ length: CONNECTIONS }, () => [] as ReturnType<typeof buildFinding>[]);
  const write = (connection: number, assets: object[], findings: object[]) =>
    store.transaction((tx) => {
      const records = (all: object[]) => all.map((record) => ({ record: record as never }));
      const page = { connectionId: `c${connection}`, runId: 'r', at: NOW };
      return store.write(tx, { ...page, assets: records(assets), findings: records(findings) });
    });
  const all = Array.from({ length: applications }, (_, application) => application);
  for (let connection = 0; connection < CONNECTIONS; connection += 1)
    await write(connection, all.filter((application) => application % CONNECTIONS === connection).map(buildAsset), []);
  for (let index = 0; index < count; index += 1) {
    const application = next(applications);
    const connection = application % CONNECTIONS;
    pages[connection]?.push(buildFinding(index, application, next));
    if (pages[connection]?.length === PAGE) await write(connection, [], pages[connection].splice(0));
  }
  for (const [connection, findings] of pages.entries()) await write(connection, [], findings);
}

const middle = (rounds: readonly number[]): string =>
  (rounds.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN).toFixed(0);

/** Returns the median wall and CPU time of several rounds in ms. Other load on the machine affects CPU time less. */
async function measureTime(work: () => Promise<unknown>): Promise<string> {
  const [walls, cpus]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [begin, used] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(used);
    walls.push(performance.now() - begin);
    cpus.push((user + system) / 1000);
  }
  return `${middle(walls)} (${middle(cpus)})`;
}

async function buildRows(store: Store): Promise<string[][]> {
  const rows: string[][] = [];
  for (const text of QUERIES) {
    const listQuery = { query: parseQuery(text, 'finding'), now: NOW };
    const { total } = await countFacets(store, 'finding', { ...listQuery, fields: [] });
    rows.push([
      text === '' ? '(all)' : text,
      total.toLocaleString('en-US'),
      await measureTime(() => listFindings(store, listQuery)),
      await measureTime(() => countFacets(store, 'finding', listQuery)),
      await measureTime(() => countFindingsByWeek(store, listQuery)),
    ]);
  }
  return rows;
}

/** Measures the studio's queries over `count` findings on SQLite: a page ordered by risk, all facets, and the chart. */
export async function measureQueries(count: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mapwright-bench-query-'));
  const store = await openStore(`sqlite:${join(folder, 'inventory.db')}`);
  try {
    await fill(store, count);
    const head = ['query', 'finds', 'page', 'facets', 'weeks'];
    return formatTextTable([head, ...(await buildRows(store))], ['left', 'right', 'right', 'right', 'right']);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}
