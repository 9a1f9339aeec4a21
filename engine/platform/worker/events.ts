import type { RunReport } from '../../base/report/report.generated.ts';
import type { Written } from '../../inventory/store/store.ts';
import type { SentRequest } from '../../pipeline/run/request-log.ts';
import type { RequestRetry } from '../../pipeline/run/request-retry.ts';

/** Run that an event belongs to. */
interface RunEvent {
  readonly connectionId: string;
  readonly runId: string;
}

/** Event of a worker for logs, metrics and traces. Contains no secrets and no payloads. */
export type WorkerEvent =
  | { readonly type: 'worker-started' | 'worker-stopped' | 'worker-stopping'; readonly worker: string }
  | (RunEvent & { readonly type: 'run-planned'; readonly reason: string; readonly slot: number })
  | (RunEvent & { readonly type: 'slices-planned'; readonly stream: string; readonly slices: number })
  | (RunEvent & SliceEvent & { readonly type: 'slice-started' | 'slice-finished' | 'slice-handed-back' | 'slice-lost' })
  | (RunEvent & SliceEvent & Failure & { readonly type: 'slice-failed'; readonly again: boolean })
  | (RunEvent & SliceEvent & { readonly type: 'page-stored'; readonly written: Written; readonly rejects: number })
  | (RunEvent & { readonly type: 'request'; readonly slice: string; readonly request: SentRequest })
  /** Request of a slice that waits for a retry; `retry` is undefined once the request succeeds or finally fails. */
  | (RunEvent & {
      readonly type: 'request-retry';
      readonly slice: string;
      readonly stream: string;
      readonly request: number;
      readonly retry: RequestRetry | undefined;
    })
  | (RunEvent & { readonly type: 'run-finished'; readonly report: RunReport; readonly ms: number })
  | (Failure & { readonly type: 'trouble'; readonly doing: string })
  /** End of an outage of the store, with its duration and the number of errors, of which only the first was an event. */
  | { readonly type: 'store-reconnected'; readonly ms: number; readonly errors: number };

interface SliceEvent {
  readonly slice: string;
  readonly stream: string;
  readonly attempt: number;
}

interface Failure {
  readonly code: string;
  readonly message: string;
}
