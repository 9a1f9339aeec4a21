import { openWorker, toEngineError, type WorkerParts } from '../../engine/index.ts';

/** Slices that the studio does at the same time: it has a page to serve, too. */
const CONCURRENCY = 2;

/** A worker inside of the studio. */
export interface StudioWorker {
  start(): void;
  /** Hands back what is not finished. */
  stop(): Promise<void>;
}

/** Makes runs move without another process: what is due by schedule, and what was started by hand. */
export function createStudioWorker(parts: Omit<WorkerParts, 'id'>): StudioWorker {
  const stopping = new AbortController();
  let work: Promise<void> = Promise.resolve();
  return {
    start() {
      work = openWorker(parts, { concurrency: CONCURRENCY, scheduling: true })
        .work(stopping.signal)
        .catch((error: unknown) => {
          const { code, message } = toEngineError(error);
          parts.tell({ type: 'trouble', doing: 'the studio’s own runs', code, message });
        });
    },
    async stop() {
      stopping.abort();
      await work;
    },
  };
}
