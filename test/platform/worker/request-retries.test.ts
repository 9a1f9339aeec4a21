import { describe, expect, test } from 'vitest';
import type { Store } from '../../../engine/inventory/store/index.ts';
import type { RequestRetry } from '../../../engine/pipeline/run/request-retry.ts';
import { readRun } from '../../../engine/platform/worker/index.ts';
import { createRequestRetries } from '../../../engine/platform/worker/request-retries.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { APPS, startAppsVendor } from './apps.ts';
import { createHarness } from './harness.ts';

const RUN = { id: 'r', connectionId: 'c' };
const SLICE = {
  ...{ id: 's', run_id: 'r', stage: 0, ordinal: 0, stream: 'apps', part: '{"kind":"all"}', state: 'RUNNING' },
  ...{ attempt: 2, failures: 0, not_before: 0, checkpoint: null, worker: 'w', started_at: 1, finished_at: null },
  ...{ error: null, request_retry: null },
};
const ERROR = { code: 'CONNECTION_REFUSED', message: 'm', fix: 'f' } as const;
const [LONG, LONGER, SHORT, END] = [30_000, 60_000, 500, undefined];

/** Calls in their order, each with a request, its wait in ms, and the request whose retry is stored after it. */
const CASES: readonly {
  readonly name: string;
  readonly calls: readonly (readonly [request: number, wait: number | undefined, stored: number | null])[];
}[] = [
  {
    name: 'a long one, until its request ends',
    calls: [
      [1, LONG, 1],
      [1, END, null],
    ],
  },
  { name: 'no short one', calls: [[1, SHORT, null]] },
  {
    name: 'none while the last one is short',
    calls: [
      [1, LONG, 1],
      [1, SHORT, null],
      [1, LONG, 1],
    ],
  },
  {
    name: 'the earliest one',
    calls: [
      [1, LONGER, 1],
      [2, LONG, 2],
      [2, END, 1],
    ],
  },
];

const readRetry = async ({ db }: Store) => {
  const row = await db.selectFrom('slice').select('request_retry').executeTakeFirstOrThrow();
  return row.request_retry === null ? null : (JSON.parse(row.request_retry) as RequestRetry);
};

/** Creates the reports of the only slice of a store. */
async function createReports(store: Store, attempt = SLICE.attempt) {
  const { parts } = createHarness(store, APPS);
  await store.db.insertInto('slice').values(SLICE).execute();
  const { onRetry, close } = createRequestRetries(parts, { run: RUN, slice: { ...SLICE, attempt } });
  return {
    close,
    report(request: number, wait: number | undefined) {
      const at = parts.ports.clock.now() + (wait ?? 0);
      onRetry(request, wait === undefined ? undefined : { error: ERROR, retry: request, of: 4, at });
    },
  };
}

describe.each(KINDS)('retries of requests, on $kind', (kind) => {
  test.each(CASES)('store $name', async ({ calls }) => {
    const store = await createEmptyStore(kind);
    const { report, close } = await createReports(store);
    const readStored = async () => (await readRetry(store))?.retry ?? null;
    for (const [request, wait, stored] of calls) {
      report(request, wait);
      await expect.poll(readStored, { timeout: 10_000 }).toBe(stored);
    }
    await close();
    expect(await readStored()).toBe(calls.at(-1)?.[2]);
  });

  test('are not stored by a worker that lost the slice', async () => {
    const store = await createEmptyStore(kind);
    const { report, close } = await createReports(store, SLICE.attempt - 1);
    report(1, LONG);
    await close();
    expect(await readRetry(store)).toBeNull();
  });

  test('are the progress of their stream until the slice is returned or read', async () => {
    let isDown = true;
    const { config } = await startAppsVendor({ apps: 1, pages: 1, perPage: 1 }, () =>
      isDown ? { status: 503, json: {}, headers: { 'retry-after': '50' } } : undefined,
    );
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    const run = await harness.start(await harness.connect(config.settings));
    const readProgress = async () => (await readRun(store.db, run, Date.now())).streams[0];
    let shown: Awaited<ReturnType<typeof readProgress>>;
    await harness.work({
      async until() {
        shown = await readProgress();
        return Boolean(shown?.retry);
      },
    });
    const error = { code: 'VENDOR_UNAVAILABLE', message: expect.stringContaining('HTTP 503'), fix: expect.any(String) };
    expect(shown).toMatchObject({ stream: 'apps', running: 1, retry: { error, retry: 1, at: expect.any(Number) } });
    expect(await readProgress()).toMatchObject({ running: 0, retry: null });
    isDown = false;
    await harness.work();
    const { state, streams } = await readRun(store.db, run, Date.now());
    expect([state, ...streams.map(({ retry }) => retry)]).toEqual(['PROCESSED', null, null]);
  });
});
