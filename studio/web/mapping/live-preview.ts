import { batch, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { api, toErrorBody } from '../api/client.ts';
import { reconnects } from '../api/events.ts';
import { setPendingTimeout, startPending } from '../api/pending.ts';
import type { ErrorBody, Issue, PreviewRequest, PreviewResponse } from '../api/types.generated.ts';

/** Preview of the current manifest and sample. */
export interface LivePreview {
  readonly response: ReadonlySignal<PreviewResponse | undefined>;
  /** Problems of the manifest; those of lint rules follow after a pause in the edits. */
  readonly problems: ReadonlySignal<readonly Issue[]>;
  /** Last response without an error, kept while the text is invalid. */
  readonly good: ReadonlySignal<PreviewResponse | undefined>;
  /** Error of the current text; `good` is outdated while it is set. */
  readonly error: ReadonlySignal<ErrorBody | undefined>;
  readonly busy: ReadonlySignal<boolean>;
  /** Reason why the rest could not be requested. */
  readonly restError: ReadonlySignal<ErrorBody | undefined>;
  /** Requests the rest now, instead of after a pause in the edits. */
  readonly complete: () => void;
  readonly stop: () => void;
}

/** Pause in the edits after which the rest is requested: the other items in full and lint, then the items after the first 1,000. */
const IDLE_MS = 250;

const INVALID_MANIFEST: ErrorBody = {
  code: 'MANIFEST_INVALID',
  message: 'The manifest is invalid.',
  fix: 'Fix the problems that are marked in the manifest.',
};

function explainMissing({ error, problems }: PreviewResponse): ErrorBody {
  const [first] = problems;
  return error ?? (first ? { ...INVALID_MANIFEST, message: first.message, fix: first.fix } : INVALID_MANIFEST);
}

/** Returns the request for what a response lacks, or undefined if it is complete. */
function requestRest(
  { item, ...whole }: PreviewRequest,
  { map, part, problems }: PreviewResponse,
): PreviewRequest | undefined {
  // Lint rules need a manifest that the schema accepts.
  if (map === null && problems.length > 0) return undefined;
  if (item !== undefined) return whole;
  return part && whole.extent !== 'all' ? { ...whole, extent: 'all' } : undefined;
}

/**
 * Requests a preview when a signal that `request` reads changes, once per task. Aborts outdated requests. `isFirst` is true until
 * there is a result.
 */
export function createLivePreview(request: (isFirst: boolean) => PreviewRequest | undefined): LivePreview {
  const response = signal<PreviewResponse | undefined>(undefined);
  const good = signal<PreviewResponse | undefined>(undefined);
  const error = signal<ErrorBody | undefined>(undefined);
  const problems = signal<readonly Issue[]>([]);
  const busy = signal(false);
  const restError = signal<ErrorBody | undefined>(undefined);
  let sendRest: (() => void) | undefined;

  const show = (preview: PreviewResponse, { item }: PreviewRequest) =>
    batch(() => {
      response.value = preview;
      restError.value = undefined;
      const isMapped = preview.map !== null && preview.error === undefined;
      if (item === undefined || !isMapped) problems.value = preview.problems;
      if (isMapped) good.value = preview;
      error.value = isMapped ? undefined : explainMissing(preview);
    });
  const send = async (body: PreviewRequest, abort: AbortController, failure: Signal<ErrorBody | undefined>) => {
    try {
      const preview = await api.preview(body, abort.signal);
      const rest = requestRest(body, preview);
      if (rest) sendLater(rest, abort);
      show(preview, body);
    } catch (thrown) {
      if (!abort.signal.aborted) failure.value = toErrorBody(thrown);
    } finally {
      if (!abort.signal.aborted) busy.value = false;
    }
  };
  const sendLater = (body: PreviewRequest, abort: AbortController) => {
    const sendNow = () => {
      sendRest = undefined;
      void send(body, abort, restError);
    };
    const cancel = setPendingTimeout(sendNow, IDLE_MS);
    abort.signal.addEventListener('abort', cancel);
    sendRest = () => {
      cancel();
      sendNow();
    };
  };
  const stop = effect(() => {
    const body = request(good.peek() === undefined);
    // Sends the request again when the server is back.
    reconnects.value;
    if (!body) return;
    const abort = new AbortController();
    const endPending = startPending();
    busy.value = true;
    // A frame later would be up to 16 ms later.
    queueMicrotask(() => abort.signal.aborted || void send(body, abort, error).finally(endPending));
    return () => {
      sendRest = undefined;
      abort.abort();
      endPending();
    };
  });
  return { response, problems, good, error, busy, restError, complete: () => sendRest?.(), stop };
}
