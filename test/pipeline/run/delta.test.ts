import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { startVendor } from './one-vendor.ts';
import { createRuns } from './runs.ts';
import { createSmallManifest, type Script, startSmallVendor } from './small-vendor.ts';
import type { Sync } from './sync.ts';

const HCL = 'hcl-appscan-dast';
const DAY_MS = 24 * 60 * 60 * 1000;

describe(HCL, () => {
  const options = { seed: 31, findings: 200, applications: 5 };

  test('without changes, reads only the lookback again', async () => {
    const vendor = await startVendor(HCL, options);
    const { next, cursors } = createRuns({ connector: HCL, vendor });
    const first = await next();
    const before = cursors();
    const second = await next();
    expect(second.report).toMatchObject({ mode: 'delta', error: null });
    expect(second.findings.length).toBeLessThan(first.findings.length / 4);
    expect(first.findings).toEqual(expect.arrayContaining(second.findings));
    expect(cursors()).toEqual(before);
  });

  test('reads all changes each time', async () => {
    const vendor = await startVendor(HCL, options);
    const { next } = createRuns({ connector: HCL, vendor });
    const { findings } = await next();
    const [first, last] = [findings[0], findings.at(-1)];
    for (const application of [0, 4])
      for (let index = 0; index < 400; index += 1) vendor.control.touch(application, index);
    const second = await next();
    expect(second.findings).toEqual(expect.arrayContaining([first, last]));
  });

  test('a change during a run is read by the next one', async () => {
    const vendor = await startVendor(HCL, options);
    const { next } = createRuns({ connector: HCL, vendor, settings: { page_size: 10 } });
    // Everything changes after the first page of the last application was read, so that later pages are newer than
    // earlier ones.
    let touched = false;
    const wrapHttp: Sync['wrapHttp'] = (http) => ({
      send: async (request, sending) => {
        const answer = await http.send(request, sending);
        if (!touched && request.url.includes('/Issues/') && request.url.includes('skip=10')) {
          touched = true;
          for (let application = 0; application < 5; application += 1)
            for (let index = 0; index < 20; index += 1) vendor.control.touch(application, index);
        }
        return answer;
      },
    });
    const first = await next({ wrapHttp, concurrency: 1 });
    expect(touched).toBe(true);
    const second = await next();
    const changed = [...vendor.expected().findings()].filter(({ externalFindingId }) =>
      first.findings.includes(externalFindingId),
    );
    const perApplication = Map.groupBy(changed, ({ externalAssetId }) => externalAssetId);
    for (const [, all] of perApplication) expect(second.findings).toContain(all[0]?.externalFindingId);
  });

  test('an application without read permission keeps its cursor, and the others advance', async () => {
    const open = await startVendor(HCL, options);
    const { next, cursors } = createRuns({ connector: HCL, vendor: open });
    await next();
    const before = cursors()['issues'] ?? {};
    const [closed = ''] = Object.keys(before);
    open.control.advanceClock(DAY_MS);
    for (let application = 0; application < 5; application += 1)
      for (let index = 0; index < 400; index += 1) open.control.touch(application, index);
    open.control.failNext({ match: new RegExp(`${closed}.*LastUpdated`), status: 403 });
    const clock = { now: () => Date.now() + DAY_MS, sleep: async () => undefined };
    const { report } = await next({ clock });
    expect(report.warnings).toMatchObject([{ code: 'PARTITION_SKIPPED', partition: closed }]);
    const after = cursors()['issues'] ?? {};
    expect(after[closed]).toBe(before[closed]);
    for (const key of Object.keys(before))
      if (key !== closed) expect(String(after[key]) > String(before[key])).toBe(true);
    const { findings } = await next({ clock });
    const touched = [...open.expected().findings()].find(({ externalAssetId }) => externalAssetId === closed);
    expect(findings).toContain(touched?.externalFindingId);
  });
});

/** Vendor with two parents whose children share one cursor. */
const SHARED: Manifest['streams'] = {
  parents: { request: { path: '/parents' }, records: 'items', key: ['id'], paginator: { type: 'none' } },
  children: {
    request: { path: '/parents/{{parent.id}}', query: { since: { value: '{{cursor.start}}', when: 'cursor.start' } } },
    records: 'items',
    key: ['id'],
    partitions: [{ parent: 'parents', as: 'parent' }],
    paginator: { type: 'none' },
    incremental: { cursor: 'at', type: 'datetime', lookback: 'PT0S' },
  },
};

const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`;

describe('a cursor that partitions share', () => {
  test.each([
    { name: 'does not move if a partition was skipped', refused: 403, sinceNext: ['00:05', '00:05'] },
    { name: 'moves if all partitions were read', refused: 200, sinceNext: ['00:20', '00:20'] },
  ])('$name', async ({ refused, sinceNext }) => {
    let second = false;
    const script: Script = (target) => {
      if (target === '/parents') return { json: { items: [{ id: 'a' }, { id: 'b' }] } };
      const id = target.slice('/parents/'.length, '/parents/'.length + 1);
      if (second && id === 'a' && refused !== 200) return { status: refused };
      return { json: { items: [{ id, at: at(second ? 20 : 5) }] } };
    };
    const vendor = await startSmallVendor(script);
    const { next } = createRuns({ connector: createSmallManifest(SHARED, { findings: 'children' }), vendor });
    await next();
    second = true;
    await next();
    vendor.asked.length = 0;
    await next();
    const since = vendor.asked.flatMap((target) => new URL(target, 'http://vendor').searchParams.getAll('since'));
    expect(since.map((time) => time.slice(11, 16))).toEqual(sinceNext);
  });
});

describe('names of members of Object', () => {
  const IDS = ['constructor', 'toString', '__proto__', 'valueOf', 'plain'];

  test.each([['parents', 'children'] as const, ['constructor', 'toString'] as const])(
    'as ids have their own cursors, in the streams %s and %s',
    async (parents, children) => {
      const vendor = await startSmallVendor((target) => ({
        json: { items: (target === '/parents' ? IDS : [target.slice(9, 13)]).map((id) => ({ id, at: at(5) })) },
      }));
      const { children: child, ...rest } = SHARED;
      if (!child?.incremental) throw new Error('the children have a cursor');
      const partitions = [{ parent: parents, as: 'parent' }];
      const streams: Manifest['streams'] = {
        [parents]: { ...rest['parents'] } as Manifest['streams'][string],
        [children]: { ...child, partitions, incremental: { ...child.incremental, scope: 'partition' } },
      };
      const { next, cursors } = createRuns({ connector: createSmallManifest(streams, { findings: children }), vendor });
      const first = await next();
      expect([first.report.error, first.report.streams[children]?.partitions]).toEqual([null, IDS.length]);
      expect(Object.entries(cursors()[children] ?? {})).toEqual(IDS.map((id) => [id, '2026-01-01T00:05:00.000Z']));
      vendor.asked.length = 0;
      expect((await next()).report).toMatchObject({ mode: 'delta', error: null });
      expect(vendor.asked.filter((target) => target.includes('since='))).toHaveLength(IDS.length);
      expect(Object.keys(Object)).toEqual([]);
    },
  );
});

test('older items are skipped if the vendor cannot filter', async () => {
  let last = 3;
  const vendor = await startSmallVendor(() => ({
    json: { items: Array.from({ length: last }, (_, index) => ({ id: `t${index}`, at: at(index) })) },
  }));
  const streams: Manifest['streams'] = {
    things: {
      request: { path: '/things' },
      records: 'items',
      key: ['id'],
      paginator: { type: 'none' },
      incremental: { cursor: 'at', type: 'datetime', lookback: 'PT0S', clientSide: true },
    },
  };
  const { next } = createRuns({ connector: createSmallManifest(streams, { findings: 'things' }), vendor });
  expect((await next()).findings).toEqual(['t0', 't1', 't2']);
  last = 5;
  expect((await next()).findings).toEqual(['t2', 't3', 't4']);
});

test('a change with a time after the start of the read does not move the cursor past the start', async () => {
  const future = new Date(Date.now() + DAY_MS).toISOString();
  const vendor = await startSmallVendor(() => ({ json: { items: [{ id: 't', at: future }] } }));
  const streams: Manifest['streams'] = {
    things: {
      request: { path: '/things' },
      records: 'items',
      key: ['id'],
      paginator: { type: 'none' },
      incremental: { cursor: 'at', type: 'datetime', lookback: 'PT0S' },
    },
  };
  const began = Date.now();
  const { next, cursors } = createRuns({ connector: createSmallManifest(streams, { findings: 'things' }), vendor });
  await next();
  expect(Date.parse(cursors()['things']?.[''] ?? '')).toBeLessThanOrEqual(Date.now());
  expect(Date.parse(cursors()['things']?.[''] ?? '')).toBeGreaterThanOrEqual(began - 1000);
});

test.each(['veracode-sast', 'veracode-dast'] as const)('%s with delta requests only changes', async (connector) => {
  const vendor = await startVendor(connector, { seed: 33, findings: 150 });
  const { next } = createRuns({ connector, vendor, settings: { delta: true } });
  const first = await next();
  vendor.ledger.clear();
  for (let index = 0; index < 3; index += 1) vendor.control.touch(0, index);
  const second = await next();
  expect(second.report.mode).toBe('delta');
  expect(vendor.ledger.entries.filter(({ method }) => method === 'POST')).toHaveLength(1);
  expect(second.findings.length).toBeGreaterThan(2);
  expect(second.findings.length).toBeLessThan(first.findings.length);
});

describe('a list sorted by the cursor, newest first', () => {
  const times = Array.from({ length: 20 }, (_, index) => index + 1);
  /** Creates runs over items in pages of three; `sort` is the order in which the vendor lists their times. */
  async function createListRuns(sort: (times: readonly number[]) => readonly number[]) {
    const list = [...times];
    const script: Script = (target) => {
      const page = Number(new URL(target, 'http://vendor').searchParams.get('page'));
      const rows = sort(list).map((at) => ({ id: `${at}`, at }));
      return { json: { items: rows.slice(page * 3, page * 3 + 3), total: list.length } };
    };
    const vendor = await startSmallVendor(script);
    const connector = createSmallManifest(
      {
        things: {
          request: { path: '/things' },
          records: 'items',
          key: ['id'],
          paginator: { type: 'pageNumber', pageParam: 'page', stop: ['emptyPage'], totalRecords: 'total' },
          incremental: { cursor: 'at', type: 'number', order: 'descending' },
        },
      },
      { findings: 'things' },
    );
    const { next } = createRuns({ connector, vendor });
    const first = await next();
    list.push(21, 22, 23, 24);
    vendor.asked.length = 0;
    return { first, second: await next(), asked: vendor.asked };
  }

  test('a delta run stops after the page with the first older item', async () => {
    const { first, second, asked } = await createListRuns((list) => list.toSorted((a, b) => b - a));
    expect(first.report).toMatchObject({ error: null, warnings: [] });
    expect(first.findings).toHaveLength(20);
    expect(second.report).toMatchObject({ mode: 'delta', error: null, warnings: [] });
    expect(second.findings.toSorted()).toEqual(['20', '21', '22', '23', '24']);
    expect(asked).toHaveLength(2);
  });

  test('an older item in front does not end the list: it is read as a whole, with a warning', async () => {
    const { second, asked } = await createListRuns((list) => [
      1,
      ...list.filter((at) => at > 1).toSorted((a, b) => b - a),
    ]);
    expect(second.report).toMatchObject({ error: null, warnings: [{ code: 'ORDER_DIFFERS' }] });
    expect(second.findings.toSorted()).toEqual(['20', '21', '22', '23', '24']);
    expect(asked).toHaveLength(9);
  });
});
