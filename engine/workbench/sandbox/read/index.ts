import type { ChildProcess } from 'node:child_process';
import { extname, join } from 'node:path';
import { type EngineError, engineError } from '../../../base/errors/index.ts';
import type { Ports } from '../../../pipeline/run/ports.ts';
import type { TestRead } from '../../read/index.ts';
import { createEndError } from '../end-error.ts';
import { type SandboxLimits, STRICT } from '../limits.ts';
import { endCause, START_MS, watchUsage } from '../sandbox-worker.ts';
import { startChild } from '../start-child.ts';
import type { GuestCalls, HostCalls, ReadEvent, ReadJob } from './calls.ts';
import { createNetwork } from './network.ts';
import { createRpc, type Handlers, type RpcMessage } from './rpc.ts';

const CHILD = join(import.meta.dirname, `child${extname(import.meta.filename)}`);
const SUBJECT = 'the test read';

/** Time after a stop in which the read may end its open jobs at the vendor. */
const STOP_MS = 5_000;

/** What a read in the sandbox may use. */
export interface ReadHost {
  readonly ports: Pick<Ports, 'http' | 'clock'>;
  readonly signal: AbortSignal;
  /** Throws if a request to the URL is not allowed. Called for every request and redirect. */
  readonly admit?: (url: string) => void;
  readonly onEvent?: (event: ReadEvent) => void;
  /** Stores a secret setting that the vendor has replaced, such as a refresh token. */
  readonly keep?: HostCalls['keep'];
  /** Limits of each step between two requests. Default: those of a preview. */
  readonly limits?: SandboxLimits;
}

/** Limits the work of a child between its calls: while it waits for its parent, no time passes. */
function watchWork(child: ChildProcess, limits: SandboxLimits, over: (error: EngineError) => void) {
  let waits = 0;
  const arm = (current: SandboxLimits) =>
    watchUsage(child, current, (why) => over(createEndError(SUBJECT, { why, limits: current })));
  let stop = arm({ ...limits, deadlineMs: START_MS });
  let isOver = false;
  const rearm = () => {
    stop();
    if (!isOver) stop = arm(limits);
  };
  return {
    rearm,
    end() {
      isOver = true;
      stop();
    },
    async during<T>(work: () => T | Promise<T>): Promise<T> {
      waits += 1;
      stop();
      try {
        return await work();
      } finally {
        waits -= 1;
        if (waits === 0) rearm();
      }
    },
  };
}

/**
 * Reads the first pages of a stream in the sandbox: a child process without access to files, the environment or the network,
 * whose requests this process sends. Rejects with the errors of compiling the settings, with the signal's reason, and with
 * EXPRESSION_TOO_LONG or EXPRESSION_TOO_LARGE if a step between two requests exceeds a limit.
 */
export async function readInSandbox(job: ReadJob, host: ReadHost): Promise<TestRead> {
  const { ports, signal, admit = () => undefined, onEvent, keep, limits = STRICT } = host;
  signal.throwIfAborted();
  const child = startChild(limits.memoryMb, CHILD, 'advanced');
  const { promise: ended, reject: end } = Promise.withResolvers<never>();
  const watch = watchWork(child, limits, end);
  using network = createNetwork({ ports, admit, redirect: (id, request) => rpc.call('redirect', { id, request }) });
  const own: Handlers<HostCalls> = {
    send: (sent) => watch.during(() => network.send(sent)),
    pull: (id) => watch.during(() => network.pull(id)),
    sleep: (wait) => watch.during(() => network.sleep(wait)),
    keep: (rotated) => watch.during(() => keep?.(rotated)),
    cancel: network.cancel,
    emit: (event) => onEvent?.(event),
  };
  const rpc = createRpc<GuestCalls, HostCalls>((message) => child.connected && child.send(message), own);
  const stop = () => {
    void rpc.call('stop', undefined);
    setTimeout(end, STOP_MS, signal.reason).unref();
  };
  const { promise: ready, resolve: start } = Promise.withResolvers<void>();
  child.on('message', (message: RpcMessage | { readonly kind: 'ready' }) =>
    message.kind === 'ready' ? start() : rpc.receive(message),
  );
  child.on('error', () => end(engineError('SANDBOX_FAILED', { reason: 'its process does not start' })));
  child.on('exit', (code, name) => end(createEndError(SUBJECT, { why: endCause(code, name), limits })));
  try {
    await Promise.race([ready, ended]);
    watch.rearm();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    return await Promise.race([rpc.call('read', job), ended]);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    watch.end();
    child.kill('SIGKILL');
  }
}
