/**
 * Where expressions of strangers are evaluated: a child process with a deadline and a memory limit, without environment,
 * files, threads, processes and network. Make one and keep it: `const sandbox = createSandbox()` (2 s, 256 MB) starts the
 * child at once (a second on a slow machine), and `await sandbox.call('preview', { manifest, map: 'finding', sample })` then costs little more
 * than the work itself. Calls are answered one after the other, each with the whole deadline; give what is asked for at
 * every keystroke only when the answer before is there. A call that takes too much rejects with EXPRESSION_TOO_LONG or
 * EXPRESSION_TOO_LARGE, its child is killed, and the next call gets a new one. What the task itself throws arrives as the
 * same EngineError. Tasks (see `tasks.ts`; a new one is a row there): `validate { text }` → ParsedManifest,
 * `preview` and `lineage { manifest, map, sample, options? }` → Preview, Lineage[], `replay { manifest, recording }`
 * → CaseOutcome. Inputs and outputs are plain JSON: never put a secret into one. `close()` when done.
 */
import { EngineError, engineError } from '../../base/errors/index.ts';
import { type SandboxLimits, STRICT } from './limits.ts';
import type { TaskAnswer } from './message.ts';
import { createSandboxWorker, type WorkerEnd } from './sandbox-worker.ts';
import type { TaskName, Tasks } from './tasks.ts';

export type { SandboxLimits } from './limits.ts';

/** Where tasks are done. */
export interface TaskRunner {
  /** Rejects with what the task throws; in a sandbox with EXPRESSION_TOO_LONG, EXPRESSION_TOO_LARGE, SANDBOX_FAILED, too. */
  call<T extends TaskName>(task: T, input: Tasks[T]['input']): Promise<Tasks[T]['output']>;
}

export interface Sandbox extends TaskRunner {
  /** Ends the child; calls that wait are rejected with SANDBOX_FAILED. */
  close(): void;
}

/** This process: for manifests that are trusted. */
export const LOCAL_RUNNER: TaskRunner = {
  call: async (task, input) => (await import('./tasks.ts')).TASKS[task](input),
};

const SUBJECTS: Readonly<Record<TaskName, string>> = {
  validate: 'checking the manifest',
  preview: 'the expression',
  lineage: 'the expression',
  explain: 'the expression',
  replay: 'the expression',
  pages: 'the expression',
  derive: 'the expression',
  risk: 'the risk formula',
};

const createEndError = (task: TaskName, { why, limits }: WorkerEnd): EngineError => {
  const subject = SUBJECTS[task];
  const [time, memory] = [`${(limits.deadlineMs / 1_000).toFixed(1)} s`, `${limits.memoryMb} MB`];
  if (why === 'time') return engineError('EXPRESSION_TOO_LONG', { subject, limit: time });
  if (why === 'memory') return engineError('EXPRESSION_TOO_LARGE', { subject, limit: memory });
  return engineError('SANDBOX_FAILED', { reason: 'its process exited' });
};

const unwrapAnswer = <T extends TaskName>(task: T, answer: TaskAnswer | WorkerEnd): Tasks[T]['output'] => {
  if (answer.kind === 'ended') throw createEndError(task, answer);
  if (answer.kind === 'failed') throw new EngineError(answer.code, answer.details);
  if (answer.kind === 'ready') throw engineError('SANDBOX_FAILED', { reason: 'its process was restarted' });
  return JSON.parse(answer.output);
};

const isOver = (answer: TaskAnswer | WorkerEnd) => answer.kind === 'ended' || ('spent' in answer && answer.spent);

/** Starts the child. It keeps no program alive that has nothing to wait for. */
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
    const begun = await worker.ready;
    if (begun.kind !== 'ready') {
      replace();
      throw engineError('SANDBOX_FAILED', { reason: 'its process does not start' });
    }
    const answer = await worker.ask({ task, input });
    if (isOver(answer)) replace();
    return unwrapAnswer(task, answer);
  };

  return {
    call(task, input) {
      const answer = before.then(() => perform(task, JSON.stringify(input)));
      before = answer.catch(() => undefined);
      return answer;
    },
    close() {
      isOpen = false;
      worker.kill();
    },
  };
}
