import { readdirSync, readlinkSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createStateFile, type Manifest, type StateStore } from '../../../engine/index.ts';
import { createFolder, readRecords } from './folder.ts';
import { createSmallManifest, type Script, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';

const PAGED = { type: 'pageNumber', pageParam: 'page', stop: ['totalRecords'], totalRecords: 'total' } as const;
const STREAMS: Manifest['streams'] = {
  things: {
    request: { path: '/things', query: { since: { value: '{{cursor.start}}', when: 'cursor.start' } } },
    records: 'items',
    key: ['id'],
    paginator: { ...PAGED, stop: ['totalRecords'] },
    incremental: { cursor: 'at', type: 'datetime', lookback: 'PT0S' },
  },
};
const CONNECTOR = createSmallManifest(STREAMS, { findings: 'things' });
const MINUTES = ['01', '02', '03', '04', '05', '06'];
const at = (minute: string) => `2026-01-01T00:${minute}:00Z`;

/** Lists the files in a folder that this process has open; none where the system does not list them. */
function listOpenFiles(folder: string): string[] {
  if (process.platform !== 'linux') return [];
  const targets = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      // The one that the listing itself had open.
      return '';
    }
  });
  return targets.filter((target) => target.startsWith(folder));
}

/** Vendor of six items, one per minute, two per page; filters by start time. */
const things: Script = (target) => {
  const { searchParams } = new URL(target, 'http://vendor');
  const all = MINUTES.filter((minute) => at(minute) >= (searchParams.get('since') ?? ''));
  const from = Number(searchParams.get('page')) * 2;
  return { json: { total: all.length, items: all.slice(from, from + 2).map((id) => ({ id, at: at(id) })) } };
};

/** Creates a folder for a connection's files, and a function that runs with it. */
async function connection(script: Script = things) {
  const vendor = await startSmallVendor(script);
  const folder = await createFolder();
  const state = join(folder, 'state.json');
  const run = (more: Partial<Parameters<typeof runSync>[0]> = {}) =>
    runSync({ connector: CONNECTOR, vendor, to: folder, stateStore: createStateFile(state), ...more });
  const ids = async () => (await readRecords(folder, 'findings.ndjson')).map((record) => record['externalFindingId']);
  return { vendor, folder, state, run, ids };
}

describe('a run with a state', () => {
  test('reads from the cursor of the previous run', async () => {
    const { vendor, run, ids } = await connection();
    expect((await run()).mode).toBe('full');
    expect(await ids()).toEqual(MINUTES);
    vendor.asked.length = 0;
    expect((await run()).mode).toBe('delta');
    expect(vendor.asked).toEqual(['/things?since=2026-01-01T00%3A06%3A00Z&page=0']);
    expect(await ids()).toEqual(['06']);
  });

  test('reads everything in a full run, and still moves the cursor', async () => {
    const { state, run, ids } = await connection();
    await run();
    const before = JSON.parse(await readFile(state, 'utf8'));
    expect((await run({ full: true })).mode).toBe('full');
    expect(await ids()).toEqual(MINUTES);
    expect(JSON.parse(await readFile(state, 'utf8'))).toEqual(before);
  });

  test('is INTERRUPTED by its signal, keeps its state, and the next run resumes', async () => {
    const abort = new AbortController();
    let interrupting = true;
    const { vendor, run, ids } = await connection((target, request) => {
      if (interrupting && target.includes('page=2')) abort.abort();
      return things(target, request);
    });
    await expect(run({ signal: abort.signal })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(ids()).rejects.toThrow('ENOENT');
    interrupting = false;
    vendor.asked.length = 0;
    expect((await run()).error).toBeNull();
    expect(vendor.asked).toEqual(['/things?page=2']);
    expect(await ids()).toEqual(MINUTES);
  });

  test('that failed resumes from the last complete page', async () => {
    let broken = true;
    const { vendor, run, ids } = await connection((target, request) =>
      broken && target.includes('page=2') ? { status: 500 } : things(target, request),
    );
    expect((await run()).error?.code).toBe('VENDOR_UNAVAILABLE');
    broken = false;
    vendor.asked.length = 0;
    const report = await run();
    expect(vendor.asked).toEqual(['/things?page=2']);
    expect(report).toMatchObject({ state: 'PROCESSED', entities: { finding: { mapped: 6, written: 6 } } });
    expect(await ids()).toEqual(MINUTES);
  });

  test('does not resume a run that was stopped more than a day ago', async () => {
    let broken = true;
    const { vendor, run, ids } = await connection((target, request) =>
      broken && target.includes('page=2') ? { status: 500 } : things(target, request),
    );
    await run();
    broken = false;
    vendor.asked.length = 0;
    const tomorrow = { now: () => Date.now() + 25 * 60 * 60 * 1000, sleep: async () => undefined };
    await run({ clock: tomorrow });
    expect(vendor.asked[0]).toBe('/things?page=0');
    expect(await ids()).toEqual(MINUTES);
  });

  test('that starts in full over a stopped one, and stops before its first page, leaves a consistent state', async () => {
    let answers: 'broken at the end' | 'gone' | 'well' = 'broken at the end';
    const abort = new AbortController();
    const { run, ids } = await connection((target, request) => {
      if (answers === 'gone') abort.abort();
      return answers === 'broken at the end' && target.includes('page=2') ? { status: 500 } : things(target, request);
    });
    await run();
    answers = 'gone';
    await expect(run({ full: true, signal: abort.signal })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    answers = 'well';
    expect((await run()).error).toBeNull();
    expect(await ids()).toEqual(MINUTES);
  });

  test('of another connector is rejected', async () => {
    const { state, run } = await connection();
    await writeFile(state, JSON.stringify({ stateVersion: 1, connector: 'other', cursors: {} }));
    await expect(run()).rejects.toMatchObject({ code: 'STATE_OF_ANOTHER' });
  });

  test.each([
    ['invalid JSON', '{"stateVersion":1,'],
    ['another version', '{"stateVersion":2,"connector":"small","cursors":{}}'],
    ['another document', '[]'],
    ['null', 'null'],
    ['no cursors', '{"stateVersion":1,"connector":"small","cursors":null}'],
    ['cursors without a stream', '{"stateVersion":1,"connector":"small","cursors":{"things":"2026-01-01"}}'],
    ['cursors that are not strings', '{"stateVersion":1,"connector":"small","cursors":{"things":{"":5}}}'],
    ['secrets that are not a string', '{"stateVersion":1,"connector":"small","cursors":{},"kept":5}'],
    ['no run', '{"stateVersion":1,"connector":"small","cursors":{},"run":null}'],
    ['a run without a fingerprint', '{"stateVersion":1,"connector":"small","cursors":{},"run":{}}'],
  ])('that contains %s is rejected and kept', async (_what, text) => {
    const { state, run } = await connection();
    await writeFile(state, text);
    await expect(run()).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
    expect(await readFile(state, 'utf8')).toBe(text);
    expect((await run({ full: true })).error).toBeNull();
    expect((await run()).mode).toBe('delta');
  });

  test.each([
    ['one of its side files is missing', 'state.json.run/seen-finding.bin', undefined],
    ['one of its side files is truncated', 'state.json.run/seen-finding.bin', 'short'],
    ['one of its part files is missing', '.findings.ndjson.part', undefined],
    ['one of its part files is truncated', '.findings.ndjson.part', '{"externalFindingId"'],
  ])('that was stopped is rejected if %s; a full run starts over', async (_what, name, left) => {
    let broken = true;
    const { folder, run, ids } = await connection((target, request) =>
      broken && target.includes('page=2') ? { status: 500 } : things(target, request),
    );
    await run();
    broken = false;
    if (left === undefined) await rm(join(folder, name));
    else await writeFile(join(folder, name), left);
    await expect(run()).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
    expect(listOpenFiles(folder)).toEqual([]);
    expect((await run({ full: true })).error).toBeNull();
    expect(await ids()).toEqual(MINUTES);
  });

  test.each<[string, (state: ReturnType<typeof JSON.parse>) => void]>([
    ['its place', ({ run }) => Object.assign(run.checkpoint, { partition: 7 })],
    ['its page', ({ run }) => Object.assign(run.checkpoint.progress, { at: 'elsewhere' })],
    ['what was written', ({ run }) => Object.assign(run.sinks[0], { findings: 0 })],
    ['its side files', ({ run }) => Object.assign(run.lengths, { '../../../outside': 1 })],
    ['its end', ({ run }) => Object.assign(run, { finished: {} })],
    ['its print', (state) => Object.assign(state, { runPrint: 'another' })],
  ])('that was stopped is refused when %s was edited; a full run starts over', async (_what, change) => {
    let broken = true;
    const { state, run, ids } = await connection((target, request) =>
      broken && target.includes('page=2') ? { status: 500 } : things(target, request),
    );
    await run();
    broken = false;
    const changed = JSON.parse(await readFile(state, 'utf8'));
    change(changed);
    await writeFile(state, JSON.stringify(changed));
    await expect(run()).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
    expect((await run({ full: true })).error).toBeNull();
    expect(await ids()).toEqual(MINUTES);
  });

  test('that cannot be written to disk is a named error', async () => {
    const { folder, run } = await connection();
    // With a file name of the maximum length, the names of the side files are too long.
    const stateStore = createStateFile(join(folder, 's'.repeat(255)));
    await expect(run({ stateStore })).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    await expect(stateStore.append('seen.bin', Buffer.from('x'))).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    const below = createStateFile(join(folder, 'state', 'state.json'));
    await writeFile(join(folder, 'state'), 'a file where a folder should be');
    await expect(below.save({ stateVersion: 1, connector: 'small', cursors: {} })).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
  });
});

test('a side file that the state does not refer to is emptied before it is used', async () => {
  const stateStore = createStateFile(join(await createFolder(), 'state.json'));
  await stateStore.append('seen.bin', Buffer.from('written before a kill, counted by no state'));
  expect(await stateStore.restore('seen.bin', 0)).toHaveLength(0);
  expect(await stateStore.append('seen.bin', Buffer.from('new'))).toBe(3);
  expect(Buffer.from(await stateStore.restore('seen.bin', 3)).toString()).toBe('new');
});

test('no checkpoint refers to an earlier one that could not be saved', async () => {
  const pages = [
    ['01', '02'],
    ['03', '04'],
    ['03', '06'],
  ];
  const { vendor, run, ids, state } = await connection((target) => {
    const page = Number(new URL(target, 'http://vendor').searchParams.get('page'));
    return { json: { total: 6, items: pages[page]?.map((id) => ({ id, at: at(id) })) } };
  });
  const real = createStateFile(state);
  let appended = 0;
  // The disk is full for a moment: appends fail.
  const full: StateStore = {
    ...real,
    append: async (name, bytes) => {
      if (name === 'seen.bin') appended += 1;
      if (appended === 2) throw new Error('ENOSPC');
      return real.append(name, bytes);
    },
  };
  let now = Date.now();
  const ticking = { now: () => (now += 2000), sleep: async () => undefined };
  expect((await run({ stateStore: full, clock: ticking })).state).toBe('ERRORED');
  vendor.asked.length = 0;
  expect((await run({ clock: ticking })).error).toBeNull();
  expect(vendor.asked).toEqual(['/things?page=1', '/things?page=2']);
  expect(await ids()).toEqual(['01', '02', '03', '04', '06']);
});
