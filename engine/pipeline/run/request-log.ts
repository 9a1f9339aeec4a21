import { toEngineError } from '../../base/errors/index.ts';
import type { HttpRequest } from '../request/index.ts';
import type { Ports } from './ports.ts';

/** One attempt as a run's log keeps it: no header, no body, no query. */
export interface SentRequest {
  readonly stream: string;
  /** Epoch ms. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Absent where no answer came. */
  readonly status?: number;
  readonly ms: number;
  /** Counted from 1. */
  readonly attempt: number;
  /** The code of what failed. */
  readonly error?: string;
}

export type OnRequest = (request: SentRequest) => void;

/** What is sent, and as which attempt. */
interface OutgoingRequest {
  readonly stream: string;
  readonly draft: HttpRequest;
  readonly attempt: number;
}

/** Sends by `send` and tells `onRequest` how it went; what it rejects with is passed on. */
export async function sendLogged<T extends { readonly status: number }>(
  { stream, draft: request, attempt }: OutgoingRequest,
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
    const answer = await send();
    tell({ status: answer.status });
    return answer;
  } catch (error) {
    tell({ error: toEngineError(error).code });
    throw error;
  }
}
