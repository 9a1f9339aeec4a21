import { expect, onTestFinished, test } from 'vitest';
import { collapseOutage, type WorkerEvent } from '../../../engine/platform/worker/index.ts';

const trouble = (code: string): WorkerEvent => ({ type: 'trouble', doing: 'a test', code, message: code });
const UNREACHABLE = trouble('STORE_UNREACHABLE');

/** Receiver of events with a clock whose sleeps end when the test says so; a check takes a second. */
function createReceiver(ask: () => Promise<unknown>) {
  const events: WorkerEvent[] = [];
  const closing = new AbortController();
  onTestFinished(() => closing.abort());
  let now = 0;
  let wake = Promise.withResolvers<void>();
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      await wake.promise;
      wake = Promise.withResolvers();
      now += ms;
    },
  };
  const receive = collapseOutage((event) => events.push(event), { ask, clock, signal: closing.signal });
  /** Ends a sleep and lets the check that follows finish. */
  const check = async () => {
    wake.resolve();
    await new Promise((done) => setImmediate(done));
  };
  return { events, receive, check };
}

test('an outage is one error and one event when the store answers again and no error has followed', async () => {
  let isDown = true;
  const { events, receive, check } = createReceiver(async () => {
    if (isDown) throw new Error('down');
  });
  for (const _ of [1, 2, 3]) receive(UNREACHABLE);
  receive(trouble('STORE_FULL'));
  await check();
  expect(events).toEqual([UNREACHABLE, trouble('STORE_FULL')]);
  isDown = false;
  receive(UNREACHABLE);
  await check();
  await check();
  const back = { type: 'store-reconnected', ms: 3000, errors: 4 };
  expect(events).toEqual([UNREACHABLE, trouble('STORE_FULL'), back]);
  receive(UNREACHABLE);
  expect(events.at(-1)).toEqual(UNREACHABLE);
});

test('errors that continue although the store answers prolong the outage', async () => {
  const { events, receive, check } = createReceiver(async () => receive(UNREACHABLE));
  receive(UNREACHABLE);
  for (const _ of [1, 2, 3]) await check();
  expect(events).toEqual([UNREACHABLE]);
});
