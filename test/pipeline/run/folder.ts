import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { JsonObject } from '../../../engine/base/json/index.ts';
import type { RejectRecord } from '../../../engine/pipeline/sink/index.ts';

/** Creates an empty folder that is removed after the test. */
export async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mapwright-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export const FILES = ['assets.ndjson', 'findings.ndjson', 'rejects.ndjson'] as const;

/** Reads the record files in a folder. */
export const readTexts = async (folder: string): Promise<string[]> =>
  Promise.all(FILES.map((file) => readFile(join(folder, file), 'utf8')));

/** Parses the records of one file. */
export async function readRecords<T = JsonObject>(folder: string, file: (typeof FILES)[number]): Promise<T[]> {
  const text = await readFile(join(folder, file), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

/** Reads the rejects in a folder. */
export const readRejects = (folder: string): Promise<RejectRecord[]> =>
  readRecords<RejectRecord>(folder, 'rejects.ndjson');
