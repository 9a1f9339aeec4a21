import { fileURLToPath } from 'node:url';
import {
  compileConnector,
  createPorts,
  createStateFile,
  type Manifest,
  openDestination,
  type Ports,
  type RunReport,
  run,
} from '../../../engine/index.ts';

/** A run of a paged vendor into a store, with a state file: what it needs to be done in any process. */
export interface StoredRun {
  readonly manifest: Manifest;
  readonly settings: Readonly<Record<string, string>>;
  readonly to: string;
  readonly state: string;
  readonly runId: string;
}

/** Longer than a run waits between two checkpoints. */
const STEP_MS = 2_000;

/** A clock that jumps whenever it is looked at: every page gets a checkpoint, however fast it came. */
function jumpy(clock: Ports['clock']): Ports['clock'] {
  let looks = 0;
  return { ...clock, now: () => clock.now() + STEP_MS * looks++ };
}

/** Does it here. */
export async function runIntoStore({ manifest, settings, to, state, runId }: StoredRun): Promise<RunReport> {
  const connector = await compileConnector(manifest, { settings });
  const ports = createPorts({ allowPrivate: true });
  const scope = { settings: {}, filters: {}, select: {}, partial: false };
  const source = { runId, id: manifest.id, connector: manifest.id, version: manifest.version, ...scope };
  const sinks = [openDestination(to, { writeOut: async () => undefined, source })];
  try {
    return await run(
      connector,
      { runId, sinks, stateStore: createStateFile(state), fingerprint: 'test' },
      { ...ports, clock: jumpy(ports.clock) },
    );
  } finally {
    await ports.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runIntoStore(JSON.parse(process.argv[2] ?? '{}'));
