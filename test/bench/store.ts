import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import pg from 'pg';
import { formatTextTable } from '../../engine/base/format/text-table.ts';
import { type InventoryRecord, openStore } from '../../engine/inventory/store/index.ts';
import { listWrittenValues, toRow, type WritableRow } from '../../engine/inventory/store/inventory/row.ts';
import { INVENTORY_SQL as POSTGRES } from '../../engine/inventory/store/postgres/inventory.ts';
import { INVENTORY_SQL as SQLITE } from '../../engine/inventory/store/sqlite/inventory.ts';
import { openSharedPostgres } from '../setup/postgres.ts';
import { hasPostgres } from '../setup/requirements.ts';

const PAGE = 1_000;

/** Wall time and CPU time of this process in milliseconds. */
interface Took {
  readonly wall: number;
  readonly cpu: number;
}

/** Times of a first load, and of a second load of the same data. */
interface Loads {
  readonly first: Took;
  readonly again: Took;
}

const buildRecord = (index: number): InventoryRecord => ({
  record: {
    externalFindingId: `application-${index % 500}:${index}`,
    externalAssetId: `application-${index % 500}`,
    vendorProductName: 'Vendor SAST',
    name: `Improper neutralization of input ${index % 97}`,
    severity: (index % 5) + 1,
    findingStatus: index % 3 === 0 ? 'NEW' : 'ACTIVE',
    description: 'Text as long as a scanner writes it, about what was found, where, and why it matters. '.repeat(4),
    firstFoundOn: '2025-02-11T09:14:03.000Z',
    findingType: { vulnerability: { cweId: `CWE-${index % 400}`, cvss: { cvss3Base: (index % 100) / 10 } } },
    file: `src/module-${index % 1000}/file.c`,
    line: index % 5000,
  },
});

const buildPages = (count: number): InventoryRecord[][] =>
  Array.from({ length: count / PAGE }, (_, page) =>
    Array.from({ length: PAGE }, (_, index) => buildRecord(page * PAGE + index)),
  );

async function measureTime(work: () => Promise<void>): Promise<Took> {
  const [begin, used] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(used);
  return { wall: performance.now() - begin, cpu: (user + system) / 1000 };
}

async function ours(url: string, pages: readonly InventoryRecord[][]): Promise<Loads> {
  const store = await openStore(url);
  const load = (runId: string) =>
    measureTime(async () => {
      for (const findings of pages)
        await store.transaction((tx) => store.write(tx, { connectionId: 'c', runId, at: 1, assets: [], findings }));
    });
  try {
    return { first: await load('r1'), again: await load('r2') };
  } finally {
    await store.close();
  }
}

interface Prepared {
  readonly row: WritableRow;
  readonly values: readonly (string | number | Uint8Array | null)[];
}

/** Precomputed rows, hashes and columns, so that only the database is measured. */
const prepareStore = (pages: readonly InventoryRecord[][]): Prepared[][] =>
  pages.map((page) =>
    page.map((one) => {
      const row = toRow('finding', one);
      return { row, values: listWrittenValues('finding', row, row.status) };
    }),
  );

/** Executes the same statements in a plain loop on an empty store with the same tables. */
async function bareSqlite(url: string, pages: readonly Prepared[][]): Promise<Loads> {
  await (await openStore(url)).close();
  const database = new DatabaseSync(url.slice('sqlite:'.length));
  database.exec('PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000');
  const sql = SQLITE.finding;
  const [find, add, addSeen, see, status] = [sql.find, sql.add, sql.addSeen, sql.see, sql.status].map((text) =>
    database.prepare(text),
  );
  if (!find || !add || !addSeen || !see || !status) throw new Error('no statements');
  const load = (run: string) =>
    measureTime(async () => {
      for (const page of pages) {
        database.exec('BEGIN IMMEDIATE');
        for (const { row, values } of page) {
          const there = find.get('c', row.externalId);
          if (there) {
            see.run(run, 1, there['id'] as number);
            continue;
          }
          const { lastInsertRowid } = add.run('c', run, 1, 1, ...(values as SQLInputValue[]));
          addSeen.run(run, 1, lastInsertRowid);
          status.run(lastInsertRowid, 1, run, row.status, 'vendor');
        }
        database.exec('COMMIT');
      }
    });
  try {
    return { first: await load('r1'), again: await load('r2') };
  } finally {
    database.close();
  }
}

async function barePostgres(url: string, pages: readonly Prepared[][]): Promise<Loads> {
  await (await openStore(url)).close();
  const client = new pg.Client(url);
  await client.connect();
  const sql = POSTGRES.finding;
  const ready = pages.map((page) => ({
    keys: page.map(({ row }) => row.externalId),
    arrays: sql.addOrder.map((column) => page.map(({ values }) => values[column])),
  }));
  const load = (run: string) =>
    measureTime(async () => {
      for (const { keys, arrays } of ready) {
        await client.query('BEGIN');
        await client.query(sql.claim, ['c', keys, run, 1]);
        const { rowCount } = await client.query(sql.find, ['c', keys]);
        if (!rowCount) await client.query(sql.add, ['c', run, 1, ...arrays]);
        await client.query('COMMIT');
      }
    });
  try {
    return { first: await load('r1'), again: await load('r2') };
  } finally {
    await client.end();
  }
}

const micros = (ms: number, count: number) => ((ms * 1000) / count).toFixed(1);

function buildRows(kind: string, count: number, { engine, bare }: { engine: Loads; bare: Loads }): string[][] {
  return (['first', 'again'] as const).map((load) => [
    `${kind}, ${load === 'first' ? 'first load' : 'unchanged'}`,
    ...(['cpu', 'wall'] as const).flatMap((clock) => [
      micros(engine[load][clock], count),
      micros(bare[load][clock], count),
      (engine[load][clock] / bare[load][clock]).toFixed(2),
    ]),
  ]);
}

/** Loads `count` findings into both stores, with the engine and with a plain loop of the same statements. */
export async function measureStores(count: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mapwright-bench-store-'));
  const file = (name: string) => `sqlite:${join(folder, name)}`;
  const pages = buildPages(count);
  const rows = [['findings stored', 'µs CPU', 'bare loop', 'ratio', 'µs wall', 'bare loop', 'ratio']];
  try {
    const sqlite = {
      engine: await ours(file('engine.db'), pages),
      bare: await bareSqlite(file('bare.db'), prepareStore(pages)),
    };
    rows.push(...buildRows('SQLite', count, sqlite));
    if (hasPostgres()) {
      const server = await openSharedPostgres();
      const engine = await ours(await server.fresh(), pages);
      rows.push(
        ...buildRows('PostgreSQL', count, {
          engine,
          bare: await barePostgres(await server.fresh(), prepareStore(pages)),
        }),
      );
    }
    return formatTextTable(rows, ['left', ...Array.from({ length: 6 }, () => 'right' as const)]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  process.stdout.write(await measureStores(Number(process.argv[2] ?? 200_000)));
  process.exit();
}
