/** Limits for reading ahead of the consumer. */
export interface ReadAhead<V> {
  /** Number of sources open at the same time. */
  readonly concurrency: number;
  /** Weight of one value. */
  readonly weight: (value: V) => number;
  /** A source pauses when its buffered values weigh this much. */
  readonly limit: number;
}

interface Lane<V> {
  readonly ready: V[];
  readonly ended: Promise<void>;
  /** Resolves when a value is ready or the source has ended; rejects with the source's error. */
  next(): Promise<V | undefined>;
  stop(): void;
}

/** Reads `source` ahead of its consumer, up to a limit, into a buffer. */
function openLane<V>(source: AsyncIterable<V>, ahead: ReadAhead<V>): Lane<V> {
  const ready: V[] = [];
  let weight = 0;
  let done = false;
  let failure: { error: unknown } | undefined;
  let wake = Promise.withResolvers<void>();
  const signal = () => {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  };
  const pump = async () => {
    try {
      for await (const value of source) {
        if (done) return;
        ready.push(value);
        weight += ahead.weight(value);
        signal();
        while (weight >= ahead.limit && !done) await wake.promise;
        if (done) return;
      }
    } catch (error) {
      failure = { error };
    } finally {
      done = true;
      signal();
    }
  };
  const ended = pump();
  return {
    ready,
    ended,
    async next() {
      while (ready.length === 0 && !done) await wake.promise;
      const value = ready.shift();
      if (value === undefined) {
        if (failure) throw failure.error;
        return undefined;
      }
      weight -= ahead.weight(value);
      signal();
      return value;
    },
    stop() {
      done = true;
      signal();
    },
  };
}

/**
 * Opens the sources in order, `concurrency` at a time, and yields their values in the order of the sources, whatever
 * the order in which they arrive. `open` receives a signal that aborts when the consumer stops early or a source fails.
 */
export async function* mergeInOrder<S, V>(
  sources: Iterable<S> | AsyncIterable<S>,
  open: (source: S, signal: AbortSignal) => AsyncIterable<V>,
  ahead: ReadAhead<V>,
): AsyncGenerator<V> {
  const abort = new AbortController();
  const lanes: Lane<V>[] = [];
  const waiting = getIterator(sources);
  let exhausted = false;
  const fill = async () => {
    while (!exhausted && lanes.length < ahead.concurrency) {
      const { value, done } = await waiting.next();
      if (done) exhausted = true;
      else lanes.push(openLane(open(value, abort.signal), ahead));
    }
  };
  try {
    for (await fill(); lanes[0]; await fill()) {
      const [head] = lanes;
      for (let value = await head.next(); value !== undefined; value = await head.next()) yield value;
      lanes.shift();
    }
  } finally {
    for (const open of lanes) open.stop();
    abort.abort();
    await Promise.all(lanes.map((open) => open.ended));
    await waiting.return?.();
  }
}

const getIterator = <S>(sources: Iterable<S> | AsyncIterable<S>): Iterator<S> | AsyncIterator<S> =>
  Symbol.asyncIterator in sources ? sources[Symbol.asyncIterator]() : sources[Symbol.iterator]();
