import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { openStore, type Store } from '../../engine/store/index.ts';
import { postgres } from '../setup/postgres.ts';

/** A kind of store, and where a new, empty one of it is. */
export interface Kind {
  readonly kind: Store['kind'];
  url(): Promise<string>;
}

const server = await postgres();
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

/** All kinds that can be tested here: each test runs on every one. */
export const KINDS: readonly Kind[] = server ? [sqlite, { kind: 'postgres', url: () => server.fresh() }] : [sqlite];

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
