import type { SandboxLimits } from './limits.ts';
import { memoryOf } from './memory.ts';
import type { Answer, Question } from './message.ts';
import { startChild } from './start.ts';

/** How a child ended that was to answer. */
export interface Ending {
  readonly kind: 'ended';
  readonly why: 'time' | 'memory' | 'died';
}

/** One child, from its start to its end. */
export interface Worker {
  /** Ready to be asked, or how it ended before. */
  readonly ready: Promise<Answer | Ending>;
  /** One question at a time. Never rejects. */
  ask(question: Question): Promise<Answer | Ending>;
  isAlive(): boolean;
  kill(): void;
}

/** A slow machine takes seconds to start a process; longer than this it does not come. */
const START_MS = 30_000;

/** Between two looks at the memory: the heap has a limit of its own, this is for what lies outside. */
const LOOK_MS = 20;

const OUT_OF_MEMORY = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL']);

const causeOf = (code: number | null, signal: string | null): Ending['why'] => {
  if (signal === 'SIGXCPU') return 'time';
  return code === 134 || OUT_OF_MEMORY.has(signal ?? '') ? 'memory' : 'died';
};

/** Starts a child that ends when an answer takes more than the limits. */
export function createWorker({ deadlineMs, memoryMb }: SandboxLimits): Worker {
  const child = startChild(memoryMb);
  let alive = true;
  let settle = (_: Answer | Ending): void => undefined;

  const end = (why: Ending['why']): void => {
    alive = false;
    child.kill('SIGKILL');
    settle({ kind: 'ended', why });
  };
  const wait = (ms: number): Promise<Answer | Ending> =>
    new Promise((resolve) => {
      // These keep this process alive while it waits; the child itself does not.
      const deadline = setTimeout(() => end('time'), ms);
      const watch = setInterval(() => (memoryOf(child.pid) ?? 0) > memoryMb && end('memory'), LOOK_MS);
      settle = (answer) => {
        clearTimeout(deadline);
        clearInterval(watch);
        resolve(answer);
      };
    });

  child.on('message', (answer: Answer) => settle(answer));
  child.on('error', () => end('died'));
  child.on('exit', (code, signal) => end(causeOf(code, signal)));
  const ready = wait(START_MS);
  child.unref();
  child.channel?.unref();

  return {
    ready,
    ask(question) {
      if (!alive) return Promise.resolve({ kind: 'ended', why: 'died' });
      const answer = wait(deadlineMs);
      child.send(question);
      return answer;
    },
    isAlive: () => alive,
    kill: () => end('died'),
  };
}
