import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { facetsOf, findingsByWeek, listFindings } from '../../engine/inventory/index.ts';
import { parseQuery } from '../../engine/query/index.ts';
import { type InventoryRecord, openStore, type Store } from '../../engine/store/index.ts';

const PAGE = 1_000;
const ASSETS = 500;
const ROUNDS = 9;
const START = Date.UTC(2025, 0, 1);
const DAY = 86_400_000;

/** What a search of the studio asks: a page of findings with their facets; the chart beside it. */
export interface SearchTime {
  readonly query: string;
  readonly matches: number;
  readonly page: Took;
  readonly facets: Took;
  readonly weeks: Took;
}

/** Milliseconds by the clock and of this process's CPU, where SQLite works, too: the middle of several. */
export interface Took {
  readonly ms: number;
  readonly cpuMs: number;
}

const QUERIES = [
  '',
  'severity >= 4',
  'status:[NEW, REOPENED] and severity:5',
  'inventory:(source:"Acme") and name:"injection"',
  'findings.vendorProductName:"Acme SCA" and not status:FIXED and cvss >= 7',
];

const asset = (at: number): InventoryRecord => ({
  record: {
    externalAssetId: `application-${at}`,
    source: at % 3 === 0 ? 'Acme' : 'Other',
    assetType: at % 2 === 0 ? 'APPLICATION' : 'WEB_APPLICATION',
    assetDetail: { name: `Application ${at}`, criticality: ['VERY HIGH', 'HIGH', 'MEDIUM'][at % 3] ?? 'LOW' },
  },
});

const NAMES = ['SQL injection', 'Cross-site scripting', 'Hard-coded password', 'Path traversal', 'Command injection'];

const finding = (at: number): InventoryRecord => ({
  record: {
    externalFindingId: `finding-${at}`,
    externalAssetId: `application-${at % ASSETS}`,
    vendorProductName: ['Acme SAST', 'Acme SCA', 'Acme DAST'][at % 3] ?? '',
    name: `${NAMES[at % NAMES.length]} ${at % 97}`,
    severity: (at % 5) + 1,
    findingStatus: ['NEW', 'ACTIVE', 'FIXED', 'IGNORED'][at % 4] ?? 'NEW',
    description: 'Text as long as a scanner writes it, about what was found, where, and why it matters. '.repeat(4),
    firstFoundOn: new Date(START + (at % 500) * DAY).toISOString(),
    findingType: { vulnerability: { cweId: `CWE-${at % 400}`, cvss: { cvss3Base: (at % 100) / 10 } } },
  },
});

async function fill(store: Store, findings: number): Promise<void> {
  const where = { connectionId: 'c', runId: 'r', at: START };
  const assets = Array.from({ length: ASSETS }, (_, at) => asset(at));
  await store.transaction((tx) => store.write(tx, { ...where, assets, findings: [] }));
  for (let at = 0; at < findings; at += PAGE) {
    const page = Array.from({ length: PAGE }, (_, index) => finding(at + index));
    await store.transaction((tx) => store.write(tx, { ...where, assets: [], findings: page }));
  }
}

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const [walls, cpus]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [begin, used] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(used);
    walls.push(performance.now() - begin);
    cpus.push((user + system) / 1_000);
  }
  return { ms: middle(walls), cpuMs: middle(cpus) };
}

/** How long a search over so many findings takes: in a file, as one machine has it. */
export async function searchTimes(findings: number): Promise<SearchTime[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mapwright-search-'));
  const store = await openStore(`sqlite:${join(folder, 'store.db')}`);
  try {
    await fill(store, findings);
    const times: SearchTime[] = [];
    for (const text of QUERIES) {
      const asked = { query: parseQuery(text, 'finding'), now: START + 500 * DAY };
      const { total } = await facetsOf(store, 'finding', asked);
      times.push({
        query: text,
        matches: total,
        page: await timed(() => listFindings(store, asked)),
        facets: await timed(() => facetsOf(store, 'finding', asked)),
        weeks: await timed(() => findingsByWeek(store, asked)),
      });
    }
    return times;
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const text = ({ ms, cpuMs }: Took) => `${ms.toFixed(0)} (${cpuMs.toFixed(0)})`;

/** The times as rows of a table. */
export const searchRows = (times: readonly SearchTime[]): string[][] => [
  ['query', 'matches', 'page, ms (CPU)', 'facets, ms (CPU)', 'weeks, ms (CPU)'],
  ...times.map(({ query, matches, page, facets, weeks }) => [
    query === '' ? 'everything' : query,
    matches.toLocaleString('en-US'),
    ...[page, facets, weeks].map(text),
  ]),
];

if (import.meta.main) console.table(searchRows(await searchTimes(100_000)));
