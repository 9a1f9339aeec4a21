import { engineError } from '../../../base/errors/index.ts';
import type { HttpRequest } from '../../../pipeline/request/index.ts';
import type { Ports, SendOptions } from '../../../pipeline/run/ports.ts';
import type { HostCalls, RoutedRequest, SentRequest } from './calls.ts';
import type { Handlers } from './rpc.ts';

type NetworkCalls = Pick<HostCalls, 'send' | 'pull' | 'cancel' | 'sleep'>;

interface NetworkOptions {
  readonly ports: Pick<Ports, 'http' | 'clock'>;
  /** Throws if a request to the URL is not allowed. */
  readonly admit: (url: string) => void;
  /** Asks the child for the request to send to the location of a redirect. */
  readonly redirect: (id: number, moved: HttpRequest) => Promise<RoutedRequest | undefined>;
}

/** Answers the child's calls for the network and the clock. Every request and redirect is admitted first. */
export function createNetwork({ ports, admit, redirect }: NetworkOptions): Handlers<NetworkCalls> & Disposable {
  const running = new Map<number, AbortController>();
  const bodies = new Map<number, AsyncIterator<Uint8Array>>();

  const start = (id: number): AbortSignal => {
    const controller = new AbortController();
    running.set(id, controller);
    return controller.signal;
  };
  const cancel = (id: number): void => {
    running.get(id)?.abort(engineError('INTERRUPTED'));
    running.delete(id);
    // An unread body keeps its connection open.
    void bodies.get(id)?.return?.();
    bodies.delete(id);
  };
  const toOptions = (sent: SentRequest): SendOptions => {
    const routes = new Map<string, RoutedRequest>([[sent.request.url, sent]]);
    const follow = async (moved: HttpRequest): Promise<HttpRequest | undefined> => {
      const next = await redirect(sent.id, moved);
      if (!next) return undefined;
      admit(next.request.url);
      routes.set(next.request.url, next);
      return next.request;
    };
    const routeOf = (url: string) =>
      routes.get(url) ?? [...routes.values()].find((one) => isSame(one.request.url, url));
    return {
      timeoutMs: sent.timeoutMs,
      signal: start(sent.id),
      publicOnly: (url) => routeOf(url)?.publicOnly ?? false,
      tls: (url) => routeOf(url)?.tls,
      ...(sent.isLogin ? { purpose: 'login' as const } : {}),
      ...(sent.redirects ? { redirect: follow } : {}),
    };
  };
  return {
    async send(sent) {
      admit(sent.request.url);
      const { status, headers, body } = await ports.http.send(sent.request, toOptions(sent));
      bodies.set(sent.id, body[Symbol.asyncIterator]());
      return { status, headers };
    },
    async pull(id) {
      const { done, value } = (await bodies.get(id)?.next()) ?? { done: true };
      if (done) cancel(id);
      return done ? undefined : value;
    },
    cancel,
    async sleep({ id, ms }) {
      await ports.clock.sleep(ms, start(id));
      running.delete(id);
    },
    [Symbol.dispose]: () => {
      for (const id of [...running.keys(), ...bodies.keys()]) cancel(id);
    },
  };
}

const isSame = (one: string, other: string): boolean => URL.parse(one)?.href === URL.parse(other)?.href;
