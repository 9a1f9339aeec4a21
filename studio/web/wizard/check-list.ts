import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { toErrorBody } from '../api/client.ts';
import { onEvent, whenLive } from '../api/events.ts';
import { startPending } from '../api/pending.ts';
import type { Check, CheckEvent, CheckedEvent, ErrorBody } from '../api/types.generated.ts';

/** The five checks in execution order. */
export const CHECKS: readonly { readonly id: Check['id']; readonly title: string; readonly description: string }[] = [
  { id: 'network', title: 'Network reachability', description: 'Resolves and connects to the hosts of the vendor.' },
  { id: 'tls', title: 'TLS handshake', description: 'Verifies the certificates of these hosts.' },
  { id: 'authentication', title: 'Authentication', description: 'Verifies the credentials.' },
  { id: 'authorization', title: 'Authorization scope', description: 'Verifies read access to the selected data.' },
  { id: 'data', title: 'Data fetch', description: 'Reads one item and maps it.' },
];

type CheckRecord = NonNullable<CheckedEvent['record']>;

/** State of a connection test. */
export interface CheckList {
  readonly ended: ReadonlySignal<readonly Check[]>;
  readonly isGoing: ReadonlySignal<boolean>;
  readonly record: ReadonlySignal<CheckRecord | undefined>;
  /** Error that prevented the checks from starting. */
  readonly error: ReadonlySignal<ErrorBody | undefined>;
  /** All checks passed for the current settings. */
  readonly isPassed: ReadonlySignal<boolean>;
  /** The settings changed after the checks ran. */
  readonly isStale: ReadonlySignal<boolean>;
  readonly run: (begin: (id: string) => Promise<unknown>) => Promise<void>;
}

/** Creates a check list. `tested` serializes the tested settings; a change makes the outcome stale. */
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

  const finish = (of: string, checked: Omit<CheckedEvent, 'id'>) =>
    batch(() => {
      outcome.value = { of, ok: checked.ok };
      record.value = checked.record;
      error.value = checked.error;
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
      const endPending = startPending();
      clear();
      const { promise, resolve } = Promise.withResolvers<void>();
      const stops = [
        onEvent('check', (data) => {
          const { id: testId, check } = data as CheckEvent;
          if (testId === id) ended.value = [...ended.value, check];
        }),
        onEvent('checked', (data) => {
          const checked = data as CheckedEvent;
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
        endPending();
      }
    },
  };
}
