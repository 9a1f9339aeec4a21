import { systemRandom } from '../../../io/random.ts';
import type { HttpRequest } from '../../../pipeline/request/index.ts';
import type { Ports, SendOptions, Spool } from '../../../pipeline/run/ports.ts';
import type { HostCalls, RoutedRequest } from './calls.ts';
import type { Rpc } from './rpc.ts';

/** Ports of the child: the network and the clock of its parent. */
export interface HostPorts {
  readonly ports: Ports;
  /** Returns the request to send to the location of a redirect. */
  redirect(id: number, moved: HttpRequest): Promise<RoutedRequest | undefined>;
}

const route = (request: HttpRequest, { publicOnly, tls }: SendOptions): RoutedRequest => ({
  request,
  publicOnly: publicOnly?.(request.url) ?? false,
  tls: tls?.(request.url),
});

/** Buffers a large page in memory: the child has no files, and the limit of its memory applies. */
const openMemorySpool = async (): Promise<Spool> => {
  const chunks: Uint8Array[] = [];
  return {
    write: async (chunk) => void chunks.push(chunk),
    async *read({ start, end } = { start: 0, end: Number.POSITIVE_INFINITY }) {
      let at = 0;
      for (const chunk of chunks) {
        const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at));
        at += chunk.byteLength;
        if (part.byteLength > 0) yield part;
      }
    },
    discard: async () => void chunks.splice(0),
  };
};

/** Creates ports whose network and waits are calls on the parent. */
export function createHostPorts(host: Rpc<HostCalls>): HostPorts {
  const open = new Map<number, SendOptions>();
  let last = 0;

  /** Cancels the call `id` on the parent when the signal aborts. */
  const cancellable = async <T>(id: number, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    const cancel = () => void host.call('cancel', id);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  };
  async function* pullBody(id: number, { signal }: SendOptions): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = await cancellable(id, signal, () => host.call('pull', id));
        if (chunk === undefined) return;
        yield chunk;
      }
    } finally {
      open.delete(id);
      void host.call('cancel', id);
    }
  }
  const send: Ports['http']['send'] = async (request, options) => {
    last += 1;
    const id = last;
    open.set(id, options);
    const { timeoutMs, purpose, signal } = options;
    const isLogin = purpose === 'login';
    const sent = { ...route(request, options), id, timeoutMs, isLogin, redirects: options.redirect !== undefined };
    try {
      const response = await cancellable(id, signal, () => host.call('send', sent));
      return { ...response, body: pullBody(id, options) };
    } catch (error) {
      open.delete(id);
      throw error;
    }
  };
  return {
    ports: {
      http: { send },
      clock: {
        now: Date.now,
        async sleep(ms, signal) {
          last += 1;
          const id = last;
          await cancellable(id, signal, () => host.call('sleep', { id, ms }));
        },
      },
      random: systemRandom,
      spool: openMemorySpool,
    },
    async redirect(id, moved) {
      const options = open.get(id);
      const admitted = await options?.redirect?.(moved);
      return options && admitted && route(admitted, options);
    },
  };
}
