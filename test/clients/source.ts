import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { type JsonObject, stableStringify } from '../../engine/base/json/index.ts';
import type { RunningVendors, Vendors } from '../../studio/demo/vendors/index.ts';
import { MAIN } from '../cli/program.ts';

export type ConnectorId = keyof RunningVendors;

export const ENV = { ...process.env, MAPWRIGHT_ALLOW_PRIVATE_NETWORK: '1', NO_COLOR: '1' };

/** Records of a sync by entity and key, as canonical JSON. */
export type Records = ReadonlyMap<string, ReadonlyMap<string, string>>;

const KEYS: Readonly<Record<string, string>> = { asset: 'externalAssetId', finding: 'externalFindingId' };

const keyField = (entity: string): string => KEYS[entity] ?? 'id';

/** Indexes records by their key. */
export const indexRecords = (entity: string, records: readonly JsonObject[]): ReadonlyMap<string, string> =>
  new Map(records.map((record) => [String(record[keyField(entity)]), stableStringify(record)]));

export const parseLines = (text: string): JsonObject[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as JsonObject);

/** Connector with its config file, in a folder that is removed after the test. */
export interface TestSource {
  readonly id: ConnectorId;
  readonly folder: string;
  readonly config: string;
}

export async function createSource(vendors: Vendors, id: ConnectorId): Promise<TestSource> {
  const folder = await mkdtemp(join(tmpdir(), 'mapwright-clients-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify(vendors[id].config));
  return { id, folder, config };
}

/** Runs a command, and resolves to its output. */
export async function runCommand(args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...args], { env: ENV, maxBuffer: 2 ** 28 });
  return stdout;
}

/** Reads the records that `run` writes: what every client must end with. */
export async function readExpected({ id, folder, config }: TestSource): Promise<Records> {
  const out = join(folder, 'expected');
  await runCommand(['run', id, '--config', config, '--to', `ndjson:${out}`, '--quiet', '--json']);
  const read = async (entity: string, file: string) =>
    [entity, indexRecords(entity, parseLines(await readFile(join(out, file), 'utf8')))] as const;
  return new Map([await read('asset', 'assets.ndjson'), await read('finding', 'findings.ndjson')]);
}

/** Writes the executable that Airbyte's clients run: `<executable> read --config … --catalog …`. */
export async function writeExecutable({ id, folder }: TestSource): Promise<string> {
  const file = join(folder, 'source');
  const command = `"${process.execPath}" "${MAIN}" airbyte "$command" ${id} "$@"`;
  const env = 'MAPWRIGHT_ALLOW_PRIVATE_NETWORK=1; export MAPWRIGHT_ALLOW_PRIVATE_NETWORK';
  await writeFile(file, `#!/bin/sh\n${env}\ncommand=$1; shift\nexec ${command}\n`);
  await chmod(file, 0o755);
  return file;
}
