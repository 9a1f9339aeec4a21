import type { Store } from '../../inventory/store/store.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import type { Queue } from './queue.ts';

/** Creates the queue for one machine. The slice table itself is the queue, so announcing only wakes the worker. */
export function createTableQueue({ db }: Store, { now }: Pick<Ports['clock'], 'now'>): Queue {
  let wake = () => {};
  return {
    start: async () => undefined,
    announce: async () => wake(),
    async take() {
      const row = await db
        .selectFrom('slice')
        .select('id')
        .where((is) =>
          is.or([
            is.and([is('state', '=', 'WAITING'), is('not_before', '<=', now())]),
            is.and([is('state', '=', 'RUNNING'), is('leased_until', '<', now())]),
          ]),
        )
        .orderBy('ordinal')
        .orderBy('not_before')
        .limit(1)
        .executeTakeFirst();
      return row && { slice: row.id };
    },
    settle: async () => undefined,
    onWork(call) {
      wake = call;
    },
    stop: async () => undefined,
  };
}
