import type { ChildProcess } from 'node:child_process';
import type { SandboxLimits } from './limits.ts';
import type { TaskAnswer, TaskRequest } from './message.ts';
import { startChild } from './start-child.ts';
import { readUsage } from './usage.ts';

/** How a child ended that was to answer. */
export interface WorkerEnd {
  readonly kind: 'ended';
  readonly why: 'time' | 'memory' | 'died';
  /** What the call might take. */
  readonly limits: SandboxLimits;
}

/** One child, from its start to its end. */
export interface SandboxWorker {
  /** Ready to be asked, or how it ended before. */
  readonly ready: Promise<TaskAnswer | WorkerEnd>;
  /** One question at a time. Never rejects. */
  ask(question: TaskRequest): Promise<TaskAnswer | WorkerEnd>;
  isAlive(): boolean;
  kill(): void;
}

/** A slow machine takes seconds to start a process; longer than this it does not come. */
const START_MS = 30_000;

/** Between two looks at what the child takes. */
const LOOK_MS = 20;

/** On a busy machine a child gets only a part of the time that passes: so many times its deadline may pass at most. */
const PATIENCE = 4;

const OUT_OF_MEMORY = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL']);

const endCause = (code: number | null, signal: string | null): WorkerEnd['why'] => {
  if (signal === 'SIGXCPU') return 'time';
  return code === 134 || OUT_OF_MEMORY.has(signal ?? '') ? 'memory' : 'died';
};

/**
 * Calls `over` once the child has taken more than it may: processor time where the system tells it, else the time that
 * passes; memory beside the heap, which has a limit of its own. Gives what ends the watch; until then this process lives.
 */
function watchUsage({ pid }: ChildProcess, limits: SandboxLimits, over: (why: WorkerEnd['why']) => void): () => void {
  const { deadlineMs, memoryMb } = limits;
  const before = readUsage(pid);
  const deadline = setTimeout(() => over('time'), before ? deadlineMs * PATIENCE : deadlineMs);
  const look = setInterval(() => {
    const now = readUsage(pid);
    if (now && now.memoryMb > memoryMb) over('memory');
    else if (now && before && now.cpuMs - before.cpuMs > deadlineMs) over('time');
  }, LOOK_MS);
  return () => {
    clearTimeout(deadline);
    clearInterval(look);
  };
}

/** Starts a child that ends when an answer takes more than the limits. */
export function createSandboxWorker(limits: SandboxLimits): SandboxWorker {
  const child = startChild(limits.memoryMb);
  let alive = true;
  let settle = (_: TaskAnswer | WorkerEnd): void => undefined;
  let current: SandboxLimits = { ...limits, deadlineMs: START_MS };

  const end = (why: WorkerEnd['why']): void => {
    alive = false;
    child.kill('SIGKILL');
    settle({ kind: 'ended', why, limits: current });
  };
  const wait = (): Promise<TaskAnswer | WorkerEnd> =>
    new Promise((resolve) => {
      const unwatch = watchUsage(child, current, end);
      settle = (answer) => {
        unwatch();
        resolve(answer);
      };
    });

  child.on('message', (answer: TaskAnswer) => settle(answer));
  child.on('error', () => end('died'));
  child.on('exit', (code, signal) => end(endCause(code, signal)));
  const ready = wait();
  child.unref();
  child.channel?.unref();

  return {
    ready,
    ask(question) {
      current = { ...limits };
      if (!alive) return Promise.resolve({ kind: 'ended', why: 'died', limits: current });
      const answer = wait();
      child.send(question);
      return answer;
    },
    isAlive: () => alive,
    kill: () => end('died'),
  };
}
