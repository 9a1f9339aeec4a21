import { createSandbox, LOCAL_RUNNER, type Sandbox, type TaskRunner } from '../workbench/sandbox/index.ts';
import { listConnectorIds } from './catalogue.ts';
import type { ParseManifest } from './load-connector.ts';

/** A command that a stranger's manifest holds up ends within two seconds of its start; slow machines get one for the work. */
const DEADLINE_MS = 1_900;
const LEAST_MS = 1_000;
const MEMORY_MB = 256;

/** Where each connector's manifest is judged and evaluated: one of the catalogue here, a stranger's in a sandbox. */
export interface TaskRunners extends Disposable {
  of(connector: string): Promise<TaskRunner>;
}

/** Judges manifests at a place. */
export const createManifestParser =
  (place: TaskRunner): ParseManifest =>
  (text) =>
    place.call('validate', { text });

/** Made anew for a command; the sandbox is started when the first stranger is met. */
export function createTaskRunners(): TaskRunners {
  let sandbox: Sandbox | undefined;
  const limits = {
    memoryMb: MEMORY_MB,
    get deadlineMs() {
      return Math.max(LEAST_MS, DEADLINE_MS - performance.now());
    },
  };
  return {
    async of(connector) {
      if ((await listConnectorIds()).includes(connector)) return LOCAL_RUNNER;
      sandbox ??= createSandbox(limits);
      return sandbox;
    },
    [Symbol.dispose]: () => sandbox?.close(),
  };
}
