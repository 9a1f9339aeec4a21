import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../engine/index.ts';
import { runMapwright } from '../cli/program.ts';
import { createFolder } from '../pipeline/run/folder.ts';
import { type Script, startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { createThingScript, MANIFEST } from './thing-vendor.ts';

type Files = Readonly<Record<string, unknown>>;

/** Result of a command. */
export interface ProtocolResult {
  readonly code: number | null;
  readonly stdout: string;
  /** Every line of stdout, parsed. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly stderr: string;
}

/** Creates a folder with the manifest of the small vendor, its config and other files, and a function that runs commands in it. */
export async function createCommandFolder(
  files: Files = {},
  script: Script = createThingScript(),
  manifest: Manifest = MANIFEST,
) {
  const vendor = await startSmallVendor(script);
  const folder = await createFolder();
  const add = (more: Files) =>
    Promise.all(
      Object.entries(more).map(([name, content]) =>
        writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content)),
      ),
    );
  await add({ 'manifest.json': manifest, 'config.json': vendor.config, ...files });
  const run = async (...args: readonly string[]): Promise<ProtocolResult> => {
    const { code, stdout, stderr } = await runMapwright(args, {
      cwd: folder,
      env: { MAPWRIGHT_ALLOW_PRIVATE_NETWORK: '1' },
    });
    return {
      ...{ code, stdout, stderr },
      get lines() {
        return stdout
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as Record<string, unknown>);
      },
    };
  };
  return { vendor, folder, add, run };
}

const CONFIG = ['--config', 'config.json'] as const;

export const airbyte = (command: string, ...args: readonly string[]) => ['airbyte', command, '.', ...CONFIG, ...args];
export const singer = (...args: readonly string[]) => ['singer', '.', ...CONFIG, ...args];

const CHANGING = ['emitted_at', 'time_extracted', 'version'];

/** Replaces what differs between runs: times and versions. */
export const maskTimes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, member) => (CHANGING.includes(key) ? '…' : member)));
