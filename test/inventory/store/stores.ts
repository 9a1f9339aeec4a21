import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { openStore, type Store } from '../../../engine/inventory/store/index.ts';
import { type Postgres, postgres } from '../../setup/postgres.ts';
import { isFull } from '../../setup/suite.ts';

/** A kind of store, and where a new, empty one of it is. */
export interface Kind {
  readonly kind: Store['kind'];
  url(): Promise<string>;
}

const folder = await mkdtemp(join(tmpdir(), 'mapwright-store-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
let files = 0;

const sqlite: Kind = {
  kind: 'sqlite',
  url: async () => {
    files += 1;
    return `sqlite:${join(folder, `${files}.db`)}`;
  },
};

const onServer = (server: Postgres): Kind => ({ kind: 'postgres', url: () => server.fresh() });

/** Kinds of store that each test runs on: both in the full suite, SQLite alone by default. */
export const KINDS: readonly Kind[] = isFull ? [sqlite, onServer(await postgres())] : [sqlite];

/** An open, empty store, closed with the test. */
export async function emptyStore({ url }: Kind): Promise<Store> {
  return opened(await url());
}

/** A store that is there already, closed with the test. */
export async function opened(url: string): Promise<Store> {
  const store = await openStore(url);
  onTestFinished(() => store.close());
  return store;
}
