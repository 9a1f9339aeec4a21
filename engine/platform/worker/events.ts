import type { RunReport } from '../../base/report/report.generated.ts';
import type { Written } from '../../inventory/store/store.ts';
import type { SentRequest } from '../../pipeline/run/request-log.ts';

/** Where something happened. */
interface Where {
  readonly connectionId: string;
  readonly runId: string;
}

/** What a worker tells: facts for logs, metrics and traces; no secret, no piece of a payload. */
export type WorkerEvent =
  | { readonly type: 'worker-started' | 'worker-stopped' | 'worker-stopping'; readonly worker: string }
  | (Where & { readonly type: 'run-planned'; readonly reason: string; readonly slot: number })
  | (Where & { readonly type: 'slices-planned'; readonly stream: string; readonly slices: number })
  | (Where & SliceEvent & { readonly type: 'slice-started' | 'slice-finished' | 'slice-handed-back' | 'slice-lost' })
  | (Where & SliceEvent & Failure & { readonly type: 'slice-failed'; readonly again: boolean })
  | (Where & SliceEvent & { readonly type: 'page-stored'; readonly written: Written; readonly rejects: number })
  | (Where & { readonly type: 'request'; readonly slice: string; readonly request: SentRequest })
  | (Where & { readonly type: 'run-finished'; readonly report: RunReport; readonly ms: number })
  | (Failure & { readonly type: 'trouble'; readonly doing: string })
  | { readonly type: 'worker-died'; readonly worker: string; readonly slices: number };

interface SliceEvent {
  readonly slice: string;
  readonly stream: string;
  readonly attempt: number;
}

interface Failure {
  readonly code: string;
  readonly message: string;
}
