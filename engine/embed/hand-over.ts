/** Hands values from one producer to one consumer, one at a time. */
export interface HandOver<T> {
  /** Resolves when the consumer has taken the value and asks for the next one, or has stopped. */
  give(value: T): Promise<void>;
  /** Ends the values, after an error if one is given. */
  end(error?: unknown): void;
  /** Yields the values; the producer is no longer held up once the consumer stops. */
  values(): AsyncGenerator<T>;
}

type Offer<T> = { readonly kind: 'value'; readonly value: T } | { readonly kind: 'end'; readonly error?: unknown };

export function createHandOver<T>(): HandOver<T> {
  let offered = Promise.withResolvers<Offer<T>>();
  let taken = Promise.withResolvers<void>();
  let isStopped = false;
  return {
    async give(value) {
      if (isStopped) return;
      const { promise } = taken;
      offered.resolve({ kind: 'value', value });
      await promise;
    },
    end: (error) => offered.resolve(error === undefined ? { kind: 'end' } : { kind: 'end', error }),
    async *values() {
      try {
        for (;;) {
          const offer = await offered.promise;
          if (offer.kind === 'end') {
            if (offer.error !== undefined) throw offer.error;
            return;
          }
          yield offer.value;
          offered = Promise.withResolvers();
          const { resolve } = taken;
          taken = Promise.withResolvers();
          resolve();
        }
      } finally {
        isStopped = true;
        taken.resolve();
      }
    },
  };
}
