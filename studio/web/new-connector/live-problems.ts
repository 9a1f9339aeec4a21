import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { toErrorBody } from '../api/client.ts';
import { draftApi } from '../api/drafts.ts';
import { setPendingTimeout } from '../api/pending.ts';
import type { Issue } from '../api/types.generated.ts';

/** Delay after the last keystroke. */
const DELAY_MS = 200;

/** Problems of a manifest, updated while its text changes. */
export interface LiveProblems {
  readonly problems: ReadonlySignal<readonly Issue[]>;
  readonly stop: () => void;
}

const toIssue = (thrown: unknown): Issue => {
  const { code, message, fix } = toErrorBody(thrown);
  return { rule: code, severity: 'error', path: '', message, fix };
};

/** Validates a text when it changes, after a pause in typing. Aborts outdated requests. */
export function createLiveProblems(text: ReadonlySignal<string>): LiveProblems {
  const problems = signal<readonly Issue[]>([]);
  const validate = async (current: string, abort: AbortController) => {
    try {
      problems.value = (await draftApi.validate(current, abort.signal)).issues;
    } catch (thrown) {
      if (!abort.signal.aborted) problems.value = [toIssue(thrown)];
    }
  };
  const stop = effect(() => {
    const current = text.value;
    const abort = new AbortController();
    const cancel = setPendingTimeout(() => void validate(current, abort), DELAY_MS);
    return () => {
      cancel();
      abort.abort();
    };
  });
  return { problems, stop };
}
