import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { SandboxLimits } from './limits.ts';
import type { TaskRequest, TaskResponse } from './message.ts';
import { startChild } from './start-child.ts';

/** Resource usage of a process. */
interface Usage {
  readonly memoryMb: number;
  /** CPU time of all threads since the start. */
  readonly cpuMs: number;
}

/** Linux reports CPU time in hundredths of a second on every architecture. */
const TICK_MS = 10;

/** Returns the current usage of a process, or undefined if it has exited or the system is not Linux. */
function readUsage(pid: number | undefined): Usage | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The process name in parentheses may contain spaces. The text after it starts with the third field.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [user, system] = [Number(fields[11]), Number(fields[12])];
    return { memoryMb: Number(kilobytes) / 1_024, cpuMs: (user + system) * TICK_MS };
  } catch {
    return undefined;
  }
}

/** End of a child that did not respond. */
export interface WorkerEnd {
  readonly kind: 'ended';
  readonly why: 'time' | 'memory' | 'died';
  /** Limits of the call. */
  readonly limits: SandboxLimits;
}

/** Child process that runs tasks. */
export interface SandboxWorker {
  /** Resolves when the child is ready or has ended. */
  readonly ready: Promise<TaskResponse | WorkerEnd>;
  /** Sends one call. Only one may be pending. Never rejects. */
  ask(question: TaskRequest): Promise<TaskResponse | WorkerEnd>;
  isAlive(): boolean;
  kill(): void;
}

/** Timeout of the start. A slow machine takes seconds to start a process. */
export const START_MS = 30_000;

/** Interval at which the child's usage is checked. */
const CHECK_MS = 20;

/** Elapsed time limit as a multiple of the CPU deadline, because a child shares the CPU on a busy machine. */
const ELAPSED_FACTOR = 4;

const OUT_OF_MEMORY = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL']);

/** Returns why a child ended by itself. */
export const endCause = (code: number | null, signal: string | null): WorkerEnd['why'] => {
  if (signal === 'SIGXCPU') return 'time';
  return code === 134 || OUT_OF_MEMORY.has(signal ?? '') ? 'memory' : 'died';
};

/**
 * Calls `over` when the child exceeds a limit: CPU time on Linux, elapsed time on other systems, or memory outside the
 * heap, which has its own limit. Returns a function that stops the watch. The watch keeps this process alive.
 */
export function watchUsage(
  { pid }: ChildProcess,
  limits: SandboxLimits,
  over: (why: WorkerEnd['why']) => void,
): () => void {
  const { deadlineMs, memoryMb } = limits;
  const before = readUsage(pid);
  const deadline = setTimeout(() => over('time'), before ? deadlineMs * ELAPSED_FACTOR : deadlineMs);
  const timer = setInterval(() => {
    const now = readUsage(pid);
    if (now && now.memoryMb > memoryMb) over('memory');
    else if (now && before && now.cpuMs - before.cpuMs > deadlineMs) over('time');
  }, CHECK_MS);
  return () => {
    clearTimeout(deadline);
    clearInterval(timer);
  };
}

/** Starts a child that is killed when a call exceeds the limits. */
export function createSandboxWorker(limits: SandboxLimits): SandboxWorker {
  const child = startChild(limits.memoryMb);
  let alive = true;
  let settle = (_: TaskResponse | WorkerEnd): void => undefined;
  let current: SandboxLimits = { ...limits, deadlineMs: START_MS };

  const end = (why: WorkerEnd['why']): void => {
    alive = false;
    child.kill('SIGKILL');
    settle({ kind: 'ended', why, limits: current });
  };
  const wait = (): Promise<TaskResponse | WorkerEnd> =>
    new Promise((resolve) => {
      const unwatch = watchUsage(child, current, end);
      settle = (response) => {
        unwatch();
        resolve(response);
      };
    });

  child.on('message', (response: TaskResponse) => settle(response));
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
      const response = wait();
      child.send(question);
      return response;
    },
    isAlive: () => alive,
    kill: () => end('died'),
  };
}
