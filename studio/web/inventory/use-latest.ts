import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { toErrorBody } from '../api/client.ts';
import { reconnects } from '../api/events.ts';
import type { ErrorBody } from '../api/types.generated.ts';

/** Last loaded value, kept while the next one loads. */
export interface Latest<T> {
  readonly value: ReadonlySignal<T | undefined>;
  readonly error: ReadonlySignal<ErrorBody | undefined>;
  readonly isBusy: ReadonlySignal<boolean>;
}

/** Loads a value whenever `key` changes or the server is back, and aborts the previous load. */
export function useLatest<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Latest<T> {
  const latest = useMemo(
    () => ({
      value: signal<T | undefined>(undefined),
      error: signal<ErrorBody | undefined>(undefined),
      isBusy: signal(true),
    }),
    [],
  );
  useEffect(() => {
    const stop = new AbortController();
    const { value, error, isBusy } = latest;
    isBusy.value = true;
    load(stop.signal)
      .then(
        (response) => {
          // A response that had arrived before the abort may still resolve after a newer one.
          if (stop.signal.aborted) return;
          value.value = response;
          error.value = undefined;
        },
        (thrown) => {
          if (!stop.signal.aborted) error.value = toErrorBody(thrown);
        },
      )
      .finally(() => {
        if (!stop.signal.aborted) isBusy.value = false;
      });
    return () => stop.abort();
  }, [key, reconnects.value]);
  return latest;
}
