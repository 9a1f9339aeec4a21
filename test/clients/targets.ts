import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Json, JsonObject } from '../../engine/base/json/index.ts';
import { openSharedPostgres } from '../setup/postgres.ts';
import { openClient } from './environment.ts';
import type { Command } from './pipe.ts';
import { indexRecords, parseLines, type Records } from './source.ts';

/** Target with its destination. */
export interface Target {
  readonly command: Command;
  /** Reads the loaded records; the last one of a key counts. */
  read(): Promise<Records>;
  /** Adds an asset of an older version, which the next load of the whole table must remove; only if the target has versions. */
  addStale?(): Promise<void>;
}

/** Creates a target that writes to a new destination in a folder. */
export type CreateTarget = (folder: string) => Promise<Target>;

const createJsonl: CreateTarget = async (folder) => {
  const out = join(folder, 'jsonl');
  await mkdir(out);
  const config = join(folder, 'target.json');
  await writeFile(config, JSON.stringify({ destination_path: out, do_timestamp_file: false }));
  return {
    command: [join(await openClient('target-jsonl'), 'target-jsonl'), '--config', config],
    async read() {
      const files = (await readdir(out)).sort();
      const read = async (file: string) => {
        const entity = file.replace('.jsonl', '');
        return [entity, indexRecords(entity, parseLines(await readFile(join(out, file), 'utf8')))] as const;
      };
      return new Map(await Promise.all(files.map(read)));
    },
  };
};

/** Removes the columns that the target adds, and those without a value. */
const toRecord = (row: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(row).filter(([name, value]) => !name.startsWith('_sdc_') && value !== null));

// Decimal columns come as text, because JavaScript numbers cannot represent all of them.
const DECIMAL = 1700;

async function connect<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const types = { getTypeParser: (id: number) => (id === DECIMAL ? Number : pg.types.getTypeParser(id)) };
  const client = new pg.Client({ connectionString: url, types: types as never });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

const createPostgres: CreateTarget = async (folder) => {
  const url = await (await openSharedPostgres()).fresh();
  const config = join(folder, 'target.json');
  const settings = {
    sqlalchemy_url: url.replace('postgres:', 'postgresql+psycopg:'),
    default_target_schema: 'loaded',
    batch_size_rows: 20,
    hard_delete: true,
  };
  await writeFile(config, JSON.stringify(settings));
  return {
    command: [join(await openClient('target-postgres'), 'target-postgres'), '--config', config],
    read: () =>
      connect(url, async (client) => {
        const read = async (entity: string) => {
          const { rows } = await client.query<Record<string, Json>>(`SELECT * FROM loaded.${entity}`);
          const records = indexRecords(entity, rows.map(toRecord));
          if (records.size !== rows.length) throw new Error(`${entity}: ${rows.length} rows of ${records.size} keys`);
          return [entity, records] as const;
        };
        return new Map([await read('asset'), await read('finding')]);
      }),
    addStale: () =>
      connect(url, async (client) => {
        await client.query(`INSERT INTO loaded.asset ("externalAssetId", _sdc_table_version) VALUES ('stale', 1)`);
      }),
  };
};

export const TARGETS: Readonly<Record<string, CreateTarget>> = {
  'target-jsonl': createJsonl,
  'target-postgres': createPostgres,
};
