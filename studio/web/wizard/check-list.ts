import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { toErrorBody } from '../api/client.ts';
import { onEvent, whenLive } from '../api/events.ts';
import type { Check, CheckEvent, CheckedEvent, ErrorBody } from '../api/types.generated.ts';

/** The five checks, in the order in which they tick. */
export const CHECKS: readonly { readonly id: Check['id']; readonly title: string; readonly asks: string }[] = [
  { id: 'network', title: 'Network reachability', asks: 'Can the vendor’s hosts be found and reached?' },
  { id: 'tls', title: 'TLS handshake', asks: 'Is it them, and is the line secure?' },
  { id: 'authentication', title: 'Authentication', asks: 'Are the credentials accepted?' },
  { id: 'authorization', title: 'Authorization scope', asks: 'May they read what is to be read?' },
  { id: 'data', title: 'Data fetch', asks: 'Does a real item come, and can it be mapped?' },
];

type CheckRecord = NonNullable<CheckedEvent['record']>;

/** Test Connection as it goes: what has ended, what goes on, and what came of it. */
export interface CheckList {
  readonly ended: ReadonlySignal<readonly Check[]>;
  readonly isGoing: ReadonlySignal<boolean>;
  readonly record: ReadonlySignal<CheckRecord | undefined>;
  /** Why no check could begin. */
  readonly error: ReadonlySignal<ErrorBody | undefined>;
  /** All passed, and nothing was changed since. */
  readonly isPassed: ReadonlySignal<boolean>;
  /** Something was changed since they ran. */
  readonly isStale: ReadonlySignal<boolean>;
  readonly run: (begin: (id: string) => Promise<unknown>) => Promise<void>;
}

/** A list of checks for what `tested` says; it says itself whether that has changed since. */
export function createCheckList(tested: ReadonlySignal<string>): CheckList {
  const ended = signal<readonly Check[]>([]);
  const isGoing = signal(false);
  const record = signal<CheckRecord | undefined>(undefined);
  const error = signal<ErrorBody | undefined>(undefined);
  const outcome = signal<{ readonly of: string; readonly ok: boolean } | undefined>(undefined);

  const clear = () =>
    batch(() => {
      ended.value = [];
      record.value = undefined;
      error.value = undefined;
      outcome.value = undefined;
      isGoing.value = true;
    });

  const finish = (of: string, { ok, record: made, error: failed }: Omit<CheckedEvent, 'id'>) =>
    batch(() => {
      outcome.value = { of, ok };
      record.value = made;
      error.value = failed;
      isGoing.value = false;
    });

  return {
    ended,
    isGoing,
    record,
    error,
    isPassed: computed(() => outcome.value?.ok === true && outcome.value.of === tested.value),
    isStale: computed(() => outcome.value !== undefined && outcome.value.of !== tested.value),
    async run(begin) {
      const [id, of] = [crypto.randomUUID(), tested.peek()];
      clear();
      const { promise, resolve } = Promise.withResolvers<void>();
      const stops = [
        onEvent('check', (told) => {
          const { id: whose, check } = told as CheckEvent;
          if (whose === id) ended.value = [...ended.value, check];
        }),
        onEvent('checked', (told) => {
          const checked = told as CheckedEvent;
          if (checked.id !== id) return;
          finish(of, checked);
          resolve();
        }),
      ];
      try {
        await whenLive();
        await begin(id);
        await promise;
      } catch (thrown) {
        finish(of, { ok: false, error: toErrorBody(thrown) });
      } finally {
        for (const stop of stops) stop();
      }
    },
  };
}
