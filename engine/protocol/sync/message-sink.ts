import type { RejectRecord } from '../../inventory/store/reject-rows.ts';
import type { Sink } from '../../pipeline/sink/index.ts';
import type { MessageWriter } from './message-writer.ts';

/** Rejects of an entity with one code. */
interface Rejected {
  count: number;
  /** The first one. */
  readonly example: RejectRecord;
}

/** Sink that writes records as messages. */
export interface MessageSink {
  readonly sink: Sink;
  /** True once the run has started or resumed. */
  isOpen(): boolean;
  /** Returns the number of records of an entity since the last call. */
  takeCount(entity: string): number;
  /** Logs the rejects by entity and code. They are no messages of their own: the protocols have none for them. */
  logRejects(): Promise<void>;
}

/** Creates the sink of one run. The messages themselves are the destination: nothing is kept and nothing is published later. */
export function createMessageSink(writer: MessageWriter): MessageSink {
  const counts = new Map<string, number>();
  const rejected = new Map<string, Rejected>();
  let opened = false;
  const countReject = (example: RejectRecord) => {
    const key = `${example.entity}\0${example.code}`;
    const known = rejected.get(key) ?? { count: 0, example };
    known.count += 1;
    rejected.set(key, known);
  };
  return {
    sink: {
      takes: 'lines',
      open: async () => {
        opened = true;
      },
      async write(batch) {
        for (const [entity, { records }] of Object.entries(batch.entities)) {
          await writer.records(entity, records);
          counts.set(entity, (counts.get(entity) ?? 0) + records.ends.length);
        }
        for (const reject of batch.rejects) countReject(reject);
      },
      checkpoint: async () => null,
      finish: async () => undefined,
      abandon: async () => undefined,
    },
    isOpen: () => opened,
    takeCount(entity) {
      const count = counts.get(entity) ?? 0;
      counts.delete(entity);
      return count;
    },
    async logRejects() {
      for (const { count, example } of rejected.values()) {
        const { entity, code, message, fix } = example;
        await writer.log('WARN', `${count} items of "${entity}" were rejected: ${code}: ${message}. ${fix}`);
      }
    },
  };
}
