import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engineError, toEngineError } from '../../base/errors/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { createFolder } from '../../pipeline/sink/make-folder.ts';
import { writeFileAtomically } from '../../pipeline/sink/part-file.ts';
import { compareOutcome, type Difference } from './compare.ts';
import type { Expected } from './expected.generated.ts';
import type { Recording } from './recording.generated.ts';
import { type CaseOutcome, runCase } from './run-case.ts';

export { compareOutcome } from './compare.ts';
export type { Expected } from './expected.generated.ts';
export { createRecorder, type RecordingMeta } from './record.ts';
export type { Exchange, Recording } from './recording.generated.ts';
export { createReplay } from './replay.ts';
export { type CaseOutcome, runCase } from './run-case.ts';

/** Result of one recorded case. */
export interface CaseResult {
  readonly name: string;
  readonly description: string;
  readonly passed: boolean;
  readonly updated: boolean;
  readonly differences: readonly Difference[];
  /** Requests of the recording that the engine did not make. */
  readonly unused: readonly string[];
  readonly error?: { readonly code: string; readonly message: string; readonly fix: string };
  readonly ms: number;
}

async function readJson<T>(file: string): Promise<T> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw engineError('SAMPLE_UNREADABLE', { file, reason: 'file not found' }, error);
  });
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw engineError('SAMPLE_UNREADABLE', { file, reason: 'invalid JSON' }, error);
  }
}

/** Reads a recorded case of a connector's folder. Rejects with SAMPLE_UNREADABLE. */
export const readRecording = (folder: string, name: string): Promise<Recording> =>
  readJson<Recording>(join(folder, 'recordings', `${name}.json`));

/** Returns the sorted names of the recorded cases in a connector's folder. */
export async function listCaseNames(folder: string): Promise<string[]> {
  const files = await readdir(join(folder, 'recordings')).catch(() => []);
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

const formatJson = (value: object, schema: string): string =>
  `${JSON.stringify({ $schema: `../../../schemas/${schema}.schema.json`, ...value }, null, 2)}\n`;

/** Writes a case to a connector's folder: its expected outcome, and its recording if given. */
export async function writeCase(
  folder: string,
  name: string,
  { recording, expected }: { recording?: Recording; expected: Expected },
): Promise<void> {
  await createFolder(join(folder, 'recordings'));
  await createFolder(join(folder, 'expected'));
  if (recording)
    await writeFileAtomically(join(folder, 'recordings', `${name}.json`), formatJson(recording, 'recording'));
  await writeFileAtomically(join(folder, 'expected', `${name}.json`), formatJson(expected, 'expected'));
}

/** Recorded cases of a connector. */
export interface CaseSource {
  listNames(): Promise<readonly string[]>;
  readRecording(name: string): Promise<Recording>;
  readExpected(name: string): Promise<Expected>;
  /** Saves the actual outcome as the expected one. */
  update?(name: string, outcome: Expected): Promise<void>;
}

/** Returns the cases in a connector's folder. */
const createFolderSource = (folder: string, update: boolean): CaseSource => ({
  listNames: () => listCaseNames(folder),
  readRecording: (name) => readRecording(folder, name),
  readExpected: (name) => readJson<Expected>(join(folder, 'expected', `${name}.json`)),
  ...(update ? { update: (name, expected) => writeCase(folder, name, { expected }) } : {}),
});

/** Options of a test run. */
export interface ReplayOptions {
  /** Replays one recording. Default: in this process. */
  readonly replay?: typeof runCase;
  /** Called with the outcome of each case that was replayed. */
  readonly onOutcome?: (name: string, outcome: CaseOutcome) => void;
}

/** Options of the test of a folder. */
export interface TestOptions extends ReplayOptions {
  /** If true, saves the actual outcome as the expected one. */
  readonly update?: boolean;
}

async function runOneCase(
  manifest: Manifest,
  { source, name, replay = runCase, onOutcome }: ReplayOptions & { source: CaseSource; name: string },
): Promise<CaseResult> {
  const begin = performance.now();
  const result = { name, description: '', passed: false, updated: false, differences: [], unused: [] };
  try {
    const recording = await source.readRecording(name);
    const replayed = await replay(manifest, recording);
    onOutcome?.(name, replayed);
    const { outcome, report, unused } = replayed;
    await source.update?.(name, outcome);
    const expected = await source.readExpected(name);
    const differences = compareOutcome(expected, outcome);
    const unexpected = report.error && report.error.code !== expected.error ? { error: report.error } : {};
    const left = unused.map(({ request }) => `${request.method} ${request.url}`);
    const passed = differences.length === 0 && left.length === 0;
    return {
      ...result,
      ...unexpected,
      description: recording.description,
      passed,
      updated: source.update !== undefined,
      differences,
      unused: left,
      ms: performance.now() - begin,
    };
  } catch (error) {
    const { code, message, fix } = toEngineError(error);
    return { ...result, error: { code, message, fix }, ms: performance.now() - begin };
  }
}

/** Errors that end a sandbox. After one of them, the remaining cases of the manifest are not replayed. */
const FATAL_CODES = new Set(['EXPRESSION_TOO_LONG', 'EXPRESSION_TOO_LARGE']);

/** Replays recorded cases, and stops after a case that exceeds the sandbox's limits. */
export async function testCases(
  manifest: Manifest,
  source: CaseSource,
  options: ReplayOptions = {},
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const name of await source.listNames()) {
    const result = await runOneCase(manifest, { ...options, source, name });
    results.push(result);
    if (FATAL_CODES.has(result.error?.code ?? '')) break;
  }
  return results;
}

/** Replays the recorded cases in a connector's folder like `testCases`. */
export const testConnector = (
  manifest: Manifest,
  folder: string,
  { update = false, ...options }: TestOptions = {},
): Promise<CaseResult[]> => testCases(manifest, createFolderSource(folder, update), options);
