import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { api, toErrorBody } from '../api/client.ts';
import type { ErrorBody, PreviewAnswer, PreviewRequest } from '../api/types.generated.ts';

/** What the server says of the text as it is now. */
export interface LivePreview {
  /** The last answer, for its problems. */
  readonly answer: ReadonlySignal<PreviewAnswer | undefined>;
  /** The last answer that mapped something: it stays when a later text cannot be read. */
  readonly good: ReadonlySignal<PreviewAnswer | undefined>;
  /** Why `good` is older than the text. */
  readonly error: ReadonlySignal<ErrorBody | undefined>;
  readonly busy: ReadonlySignal<boolean>;
  readonly stop: () => void;
}

const MAY_NOT_BE: ErrorBody = {
  code: 'MANIFEST_INVALID',
  message: 'The manifest cannot be used as it is.',
  fix: 'Mend the problems that are marked in the manifest.',
};

function explainMissing({ error, problems }: PreviewAnswer): ErrorBody {
  const [first] = problems;
  return error ?? (first ? { ...MAY_NOT_BE, message: first.message, fix: first.fix } : MAY_NOT_BE);
}

/** Asks for a preview whenever what `request` reads has changed: once a frame, and an answer that is late is dropped. */
export function createLivePreview(request: () => PreviewRequest | undefined): LivePreview {
  const answer = signal<PreviewAnswer | undefined>(undefined);
  const good = signal<PreviewAnswer | undefined>(undefined);
  const error = signal<ErrorBody | undefined>(undefined);
  const busy = signal(false);

  const show = (got: PreviewAnswer) => {
    answer.value = got;
    const mapped = got.map !== null && got.error === undefined;
    if (mapped) good.value = got;
    error.value = mapped ? undefined : explainMissing(got);
  };
  const send = async (asked: PreviewRequest, abort: AbortController) => {
    try {
      show(await api.preview(asked, abort.signal));
    } catch (thrown) {
      if (!abort.signal.aborted) error.value = toErrorBody(thrown);
    } finally {
      if (!abort.signal.aborted) busy.value = false;
    }
  };
  const stop = effect(() => {
    const asked = request();
    if (!asked) return;
    const abort = new AbortController();
    busy.value = true;
    const frame = requestAnimationFrame(() => void send(asked, abort));
    return () => {
      cancelAnimationFrame(frame);
      abort.abort();
    };
  });
  return { answer, good, error, busy, stop };
}
