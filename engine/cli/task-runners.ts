import {
  createSandbox,
  LOCAL_RUNNER,
  type Sandbox,
  type SandboxLimits,
  type TaskRunner,
} from '../workbench/sandbox/index.ts';
import { listConnectorIds } from './catalogue.ts';
import type { ParseManifest } from './load-connector.ts';

/** Limits a command with an untrusted manifest to two seconds after startup, but leaves slow machines one second of work. */
const DEADLINE_MS = 1_900;
const MIN_DEADLINE_MS = 1_000;
const MEMORY_MB = 256;

/** Task runners for parsing and evaluating manifests: in process for the catalogue, in a sandbox for others. */
export interface TaskRunners extends Disposable {
  of(connector: string): Promise<TaskRunner>;
  /** Returns the sandbox. */
  sandboxed(): TaskRunner;
}

/** Creates a manifest parser that uses a task runner. */
export const createManifestParser =
  (runner: TaskRunner): ParseManifest =>
  (text) =>
    runner.call('validate', { text });

/** Limits of a command, which include its startup. */
const COMMAND_LIMITS: SandboxLimits = {
  memoryMb: MEMORY_MB,
  get deadlineMs() {
    return Math.max(MIN_DEADLINE_MS, DEADLINE_MS - performance.now());
  },
};

/** Creates the task runners of one command. The sandbox starts with the first manifest from outside the catalogue. */
export function createTaskRunners(limits: SandboxLimits = COMMAND_LIMITS): TaskRunners {
  let sandbox: Sandbox | undefined;
  const sandboxed = (): TaskRunner => {
    sandbox ??= createSandbox(limits);
    return sandbox;
  };
  return {
    of: async (connector) => ((await listConnectorIds()).includes(connector) ? LOCAL_RUNNER : sandboxed()),
    sandboxed,
    [Symbol.dispose]: () => sandbox?.close(),
  };
}
