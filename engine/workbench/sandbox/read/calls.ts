import type { Manifest } from '../../../manifest/index.ts';
import type { TlsIdentity } from '../../../pipeline/auth/index.ts';
import type { ConnectionSetup } from '../../../pipeline/connector/index.ts';
import type { HttpRequest } from '../../../pipeline/request/index.ts';
import type { PageRead, ReadLimits, ReadWait, StartedRequest, TestRead } from '../../read/index.ts';

/** Test read of one stream of a manifest, which may be untrusted. */
export interface ReadJob {
  readonly manifest: Manifest;
  readonly setup: Pick<ConnectionSetup, 'settings' | 'filters' | 'maps'>;
  readonly stream: string;
  readonly limits: ReadLimits;
  /** Bytes of each body to show. */
  readonly bodyBytes: number;
}

/** What happens during a read, as it happens. */
export type ReadEvent =
  | { readonly type: 'request'; readonly request: StartedRequest }
  | { readonly type: 'wait'; readonly wait: ReadWait }
  | { readonly type: 'page'; readonly page: PageRead };

/** Request with what the connector decides about the connection to its host. */
export interface RoutedRequest {
  readonly request: HttpRequest;
  readonly publicOnly: boolean;
  readonly tls?: TlsIdentity | undefined;
}

/** Attempt of a request. `id` names it in later calls. */
export interface SentRequest extends RoutedRequest {
  readonly id: number;
  readonly timeoutMs: number;
  readonly isLogin: boolean;
  /** The connector decides about redirects; without it, only those within the origin are followed. */
  readonly redirects: boolean;
}

/** Calls of the child on its parent, which has the network. */
export interface HostCalls {
  /** Sends a request; the body is pulled afterwards. */
  send(sent: SentRequest): { readonly status: number; readonly headers: Readonly<Record<string, string>> };
  /** Returns the next part of a response's body; undefined at its end. */
  pull(id: number): Uint8Array | undefined;
  /** Ends an attempt or a wait. */
  cancel(id: number): void;
  sleep(wait: { readonly id: number; readonly ms: number }): void;
  /** Stores a secret setting that the vendor has replaced. */
  keep(rotated: { readonly setting: string; readonly token: string }): void;
  emit(event: ReadEvent): void;
}

/** Calls of the parent on the child. */
export interface GuestCalls {
  read(job: ReadJob): TestRead;
  /** Returns the request to send to the location of a redirect; undefined to refuse it. */
  redirect(moved: { readonly id: number; readonly request: HttpRequest }): RoutedRequest | undefined;
  /** Stops the read; open jobs are ended. */
  stop(): void;
}
