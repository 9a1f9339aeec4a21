import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Manifest, RunReport } from '../../../engine/index.ts';
import { createStateFile } from '../../../engine/io/state-file.ts';
import { createFolder, readRecords, readRejects } from './folder.ts';
import { createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';
import { createVirtualClock } from './virtual-clock.ts';

const things = (paginator: Manifest['streams'][string]['paginator'] = { type: 'none' }): Manifest['streams'] => ({
  things: { request: { path: '/things' }, records: 'items', key: ['id'], paginator: paginator ?? { type: 'none' } },
});

const withBudget = (budget: object, streams = things()): Manifest =>
  createSmallManifest(streams, { findings: 'things', defaults: { budget } });

const good = (id: number) => ({ id: `t${id}` });
const bad = (note: number) => ({ note });
const list = <T>(count: number, item: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => item(at));

const unstored = ({ warnings }: RunReport) => warnings.filter(({ code }) => code === 'REJECTS_NOT_STORED');

describe('rejects of a stream', () => {
  test('are stored up to the limit, and all are counted', async () => {
    const items = [...list(2, good), ...list(9, bad), ...list(3, (at) => good(at + 2))];
    const vendor = await startSmallVendor(() => ({ json: { items } }));
    const to = await createFolder();
    const report = await runSync({ connector: withBudget({ rejects: 4 }), vendor, to });
    expect(report.entities.finding).toEqual({ mapped: 5, rejected: 9, written: 5 });
    expect((await readRejects(to)).map(({ item }) => item)).toEqual(list(4, bad));
    expect(await readRecords(to, 'findings.ndjson')).toHaveLength(5);
    expect(unstored(report)).toEqual([
      {
        code: 'REJECTS_NOT_STORED',
        message: expect.stringMatching(/^5 rejects of "things" with FIELD_MISSING .* for example: .*externalFindingId/),
        stream: 'things',
        count: 5,
      },
    ]);
  });

  test('within the limit are all stored, without a warning', async () => {
    const vendor = await startSmallVendor(() => ({ json: { items: list(4, bad) } }));
    const to = await createFolder();
    const report = await runSync({ connector: withBudget({ rejects: 4 }), vendor, to });
    expect(await readRejects(to)).toHaveLength(4);
    expect(report.warnings).toEqual([]);
  });

  test('are counted over all pages, also after a stop between pages', async () => {
    const numbered = things({ type: 'pageNumber', pageParam: 'page', stop: ['emptyPage'] });
    let broken = true;
    const vendor = await startSmallVendor((target) => {
      const page = Number(/page=(\d+)/.exec(target)?.[1]);
      if (page === 2 && broken) return { status: 400, json: {} };
      return { json: { items: list(page < 4 ? 3 : 0, (at) => bad(page * 10 + at)) } };
    });
    const folder = await createFolder();
    const spec = { connector: withBudget({ rejects: 4 }, numbered), vendor, to: folder };
    const stateStore = createStateFile(`${folder}/state.json`);
    expect((await runSync({ ...spec, stateStore })).state).toBe('ERRORED');
    broken = false;
    const report = await runSync({ ...spec, stateStore });
    const read = report.streams['things']?.items ?? 0;
    expect(report.error).toBeNull();
    expect(report.entities.finding).toEqual({ mapped: 0, rejected: read, written: 0 });
    expect(await readRejects(folder)).toHaveLength(4);
    expect(unstored(report).map(({ count }) => count)).toEqual([read - 4]);
  });
});

describe('a budget ends a run within a page', () => {
  test('by its items, also where a filter drops them all', async () => {
    const items = list(5_000, good);
    const vendor = await startSmallVendor(() => ({ json: { items } }));
    const [stream] = Object.values(things());
    for (const filter of [{}, { filter: 'id = "none"' }]) {
      const connector = withBudget({ items: 4_000 }, { things: { ...stream, ...filter } as never });
      const report = await runSync({ connector, vendor });
      expect(report.error).toMatchObject({ code: 'RUN_BUDGET_SPENT', message: expect.stringContaining('4000 items') });
      expect(report.entities.finding.mapped).toBeLessThan(4_000);
    }
  });

  test('by its bytes, before the whole page has arrived', async () => {
    const vendor = await startSmallVendor(() => ({ json: { items: [] } }));
    let sent = 0;
    const endless = async function* () {
      for (yield Buffer.from('{"items":['); ; ) {
        sent += 1;
        yield Buffer.alloc(1 << 16, 0x20);
        await setImmediate();
      }
    };
    const report = await runSync({
      connector: withBudget({ bytes: 1 << 20 }),
      vendor,
      wrapHttp: () => ({ send: async () => ({ status: 200, headers: {}, body: endless() }) }),
    });
    expect(report.error).toMatchObject({ code: 'RUN_BUDGET_SPENT', message: expect.stringContaining('bytes') });
    expect(sent).toBeLessThanOrEqual(17);
  });

  test('by its time, while items are read', async () => {
    const clock = createVirtualClock();
    const items = list(5_000, good);
    const vendor = await startSmallVendor(() => ({ json: { items } }));
    let wasRequested = false;
    // After the page has arrived, each read of the clock advances it by a minute.
    const slow = {
      ...clock,
      now: () => {
        if (wasRequested) void clock.sleep(60_000);
        return clock.now();
      },
    };
    const report = await runSync({
      connector: withBudget({ time: 'PT3M' }),
      vendor,
      clock: slow,
      wrapHttp: (http) => ({
        send: async (...call) => {
          const answer = await http.send(...call);
          const chunks: Uint8Array[] = [];
          for await (const chunk of answer.body) chunks.push(chunk);
          wasRequested = true;
          return {
            ...answer,
            body: (async function* () {
              yield Buffer.concat(chunks);
            })(),
          };
        },
      }),
    });
    expect(report.error).toMatchObject({ code: 'RUN_BUDGET_SPENT', message: expect.stringContaining('3 min') });
    expect(report.streams['things']?.items).toBeLessThan(5_000);
  });
});
