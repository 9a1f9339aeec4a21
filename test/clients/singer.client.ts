import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startVendors, type Vendors } from '../../studio/demo/vendors/index.ts';
import { openClient } from './environment.ts';
import { type Kill, type Piped, pipe } from './pipe.ts';
import { type ConnectorId, createSource, type Records, readExpected, type TestSource } from './source.ts';
import { TARGETS, type Target } from './targets.ts';

let vendors: Vendors;

beforeAll(async () => {
  await openClient('target-jsonl');
  await openClient('target-postgres');
  // Slow enough for several states, which are at least a second apart.
  vendors = await startVendors({ seed: 33, findings: 400, applications: 30, latencyMs: 80 });
});

afterAll(() => vendors?.close());

const IDS: readonly ConnectorId[] = [
  'veracode-sast',
  'veracode-dast',
  'veracode-sca',
  'checkmarx-one-dast',
  'hcl-appscan-dast',
];

/** Kills of the first load: between states, and after a state in the middle of the findings. */
const KILLS: readonly Kill[] = [
  { kind: 'record', at: 40 },
  { kind: 'position', at: 1 },
  { kind: 'position', at: 1 },
];

/** Returns true if a state has a position from which the next run resumes. */
const isUnfinished = ({ state = '{}' }: Piped): boolean => state.includes('"checkpoint"');

interface Load {
  readonly state: string | undefined;
  readonly kills: number;
  readonly resumes: number;
}

/** Loads the source until a run is complete; the runs before are killed. */
async function load(
  { id, folder, config }: TestSource,
  { command }: Target,
  { kills, state: first }: { readonly kills: readonly Kill[]; readonly state?: string | undefined },
): Promise<Load> {
  const file = join(folder, 'state.json');
  let state = first;
  let [killed, resumes] = [0, 0];
  for (const kill of [...kills, undefined]) {
    await writeFile(file, state ?? '{}');
    const args = [id, '--config', config, '--concurrency', '1', '--state', file];
    const piped = await pipe(args, command, kill);
    state = piped.state ?? state;
    if (!piped.isKilled) break;
    killed += 1;
    if (isUnfinished(piped)) resumes += 1;
  }
  return { state, kills: killed, resumes };
}

const countAll = (records: Records) => [...records].map(([entity, { size }]) => [entity, size]);

describe.each(Object.entries(TARGETS))('%s', (_name, createTarget) => {
  test.each(IDS)('loads %s exactly, killed several times, and again', async (id) => {
    const source = await createSource(vendors, id);
    const expected = await readExpected(source);
    const target = await createTarget(source.folder);
    const first = await load(source, target, { kills: KILLS });
    expect(first.kills).toBeGreaterThan(0);
    expect(first.resumes).toBeGreaterThan(0);
    const loaded = await target.read();
    expect(countAll(loaded)).toEqual(countAll(expected));
    expect(loaded).toEqual(expected);
    await target.addStale?.();
    await load(source, target, { kills: [], state: first.state });
    expect(await target.read()).toEqual(expected);
  });
});
