import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../engine/store/index.ts';

export interface StoreCase {
  readonly kind: string;
  readonly open: () => Promise<Store>;
}

/** The databases that the laws hold on. */
export const STORES: readonly StoreCase[] = [
  {
    kind: 'sqlite',
    open: async () => openStore(`sqlite:${join(await mkdtemp(join(tmpdir(), 'mapwright-query-')), 'test.db')}`),
  },
];
