import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { toErrorBody } from './client.ts';
import { reconnects } from './events.ts';
import { startPending } from './pending.ts';
import type { ErrorBody } from './types.generated.ts';

/** State of a value that is loaded: in progress, loaded, or failed. */
type Resource<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: ErrorBody };

export interface Loaded<T> {
  readonly state: ReadonlySignal<Resource<T>>;
  readonly reload: () => void;
}

/** Loads a value when the component mounts and whenever `key` changes. Drops the result of an outdated load. */
export function useResource<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const loaded = useMemo(() => {
    const state = signal<Resource<T>>({ kind: 'loading' });
    let latest = 0;
    const reload = () => {
      const current = ++latest;
      const endPending = startPending();
      const show = (next: Resource<T>) => {
        if (current === latest) state.value = next;
      };
      show({ kind: 'loading' });
      load()
        .then(
          (value) => show({ kind: 'ready', value }),
          (thrown) => show({ kind: 'failed', error: toErrorBody(thrown) }),
        )
        .finally(endPending);
    };
    return { state, reload };
  }, [key]);
  useEffect(loaded.reload, [loaded]);
  // What failed while the server was away is loaded again; what is shown follows the events.
  useEffect(() => {
    if (loaded.state.peek().kind === 'failed') loaded.reload();
  }, [reconnects.value]);
  return loaded;
}
