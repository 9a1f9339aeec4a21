import { toEngineError } from '../../base/errors/index.ts';
import type { HttpRequest } from '../request/index.ts';
import type { Ports } from './ports.ts';

/** Log entry of one attempt: no headers, body or query. */
export interface SentRequest {
  readonly stream: string;
  /** Epoch ms. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Absent if there was no response. */
  readonly status?: number;
  readonly ms: number;
  /** Counted from 1. */
  readonly attempt: number;
  /** Error code of a failed attempt. */
  readonly error?: string;
}

export type OnRequest = (request: SentRequest) => void;

/** Request and attempt number. */
interface OutgoingRequest {
  readonly stream: string;
  readonly request: HttpRequest;
  readonly attempt: number;
}

/** Calls `send` and reports the outcome to `onRequest`; rethrows its error. */
export async function sendLogged<T extends { readonly status: number }>(
  { stream, request, attempt }: OutgoingRequest,
  send: () => Promise<T>,
  { onRequest, clock }: { readonly onRequest: OnRequest | undefined; readonly clock: Ports['clock'] },
): Promise<T> {
  if (!onRequest) return send();
  const at = clock.now();
  const tell = (end: Pick<SentRequest, 'status' | 'error'>) => {
    const { pathname } = new URL(request.url);
    onRequest({ stream, at, method: request.method, path: pathname, ms: clock.now() - at, attempt, ...end });
  };
  try {
    const response = await send();
    tell({ status: response.status });
    return response;
  } catch (error) {
    tell({ error: toEngineError(error).code });
    throw error;
  }
}
