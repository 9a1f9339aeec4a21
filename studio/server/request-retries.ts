import type { RunDetail, WorkerEvent } from '../../engine/index.ts';

type StreamProgress = RunDetail['streams'][number];
type Retry = NonNullable<StreamProgress['retry']>;

/** Retries that requests of the studio's worker wait for; they are not stored, unlike those of slices. */
export interface RequestRetries {
  hear(event: WorkerEvent): void;
  /** Adds the next retry of a request to each stream without a retry of a slice. */
  addTo<Run extends Pick<RunDetail, 'id' | 'streams'>>(run: Run): Run;
}

interface WaitingRequest {
  readonly runId: string;
  readonly slice: string;
  readonly stream: string;
  readonly retry: Retry;
}

const ENDS: ReadonlySet<WorkerEvent['type']> = new Set([
  'slice-finished',
  'slice-handed-back',
  'slice-lost',
  'slice-failed',
]);

export function createRequestRetries(): RequestRetries {
  const waiting = new Map<string, WaitingRequest>();
  const dropWhere = (isOver: (one: WaitingRequest) => boolean) => {
    for (const [key, one] of waiting) if (isOver(one)) waiting.delete(key);
  };
  const findNext = (runId: string, stream: string): Retry | null => {
    const [next] = [...waiting.values()]
      .filter((one) => one.runId === runId && one.stream === stream)
      .sort((one, other) => one.retry.at - other.retry.at);
    return next?.retry ?? null;
  };
  return {
    hear(event) {
      if (event.type === 'request-retry') {
        const { runId, slice, stream, request, retry } = event;
        if (retry) waiting.set(`${slice} ${request}`, { runId, slice, stream, retry });
        else waiting.delete(`${slice} ${request}`);
      } else if (event.type === 'run-finished') dropWhere(({ runId }) => runId === event.runId);
      else if (event.type === 'worker-stopped') waiting.clear();
      else if (ENDS.has(event.type) && 'slice' in event) dropWhere(({ slice }) => slice === event.slice);
    },
    addTo: (run) => ({
      ...run,
      streams: run.streams.map((progress) => ({
        ...progress,
        retry: progress.retry ?? findNext(run.id, progress.stream),
      })),
    }),
  };
}
