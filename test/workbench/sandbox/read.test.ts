import { describe, expect, test } from 'vitest';
import { createPorts, engineError, type Manifest } from '../../../engine/index.ts';
import { type ReadEvent, type ReadHost, readInSandbox } from '../../../engine/workbench/sandbox/index.ts';
import { createSmallManifest, type Script, startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { isFull } from '../../setup/suite.ts';

const LIMITS = { partitions: 2, pages: 2, items: 2, seconds: 30 };
const THINGS: Manifest['streams'] = {
  things: { request: { path: '/things' }, records: 'items', key: ['id'], paginator: { type: 'none' } },
};
const KEY = 'k3y-of-the-account';

interface Try extends Partial<ReadHost> {
  readonly manifest?: Manifest;
  readonly script: Script;
  readonly seconds?: number;
}

const plain = createSmallManifest(THINGS, { findings: 'things' });

async function read({ manifest = plain, script, seconds = 30, ...host }: Try) {
  const vendor = await startSmallVendor(script);
  const ports = createPorts({ allowPrivate: true });
  const events: ReadEvent[] = [];
  const job = {
    manifest,
    setup: { settings: vendor.config.settings },
    stream: 'things',
    limits: { ...LIMITS, seconds },
    bodyBytes: 1_000,
  };
  const signal = new AbortController().signal;
  const onEvent = (event: ReadEvent) => void events.push(event);
  try {
    return { result: await readInSandbox(job, { ports, signal, onEvent, ...host }), events, vendor };
  } finally {
    await ports.close();
  }
}

const serveThings: Script = () => ({ json: { items: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] } });
const pagesOf = (events: readonly ReadEvent[]) => events.flatMap((one) => (one.type === 'page' ? [one.page] : []));

describe('a read in the sandbox', () => {
  test('sends the requests of the child, and reports them and the pages', async () => {
    const { result, events, vendor } = await read({ script: serveThings });
    expect(result).toMatchObject({ stream: 'things', limited: true, reached: ['items'], unfinished: [] });
    expect(vendor.asked).toEqual(['/things']);
    expect(events.map(({ type }) => type)).toEqual(['request', 'page']);
    const [page] = pagesOf(events);
    expect(page?.records.map(({ record }) => record['externalFindingId'])).toEqual(['a', 'b']);
    expect(page?.exchanges).toMatchObject([{ request: { method: 'GET' }, response: { status: 200 } }]);
  });

  test.runIf(isFull)('reports the wait for a retry, with its number and the reason', async () => {
    const manifest: Manifest = { ...plain, defaults: { retry: { attempts: 3, baseDelay: 'PT0.01S' } } };
    let calls = 0;
    const script: Script = (target, request) => {
      calls += 1;
      return calls === 1 ? { status: 503, headers: { 'retry-after': '1' } } : serveThings(target, request);
    };
    const { events } = await read({ manifest, script });
    expect(events.flatMap((one) => (one.type === 'wait' ? [one.wait] : []))).toMatchObject([
      { stream: 'things', why: 'another try', retry: { retry: 1, of: 2, error: { code: 'VENDOR_UNAVAILABLE' } } },
    ]);
    expect(pagesOf(events)[0]?.exchanges.map(({ response }) => response?.status)).toEqual([503, 200]);
  });

  test.runIf(isFull)('ends at its time limit with the unfinished request', async () => {
    const { result } = await read({ script: () => new Promise(() => undefined), seconds: 1 });
    expect(result).toMatchObject({ pages: [], limited: true, reached: ['seconds'] });
    expect(result.unfinished).toMatchObject([{ request: { method: 'GET' } }]);
  });

  test('ends when it is stopped', async () => {
    const stop = new AbortController();
    const reason = engineError('INTERRUPTED');
    const onEvent = () => stop.abort(reason);
    const reading = read({ script: () => new Promise(() => undefined), signal: stop.signal, onEvent });
    await expect(reading).rejects.toBe(reason);
  });

  test('sends nothing to an URL that is not admitted, and follows no redirect to one', async () => {
    const elsewhere = await startSmallVendor(serveThings);
    const manifest: Manifest = { ...plain, allowedHosts: [...plain.allowedHosts, elsewhere.origin] };
    const admit = (url: string) => {
      if (new URL(url).origin === elsewhere.origin)
        throw engineError('SECRET_BOUND_ELSEWHERE', { field: 'key', connection: 'c', bound: 'x', asked: url });
    };
    const script: Script = () => ({ status: 302, headers: { location: `${elsewhere.origin}/things` } });
    const { result } = await read({ manifest, script, admit });
    expect(result.error).toMatchObject({ code: 'SECRET_BOUND_ELSEWHERE' });
    expect(elsewhere.asked).toEqual([]);
    const followed = await read({ manifest, script });
    expect(followed.result.error).toBeUndefined();
    expect(elsewhere.asked).toEqual(['/things']);
  });

  test.runIf(isFull)('is ended by an expression that does not finish', async () => {
    const endless = { ...THINGS['things'], records: '[1..3].($f := function($n) { $f($n + 1) }; $f(1))' };
    const manifest = { ...plain, streams: { things: endless } } as Manifest;
    const { result } = await read({ manifest, script: serveThings });
    expect(result.error?.code).toMatch(/^EXPRESSION_TOO_/);
  });

  test('is ended by its limit of processor time, and reports settings that are missing', async () => {
    const limits = { deadlineMs: 1, memoryMb: 256 };
    await expect(read({ script: serveThings, limits })).rejects.toMatchObject({ code: 'EXPRESSION_TOO_LONG' });
    const settings = { ...plain.settings, required: ['url', 'key'] };
    settings.properties = { ...plain.settings.properties, key: { type: 'string', title: 'Key' } };
    await expect(read({ manifest: { ...plain, settings }, script: serveThings })).rejects.toMatchObject({
      code: 'SETTING_MISSING',
    });
  });

  test('shows neither settings nor values of a login, and marks its exchange', async () => {
    const manifest = createSmallManifest(THINGS, {
      findings: 'things',
      settings: {
        type: 'object',
        required: ['url'],
        properties: {
          url: { type: 'string', format: 'uri', title: 'URL' },
          key: { type: 'string', title: 'Key', writeOnly: true, default: KEY },
        },
      },
      auth: {
        type: 'session',
        login: [
          { request: { method: 'POST', path: '/login', json: { pass: '{{settings.key}}' } }, capture: { t: 'ticket' } },
        ],
        inject: { into: 'header', name: 'X-Ticket', value: '{{session.t}}' },
      },
    });
    const script: Script = (target, { headers }) =>
      target === 'POST /login'
        ? { json: { ticket: 'ticket-0123456789' } }
        : { json: { items: [{ id: String(headers['x-ticket']) }], echo: KEY } };
    const { events } = await read({ manifest, script });
    const [page] = pagesOf(events);
    expect(page?.exchanges.map(({ login, request }) => [login, request.masked])).toEqual([
      [true, []],
      [undefined, ['x-ticket']],
    ]);
    const text = JSON.stringify(events);
    expect(text).not.toContain(KEY);
    expect(text).not.toContain('ticket-0123456789');
  });
});
