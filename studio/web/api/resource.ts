import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { toErrorBody } from './client.ts';
import type { ErrorBody } from './types.generated.ts';

/** What a screen waits for: under way, here, or failed with what to do. */
type Resource<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: ErrorBody };

export interface Loaded<T> {
  readonly state: ReadonlySignal<Resource<T>>;
  readonly reload: () => void;
}

/** Loads what `load` promises, anew whenever `key` changes; an answer that comes after that is dropped. */
export function useResource<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const loaded = useMemo(() => {
    const state = signal<Resource<T>>({ kind: 'loading' });
    let turn = 0;
    const reload = () => {
      const mine = ++turn;
      const show = (next: Resource<T>) => {
        if (mine === turn) state.value = next;
      };
      show({ kind: 'loading' });
      load().then(
        (value) => show({ kind: 'ready', value }),
        (thrown) => show({ kind: 'failed', error: toErrorBody(thrown) }),
      );
    };
    return { state, reload };
  }, [key]);
  useEffect(loaded.reload, [loaded]);
  return loaded;
}
