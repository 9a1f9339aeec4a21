import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { JsonObject } from '../../../engine/base/json/index.ts';
import { openDestination, type Sink } from '../../../engine/index.ts';
import { openStore, type Store } from '../../../engine/inventory/store/index.ts';
import type { RejectRecord, SinkSource } from '../../../engine/pipeline/sink/index.ts';
import { createFolder, readRecords, readRejects } from '../../pipeline/run/folder.ts';
import { openSharedPostgres } from '../../setup/postgres.ts';
import { isFull } from '../../setup/suite.ts';
import { readAllTexts } from './texts.ts';

/** Content of a destination after a run. */
export interface StoredContent {
  readonly findings: readonly JsonObject[];
  readonly rejects: readonly Pick<RejectRecord, 'code' | 'message' | 'fix' | 'pointer'>[];
  /** All texts in all tables of a store. */
  readonly texts: readonly string[];
}

/** Destination of hostile payloads. */
export interface Destination {
  readonly sink: Sink;
  read(): Promise<StoredContent>;
}

const nowhere = async () => undefined;

async function files(): Promise<Destination> {
  const folder = await createFolder();
  return {
    sink: openDestination(`ndjson:${folder}`, { writeOut: nowhere }),
    read: async () => ({
      findings: await readRecords(folder, 'findings.ndjson'),
      rejects: await readRejects(folder),
      texts: [],
    }),
  };
}

const buildSource = (account: string): SinkSource => ({
  ...{ runId: randomUUID(), id: 'small', connector: 'small', version: '1.0.0' },
  ...{ settings: { account }, filters: {}, select: {}, partial: false },
});

async function heldBy(store: Store, runId: string): Promise<StoredContent> {
  const { db } = store;
  const findings = await db.selectFrom('finding').select('record').where('run_id', '=', runId).orderBy('id').execute();
  const rejects = await db
    .selectFrom('reject')
    .select(['code', 'message', 'fix', 'pointer'])
    .where('run_id', '=', runId)
    .orderBy('id')
    .execute();
  return { findings: findings.map(({ record }) => JSON.parse(record)), rejects, texts: await readAllTexts(store) };
}

/** Opens one store for all runs, each with a separate account. */
function storeAt(url: string): () => Promise<Destination> {
  const opening = openStore(url);
  afterAll(async () => (await opening).close());
  return async () => {
    const source = buildSource(randomUUID());
    return {
      sink: openDestination(url, { writeOut: nowhere, source }),
      read: async () => heldBy(await opening, source.runId),
    };
  };
}

const folder = await mkdtemp(join(tmpdir(), 'mapwright-hostile-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Destinations by name. */
export const DESTINATIONS: Readonly<Record<string, () => Promise<Destination>>> = {
  ndjson: files,
  sqlite: storeAt(`sqlite:${join(folder, 'inventory.db')}`),
  ...(isFull ? { postgres: storeAt(await (await openSharedPostgres()).fresh()) } : {}),
};
