import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { openStore, type Store } from '../../../engine/inventory/store/index.ts';
import { openSharedPostgres, type Postgres } from '../../setup/postgres.ts';
import { isFull } from '../../setup/suite.ts';

/** A kind of store, and where a new, empty one of it is. */
export interface StoreKind {
  readonly kind: Store['kind'];
  url(): Promise<string>;
}

const folder = await mkdtemp(join(tmpdir(), 'mapwright-store-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
let files = 0;

const sqlite: StoreKind = {
  kind: 'sqlite',
  url: async () => {
    files += 1;
    return `sqlite:${join(folder, `${files}.db`)}`;
  },
};

const onServer = (server: Postgres): StoreKind => ({ kind: 'postgres', url: () => server.fresh() });

/** Kinds of store that each test runs on: both in the full suite, SQLite alone by default. */
export const KINDS: readonly StoreKind[] = isFull ? [sqlite, onServer(await openSharedPostgres())] : [sqlite];

/** An open, empty store, closed with the test. */
export async function createEmptyStore({ url }: StoreKind): Promise<Store> {
  return openTestStore(await url());
}

/** A store that is there already, closed with the test. */
export async function openTestStore(url: string): Promise<Store> {
  const store = await openStore(url);
  onTestFinished(() => store.close());
  return store;
}
