import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { formatTextTable } from '../../engine/base/format/text-table.ts';
import { openStore, type Store } from '../../engine/inventory/store/index.ts';
import { openSharedPostgres, type Postgres } from '../setup/postgres.ts';
import { hasPostgres } from '../setup/requirements.ts';
import { openServerClock } from './server-clock.ts';
import { CONNECTION } from './store/by-hand.ts';
import { loadPostgresByHand } from './store/by-hand-postgres.ts';
import { loadSqliteByHand } from './store/by-hand-sqlite.ts';
import { buildPages, type Finding } from './store/findings.ts';

const PAGE = 1_000;

/** CPU seconds of a load. */
interface Cost {
  readonly client: number;
  readonly server: number;
}

type Load = 'first' | 'again';
type Program = 'engine' | 'by hand';
type Costs = Readonly<Record<Load, Cost>>;

/** Number of findings to load, of another connection's findings that the store contains already, and of repetitions. */
interface Sizes {
  readonly findings: number;
  readonly beside: number;
  readonly rounds?: number;
}

const clientSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

async function loadByEngine(store: Store, pages: readonly Finding[][], runId: string): Promise<void> {
  for (const findings of pages)
    await store.transaction((tx) => store.write(tx, { connectionId: CONNECTION, runId, at: 1, assets: [], findings }));
}

/** Findings of another connection. The statistics know them, and never the connection that is loaded. */
async function fillBeside(store: Store, beside: number): Promise<void> {
  if (store.kind !== 'postgres') return;
  for (const table of ['finding', 'finding_seen', 'finding_status'])
    await sql`ALTER TABLE ${sql.table(table)} SET (autovacuum_enabled = off)`.execute(store.db);
  if (beside === 0) return;
  // Millions of rows take longer than a statement of the engine may.
  await sql`SET statement_timeout = 0`.execute(store.db);
  await sql`INSERT INTO finding (connection_id, external_id, name, record, first_seen_at, changed_at, run_id,
      external_asset_id, product, severity, status, vendor_status)
    SELECT 'other', 'id-' || n, 'Name', '{}', 1, 1, 'r', 'asset-' || n % 1000, 'Product', 1, 'NEW', 'NEW'
    FROM generate_series(1, CAST(${beside} AS integer)) AS n`.execute(store.db);
  await sql`INSERT INTO finding_seen (record_id, run_id, seen_at, key, content_hash)
    SELECT id, 'r', 1, md5(external_id)::uuid, external_id FROM finding`.execute(store.db);
  await sql`ANALYZE`.execute(store.db);
}

async function measurePostgres(server: Postgres, program: Program, { pages, beside }: Loaded): Promise<Costs> {
  const url = await server.fresh();
  const store = await openStore(url, { connections: 1 });
  try {
    await fillBeside(store, beside);
    const readServer = await openServerClock(store);
    const load = async (run: string): Promise<Cost> => {
      const [client, serverBefore] = [clientSeconds(), await readServer()];
      const own =
        program === 'engine'
          ? loadByEngine(store, pages, run)
          : loadPostgresByHand(url, { pages, run, beforeEnd: readServer });
      await own;
      return { client: clientSeconds() - client, server: (await readServer()) - serverBefore };
    };
    return { first: await load('r1'), again: await load('r2') };
  } finally {
    await store.close();
  }
}

interface Loaded {
  readonly pages: readonly Finding[][];
  readonly beside: number;
}

async function measureSqlite(file: string, program: Program, { pages }: Loaded): Promise<Costs> {
  const store = await openStore(`sqlite:${file}`);
  const load = async (run: string): Promise<Cost> => {
    const client = clientSeconds();
    if (program === 'engine') await loadByEngine(store, pages, run);
    else loadSqliteByHand(file, pages, run);
    return { client: clientSeconds() - client, server: 0 };
  };
  try {
    return { first: await load('r1'), again: await load('r2') };
  } finally {
    await store.close();
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const micros = (seconds: number, count: number): string => ((seconds * 1e6) / count).toFixed(1);

/** Alternates the programs, so that a busy machine slows down both; medians by client and server. */
async function compare(
  title: string,
  { findings, rounds = 3 }: Sizes,
  measure: (program: Program, round: number) => Promise<Costs>,
): Promise<string[][]> {
  const costs: Record<Program, Costs[]> = { engine: [], 'by hand': [] };
  for (let round = 0; round < rounds; round += 1)
    for (const program of ['engine', 'by hand'] as const) costs[program].push(await measure(program, round));
  return (['first', 'again'] as const).map((load) => {
    const of = (program: Program, part: keyof Cost) => median(costs[program].map((one) => one[load][part]));
    const total = (program: Program) => median(costs[program].map(({ [load]: { client, server } }) => client + server));
    return [
      `${title}, ${load === 'first' ? 'first load' : 'unchanged'}`,
      ...(['engine', 'by hand'] as const).flatMap((program) => [
        micros(of(program, 'client'), findings),
        micros(of(program, 'server'), findings),
      ]),
      (total('engine') / total('by hand')).toFixed(2),
    ];
  });
}

/**
 * Loads findings into both stores with the engine and with a hand-written program that stores the same rows; on PostgreSQL
 * also beside another connection's findings, with statistics that do not know the loaded one. µs of CPU per finding.
 */
export async function measureStores(sizes: Sizes): Promise<string> {
  const { findings, beside } = sizes;
  const folder = await mkdtemp(join(tmpdir(), 'mapwright-bench-store-'));
  const pages = buildPages(findings, PAGE);
  const rows = [['findings stored', 'engine client', 'server', 'by hand client', 'server', 'ratio']];
  try {
    const file = (program: Program, round: number) => join(folder, `${program}-${round}.db`);
    const sqlite = (program: Program, round: number) =>
      measureSqlite(file(program, round), program, { pages, beside: 0 });
    rows.push(...(await compare('SQLite', sizes, sqlite)));
    if (hasPostgres()) {
      const server = await openSharedPostgres();
      for (const others of beside > 0 ? [0, beside] : [0]) {
        const title = others === 0 ? 'PostgreSQL' : `PostgreSQL beside ${others.toLocaleString('en-US')}`;
        rows.push(
          ...(await compare(title, sizes, (program) => measurePostgres(server, program, { pages, beside: others }))),
        );
      }
    }
    return formatTextTable(rows, ['left', ...Array.from({ length: 5 }, () => 'right' as const)]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      findings: { type: 'string', default: '50000' },
      beside: { type: 'string', default: '500000' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const [findings, beside, rounds] = [values.findings, values.beside, values.rounds].map(Number) as [
    number,
    number,
    number,
  ];
  process.stdout.write(await measureStores({ findings, beside, rounds }));
  process.exit();
}
