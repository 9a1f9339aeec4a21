import type { EngineError } from '../../base/errors/index.ts';

/** Request that waits for its next attempt after a failure. */
export interface RequestRetry {
  /** Error of the last attempt, without secrets. */
  readonly error: Pick<EngineError, 'code' | 'message' | 'fix'>;
  /** Number of the retry, counted from 1. */
  readonly retry: number;
  /** Maximum number of retries. */
  readonly of: number;
  /** Time of the next attempt, epoch ms. */
  readonly at: number;
}

/** Receives the retry that a request waits for, and undefined once the request succeeds or finally fails. */
export type OnRetry = (request: number, retry: RequestRetry | undefined) => void;

/** Reports the retries of one request. */
export interface RetryReporter {
  wait(error: EngineError, retry: Omit<RequestRetry, 'error'>): void;
  /** Ends the report; call it once the request has succeeded or finally failed. */
  end(): void;
}

/** Creates reporters that number the requests of a sender, so that the retries of concurrent requests are told apart. */
export function createRetryReporters(onRetry: OnRetry | undefined): () => RetryReporter {
  let last = 0;
  return () => {
    last += 1;
    const request = last;
    let isWaiting = false;
    return {
      wait({ code, message, fix }, { retry, of, at }) {
        isWaiting = true;
        onRetry?.(request, { error: { code, message, fix }, retry, of, at });
      },
      end() {
        if (isWaiting) onRetry?.(request, undefined);
      },
    };
  };
}
