import { toEngineError } from '../../base/errors/index.ts';
import type { OnRetry, RequestRetry } from '../../pipeline/run/request-retry.ts';
import type { ClaimedSlice } from './claim.ts';
import type { WorkerParts } from './parts.ts';
import type { WorkerRun } from './worker-run.ts';

/** Shorter waits are not stored: most are over before another process reads them. */
const SHORT_MS = 1_000;

/** Reports the retries that the requests of a slice wait for: as events, and the next one in the slice's row. */
export interface RequestRetries {
  /** Does not wait for the store, whose errors are events. */
  readonly onRetry: OnRetry;
  /** Stops storing; resolves once nothing is being written. */
  close(): Promise<void>;
}

/** Creates the reports of a claimed slice. The row is written when a long wait begins and ends, unless the slice was lost. */
export function createRequestRetries(
  { platform: { store, clock }, tell }: Pick<WorkerParts, 'platform' | 'tell'>,
  { run, slice }: { readonly run: Pick<WorkerRun, 'id' | 'connectionId'>; readonly slice: ClaimedSlice },
): RequestRetries {
  const { id, attempt, stream } = slice;
  const waiting = new Map<number, RequestRetry>();
  let stored: string | null = null;
  let isOpen = true;
  let writing = Promise.resolve();
  const write = async () => {
    const [next] = [...waiting.values()].sort((one, other) => one.at - other.at);
    const text = next ? JSON.stringify(next) : null;
    if (text === stored) return;
    await store.db
      .updateTable('slice')
      .set({ request_retry: text })
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .where('state', '=', 'RUNNING')
      .execute();
    stored = text;
  };
  const reportTrouble = (error: unknown) => {
    const { code, message } = toEngineError(error);
    tell({ type: 'trouble', doing: 'storing the retry of a request', code, message });
  };
  return {
    onRetry(request, retry) {
      tell({ type: 'request-retry', connectionId: run.connectionId, runId: run.id, slice: id, stream, request, retry });
      const isLong = retry !== undefined && retry.at - clock.now() >= SHORT_MS;
      const hadRetry = waiting.delete(request);
      if (isLong) waiting.set(request, retry);
      if (isOpen && (isLong || hadRetry)) writing = writing.then(write).catch(reportTrouble);
    },
    async close() {
      isOpen = false;
      await writing;
    },
  };
}
