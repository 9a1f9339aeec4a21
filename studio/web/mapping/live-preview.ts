import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { api, toErrorBody } from '../api/client.ts';
import { reconnects } from '../api/events.ts';
import { setPendingTimeout, startPending } from '../api/pending.ts';
import type { ErrorBody, PreviewRequest, PreviewResponse } from '../api/types.generated.ts';

/** Preview of the current manifest and sample. */
export interface LivePreview {
  /** Last response, with its problems. */
  readonly response: ReadonlySignal<PreviewResponse | undefined>;
  /** Last response without an error, kept while the text is invalid. */
  readonly good: ReadonlySignal<PreviewResponse | undefined>;
  /** Error of the current text; `good` is outdated while it is set. */
  readonly error: ReadonlySignal<ErrorBody | undefined>;
  readonly busy: ReadonlySignal<boolean>;
  /** Reason why the items after the first ones could not be mapped. */
  readonly restError: ReadonlySignal<ErrorBody | undefined>;
  readonly stop: () => void;
}

/** Pause in the edits after which the rest of a large sample is mapped. */
const IDLE_MS = 600;

const INVALID_MANIFEST: ErrorBody = {
  code: 'MANIFEST_INVALID',
  message: 'The manifest is invalid.',
  fix: 'Fix the problems that are marked in the manifest.',
};

function explainMissing({ error, problems }: PreviewResponse): ErrorBody {
  const [first] = problems;
  return error ?? (first ? { ...INVALID_MANIFEST, message: first.message, fix: first.fix } : INVALID_MANIFEST);
}

/** Requests a preview when a signal that `request` reads changes, at most once per frame. Aborts outdated requests. */
export function createLivePreview(request: () => PreviewRequest | undefined): LivePreview {
  const response = signal<PreviewResponse | undefined>(undefined);
  const good = signal<PreviewResponse | undefined>(undefined);
  const error = signal<ErrorBody | undefined>(undefined);
  const busy = signal(false);
  const restError = signal<ErrorBody | undefined>(undefined);

  const show = (preview: PreviewResponse) => {
    response.value = preview;
    const isMapped = preview.map !== null && preview.error === undefined;
    if (isMapped) good.value = preview;
    error.value = isMapped ? undefined : explainMissing(preview);
  };
  /** Maps the items after the first ones, once no edit has followed for a moment. */
  const sendRest = (body: PreviewRequest, abort: AbortController) => {
    const cancel = setPendingTimeout(() => {
      api.preview({ ...body, extent: 'all' }, abort.signal).then(show, (thrown) => {
        if (!abort.signal.aborted) restError.value = toErrorBody(thrown);
      });
    }, IDLE_MS);
    abort.signal.addEventListener('abort', cancel);
  };
  const send = async (body: PreviewRequest, abort: AbortController) => {
    try {
      const preview = await api.preview(body, abort.signal);
      restError.value = undefined;
      show(preview);
      if (preview.part) sendRest(body, abort);
    } catch (thrown) {
      if (!abort.signal.aborted) error.value = toErrorBody(thrown);
    } finally {
      if (!abort.signal.aborted) busy.value = false;
    }
  };
  const stop = effect(() => {
    const body = request();
    // Sends the request again when the server is back.
    reconnects.value;
    if (!body) return;
    const abort = new AbortController();
    const endPending = startPending();
    busy.value = true;
    const frame = requestAnimationFrame(() => void send(body, abort).finally(endPending));
    return () => {
      cancelAnimationFrame(frame);
      abort.abort();
      endPending();
    };
  });
  return { response, good, error, busy, restError, stop };
}
