import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isObject, type JsonObject } from '../../engine/base/json/index.ts';
import { startVendors, type Vendors } from '../../studio/demo/vendors/index.ts';
import { openClient, scriptPath } from './environment.ts';
import {
  type ConnectorId,
  createSource,
  ENV,
  indexRecords,
  parseLines,
  readExpected,
  runCommand,
  type TestSource,
  writeExecutable,
} from './source.ts';

let vendors: Vendors;
let programs: string;

beforeAll(async () => {
  programs = await openClient('airbyte');
  vendors = await startVendors({ seed: 31, findings: 400, applications: 12 });
});

afterAll(() => vendors?.close());

/** PyAirbyte without its registry and telemetry. */
const OFFLINE = { ...ENV, AIRBYTE_OFFLINE_MODE: '1', DO_NOT_TRACK: '1', PYTHONWARNINGS: 'ignore' };

const runPython = async (script: string, args: readonly string[], input = ''): Promise<string> => {
  const options = { env: OFFLINE, maxBuffer: 2 ** 28 };
  const running = promisify(execFile)(join(programs, 'python'), [scriptPath(script), ...args], options);
  running.child.stdin?.end(input);
  return (await running).stdout;
};

interface Read {
  readonly messages: readonly JsonObject[];
  readonly counts: Readonly<Record<string, number>>;
}

/** Writes a catalog that selects every stream. */
async function writeCatalog({ id, folder, config }: TestSource): Promise<string> {
  const [message] = parseLines(await runCommand(['airbyte', 'discover', id, '--config', config]));
  const catalog = message?.['catalog'] as unknown as { streams: { supported_sync_modes: string[] }[] };
  const file = join(folder, 'catalog.json');
  const configured = catalog.streams.map((stream) => ({
    stream,
    sync_mode: stream.supported_sync_modes.at(-1),
    destination_sync_mode: 'append',
  }));
  await writeFile(file, JSON.stringify({ streams: configured }));
  return file;
}

/** Reads a source, and validates every message with the protocol's models. */
async function readValidated({ id, folder, config }: TestSource, states: readonly unknown[]): Promise<Read> {
  const catalog = join(folder, 'catalog.json');
  const state = join(folder, 'state.json');
  await writeFile(state, JSON.stringify(states));
  const args = ['--config', config, '--catalog', catalog, '--state', state];
  const text = await runCommand(['airbyte', 'read', id, ...args]);
  return {
    messages: parseLines(text),
    counts: JSON.parse(await runPython('validate_messages.py', [catalog], text)),
  };
}

const pickRecords = ({ messages }: Read, entity: string): JsonObject[] =>
  messages.flatMap(({ record }) =>
    isObject(record) && record['stream'] === entity ? [record['data'] as JsonObject] : [],
  );

const pickLastStates = ({ messages }: Read): unknown[] => {
  const last = new Map<string, unknown>();
  for (const { state } of messages)
    if (isObject(state)) last.set(JSON.stringify((state['stream'] as JsonObject)['stream_descriptor']), state);
  return [...last.values()];
};

const IDS: readonly ConnectorId[] = [
  'veracode-sast',
  'veracode-dast',
  'veracode-sca',
  'checkmarx-one-dast',
  'hcl-appscan-dast',
];

test.each(IDS)("the messages of %s are valid by the protocol's models, in a full and in a second sync", async (id) => {
  const source = await createSource(vendors, id);
  const expected = await readExpected(source);
  await writeCatalog(source);
  const first = await readValidated(source, []);
  for (const [entity, records] of expected) {
    const read = pickRecords(first, entity);
    expect(read).toHaveLength(records.size);
    expect(indexRecords(entity, read)).toEqual(records);
  }
  expect(first.counts).toMatchObject({ RECORD: [...expected.values()].reduce((sum, { size }) => sum + size, 0) });
  const second = await readValidated(source, pickLastStates(first));
  for (const [entity, records] of expected)
    for (const [key, record] of indexRecords(entity, pickRecords(second, entity)))
      expect(record).toBe(records.get(key));
});

test('PyAirbyte checks and reads a source completely, and then only what changed', async () => {
  const source = await createSource(vendors, 'hcl-appscan-dast');
  const expected = await readExpected(source);
  const executable = await writeExecutable(source);
  const output = await runPython('read_twice.py', [executable, source.config, join(source.folder, 'cache.duckdb')]);
  const [full, incremental] = JSON.parse(/^RESULT (.*)$/m.exec(output)?.[1] ?? '[]');
  const keys = Object.fromEntries([...expected].map(([entity, records]) => [entity, [...records.keys()].sort()]));
  expect(full).toEqual({ records: Object.values(keys).flat().length, keys });
  expect(incremental.keys).toEqual(keys);
  expect(incremental.records).toBeLessThan(100);
});
