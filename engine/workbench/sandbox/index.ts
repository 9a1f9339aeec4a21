/**
 * Sandbox for untrusted expressions: a child process with a deadline and a memory limit, without access to the
 * environment, files, threads, processes or the network. Create one and reuse it: `createSandbox()` (2 s, 256 MB) starts
 * the child immediately, and a `call` then adds little overhead. Calls run one after another, each with the full deadline.
 * For input that changes with every keystroke, wait for the previous result before you send the next call. A call that
 * exceeds a limit rejects with EXPRESSION_TOO_LONG or EXPRESSION_TOO_LARGE; the child is killed and the next call gets a
 * new one. Errors of the task itself arrive as the same EngineError. `tasks.ts` lists the tasks. Inputs and outputs are
 * plain JSON and must not contain secrets, except the source of a `draft`: use a sandbox of its own for it. Call `close()` when done.
 */
import { EngineError, engineError } from '../../base/errors/index.ts';
import { createEndError } from './end-error.ts';
import { type SandboxLimits, STRICT } from './limits.ts';
import type { TaskResponse } from './message.ts';
import { createSandboxWorker, type WorkerEnd } from './sandbox-worker.ts';
import type { TaskName, Tasks } from './tasks.ts';

export { BACKGROUND, type SandboxLimits, STRICT } from './limits.ts';
export type { ReadEvent, ReadJob } from './read/calls.ts';
export { type ReadHost, readInSandbox } from './read/index.ts';

/** Runs tasks, in this process or in a sandbox. */
export interface TaskRunner {
  /** Rejects with the task's errors, and in a sandbox also with EXPRESSION_TOO_LONG, EXPRESSION_TOO_LARGE or SANDBOX_FAILED. */
  call<T extends TaskName>(task: T, input: Tasks[T]['input']): Promise<Tasks[T]['output']>;
}

export interface Sandbox extends TaskRunner {
  /** Ends the child. Pending calls reject with SANDBOX_FAILED. */
  close(): void;
}

/** Runs tasks in this process. Use it only for trusted manifests. */
export const LOCAL_RUNNER: TaskRunner = {
  call: async (task, input) => (await import('./tasks.ts')).TASKS[task](input),
};

const SUBJECTS: Readonly<Record<TaskName, string>> = {
  validate: 'checking the manifest',
  preview: 'the expression',
  lineage: 'the expression',
  explain: 'the expression',
  emptyPage: 'the sample',
  replay: 'the expression',
  pages: 'the expression',
  derive: 'the expression',
  draft: 'reading the source',
  propose: 'reading the sample',
  rename: 'renaming the entry',
  risk: 'the risk formula',
};

const unwrapResponse = <T extends TaskName>(task: T, response: TaskResponse | WorkerEnd): Tasks[T]['output'] => {
  if (response.kind === 'ended') throw createEndError(SUBJECTS[task], response);
  if (response.kind === 'failed') throw new EngineError(response.code, response.details);
  if (response.kind === 'ready') throw engineError('SANDBOX_FAILED', { reason: 'its process was restarted' });
  return JSON.parse(response.output);
};

const isOver = (response: TaskResponse | WorkerEnd) =>
  response.kind === 'ended' || ('spent' in response && response.spent);

/** Starts the sandbox's child. An idle child does not keep the process alive. */
export function createSandbox(limits: SandboxLimits = STRICT): Sandbox {
  let worker = createSandboxWorker(limits);
  let before: Promise<unknown> = Promise.resolve();
  let isOpen = true;

  const replace = () => {
    worker.kill();
    if (isOpen) worker = createSandboxWorker(limits);
  };
  const perform = async <T extends TaskName>(task: T, input: string): Promise<Tasks[T]['output']> => {
    if (!isOpen) throw engineError('SANDBOX_FAILED', { reason: 'it is closed' });
    const ready = await worker.ready;
    if (ready.kind === 'ready' && !worker.isAlive()) replace();
    const started = await worker.ready;
    if (started.kind !== 'ready') {
      replace();
      throw engineError('SANDBOX_FAILED', { reason: 'its process does not start' });
    }
    const response = await worker.ask({ task, input });
    if (isOver(response)) replace();
    return unwrapResponse(task, response);
  };

  return {
    call(task, input) {
      const response = before.then(() => perform(task, JSON.stringify(input)));
      before = response.catch(() => undefined);
      return response;
    },
    close() {
      isOpen = false;
      worker.kill();
    },
  };
}
