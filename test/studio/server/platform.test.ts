import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Store } from '../../../engine/inventory/store/index.ts';
import { openStore } from '../../../engine/inventory/store/index.ts';
import { type RunningAppScan, startAppScan } from '../../../studio/demo/vendors/index.ts';
import type {
  Connection,
  ConnectionResponse,
  ConnectionsResponse,
  FiltersResponse,
  FindingsResponse,
  MapDiff,
  MapResponse,
  MapsResponse,
  RunProgress,
  RunResponse,
  RunsResponse,
} from '../../../studio/web/api/types.generated.ts';
import { KINDS } from '../../inventory/store/stores.ts';
import { isFull } from '../../setup/suite.ts';
import { readEvents, readUntil, type StreamEvent } from './events.ts';
import { expectResponse, findStrays } from './responses.ts';
import { type CallResult, type StartedStudio, startStudio } from './test-studio.ts';

const CONNECTOR = 'hcl-appscan-dast';

/** All responses and events of a studio during a test. */
interface Watched {
  readonly said: string[];
  call(path: string, init?: { method?: string; body?: unknown }): Promise<CallResult>;
}

const watched = (studio: StartedStudio): Watched => {
  const said: string[] = [];
  return {
    said,
    async call(path, init) {
      const answer = await studio.call(path, init);
      said.push(JSON.stringify(answer.body));
      return answer;
    },
  };
};

const post = (body: unknown = {}) => ({ method: 'POST', body });
const codeOf = ({ status, body }: CallResult) => [status, (body as { error?: { code: string } }).error?.code];

describe.each(KINDS)('connections and runs over the API, on $kind', (kind) => {
  let vendor: RunningAppScan;
  let store: Store;
  let studio: StartedStudio;
  let api: Watched;
  let events: AsyncGenerator<StreamEvent>;
  beforeAll(async () => {
    vendor = await startAppScan({ seed: 3, findings: 60, now: Date.parse('2026-01-15T12:00:00Z') });
    store = await openStore(await kind.url());
    studio = await startStudio({ store, allowPrivate: vendor.origins, worker: true });
    api = watched(studio);
    events = readEvents(studio);
    await events.next();
  }, 60_000);
  afterAll(async () => {
    await events.return(undefined);
    await studio.close();
    await vendor.close();
  });

  const secret = () => String(vendor.config.settings['key_secret']);
  const next = async (fits: (told: StreamEvent) => boolean): Promise<StreamEvent | undefined> => {
    const seen = await readUntil(events, fits);
    api.said.push(...seen.map(({ data }) => JSON.stringify(data)));
    return seen.at(-1);
  };
  const draft = (more: object = {}) => ({
    connector: CONNECTOR,
    name: 'shop',
    settings: vendor.config.settings,
    ...more,
  });
  const passed = async () => {
    const { body } = await api.call('/api/checks', post({ connector: CONNECTOR, settings: vendor.config.settings }));
    return next(({ event, data }) => event === 'checked' && data['id'] === (body as { id: string }).id);
  };
  const run = async (connection: Connection, body = {}) => {
    const { id } = expectResponse<{ id: string }>(
      'Started',
      await api.call(`/api/connections/${connection.id}/run`, post(body)),
      202,
    );
    await next(({ event, data }) => event === 'run' && data['id'] === id && data['finishedAt'] !== null);
    return expectResponse<RunResponse>('RunResponse', await api.call(`/api/runs/${id}`));
  };
  const shown = async (id: string) =>
    expectResponse<ConnectionResponse>('ConnectionResponse', await api.call(`/api/connections/${id}`)).connection;
  let connection: Connection;

  test('a connection is created after its settings pass the test', async () => {
    expect(codeOf(await api.call('/api/connections', post(draft())))).toEqual([409, 'CONNECTION_UNTESTED']);
    expect((await passed())?.data).toMatchObject({ ok: true });
    const created = expectResponse<ConnectionResponse>(
      'ConnectionResponse',
      await api.call('/api/connections', post(draft())),
      201,
    );
    connection = created.connection;
    expect(connection).toMatchObject({
      name: 'shop',
      connector: CONNECTOR,
      state: 'REGISTERED',
      secrets: { key_secret: { set: true } },
    });
    expect(connection.settings).not.toHaveProperty('key_secret');
    const told = await next(({ event, data }) => event === 'connection' && data['id'] === connection.id);
    expect(findStrays('ConnectionEvent', told?.data)).toEqual([]);
    expect(codeOf(await api.call('/api/connections', post(draft())))).toEqual([409, 'CONNECTION_EXISTS']);
  });

  test('validation returns all problems at once, with pointers', async () => {
    const wrong = draft({ description: 'x'.repeat(165), filters: { nothing: '1' }, select: { assetTypes: ['SHIP'] } });
    const { problems } = expectResponse<{ problems: { where: string }[] }>(
      'ProblemsResponse',
      await api.call('/api/connections/problems', post(wrong)),
    );
    expect(problems.map(({ where }) => where)).toEqual([
      '/name',
      '/description',
      '/select/assetTypes',
      '/filters/nothing',
    ]);
  });

  test("filters are previewed on the vendor's first page before they are saved", async () => {
    const tried = async (path: string, body: object) =>
      expectResponse<FiltersResponse>('FiltersResponse', await api.call(path, post(body))).matches;
    const wide = { applications: 'LastUpdated ge 2000-01-01T00:00:00Z' };
    const [all] = await tried('/api/filters', {
      connector: CONNECTOR,
      settings: vendor.config.settings,
      filters: wide,
    });
    expect(all?.all.items).toBeGreaterThan(0);
    expect(all?.filtered).toEqual(all?.all);
    const path = `/api/connections/${connection.id}/filters`;
    const [none] = await tried(path, { filters: { applications: "Name eq 'nobody has this'" } });
    expect(none).toEqual({ stream: 'applications', filtered: { items: 0, more: false }, all: all?.all });
    const wrong = await api.call(path, post({ filters: { applications: "Name eq 'open" } }));
    expect(codeOf(wrong)).toEqual([422, 'FILTER_MALFORMED']);
  });

  test('the studio executes a run, reports its progress, and stores assets and findings', async () => {
    const seen: StreamEvent[] = [];
    const { id } = expectResponse<{ id: string }>(
      'Started',
      await api.call(`/api/connections/${connection.id}/run`, post()),
      202,
    );
    seen.push(
      ...(await readUntil(
        events,
        ({ event, data }) => event === 'run' && data['id'] === id && data['finishedAt'] !== null,
      )),
    );
    const moves = seen.filter(({ event }) => event === 'run').map(({ data }) => data as unknown as RunProgress);
    expect(moves.flatMap((one) => findStrays('RunProgress', one))).toEqual([]);
    expect(moves.at(-1)).toMatchObject({ state: 'PROCESSED', complete: { asset: true, finding: true } });
    const { run: done, connector, may } = expectResponse<RunResponse>('RunResponse', await api.call(`/api/runs/${id}`));
    expect(connector).toBe(CONNECTOR);
    expect(may).toEqual({ cancel: false, retry: false, remap: false, closeAbsent: false });
    expect(done.written.finding.added).toBe(done.report.entities.finding.written);
    const { runs } = expectResponse<RunsResponse>(
      'RunsResponse',
      await api.call(`/api/runs?connection=${connection.id}`),
    );
    expect(runs.map((one) => one.id)).toEqual([id]);
    const { requests } = expectResponse<{ requests: object[] }>(
      'RunRequestsResponse',
      await api.call(`/api/runs/${id}/requests?limit=3`),
    );
    expect(requests).toHaveLength(3);
    expectResponse('RejectsResponse', await api.call(`/api/runs/${id}/rejects`));
    const found = expectResponse<FindingsResponse>(
      'FindingsResponse',
      await api.call('/api/findings?limit=5&sort=-severity'),
    );
    expect(found.items).toHaveLength(5);
    expectResponse('FindingResponse', await api.call(`/api/findings/${found.items[0]?.id}`));
    expectResponse('AssetsResponse', await api.call('/api/assets'));
    expect((await shown(connection.id)).lastRun?.id).toBe(id);
  });

  test('an edit is refused for an outdated revision, and when it would send a secret to another host', async () => {
    const { revision } = await shown(connection.id);
    const path = `/api/connections/${connection.id}`;
    const edit = (changes: object, more: object = {}) =>
      api.call(path, { method: 'PATCH', body: { changes, revision, ...more } });
    const edited = expectResponse<ConnectionResponse>('ConnectionResponse', await edit({ description: 'the shop' }));
    expect(edited.connection).toMatchObject({ description: 'the shop', revision: revision + 1 });
    expect(codeOf(await edit({ description: 'another' }))).toEqual([409, 'CONNECTION_CHANGED']);
    const elsewhere = { settings: { domain_url: 'https://evil.example' } };
    const refused = await edit(elsewhere, { revision: revision + 1, force: true });
    expect(codeOf(refused)).toEqual([409, 'SECRET_BOUND_ELSEWHERE']);
    expect(refused.body).toMatchObject({ error: { where: '/settings/key_secret' } });
    const { problems } = expectResponse<{ problems: object[] }>(
      'ProblemsResponse',
      await api.call(`${path}/problems`, post({ changes: elsewhere })),
    );
    expect(problems).toMatchObject([{ code: 'SECRET_BOUND_ELSEWHERE' }]);
  });

  test('a scheduled connection has next runs, a paused one has none', async () => {
    const path = `/api/connections/${connection.id}`;
    const schedule = { type: 'interval', every: 6, unit: 'hours', start: '2026-01-01', zone: 'Europe/Berlin' };
    const { connection: waiting, nextRuns } = expectResponse<ConnectionResponse>(
      'ConnectionResponse',
      await api.call(path, { method: 'PATCH', body: { changes: { schedule } } }),
    );
    expect(waiting.state).toBe('SCHEDULED');
    expect(nextRuns).toHaveLength(5);
    expect(nextRuns[0]).toEqual(waiting.nextRun);
    const paused = expectResponse<ConnectionResponse>(
      'ConnectionResponse',
      await api.call(`${path}/pause`, { method: 'POST' }),
    );
    expect(paused).toMatchObject({ connection: { paused: { code: 'PAUSED_BY_HAND' } }, nextRuns: [] });
    expect(codeOf(await api.call(`${path}/run`, post()))).toEqual([409, 'CONNECTION_PAUSED']);
    const resumed = expectResponse<ConnectionResponse>(
      'ConnectionResponse',
      await api.call(`${path}/resume`, { method: 'POST' }),
    );
    expect(resumed.connection).toMatchObject({ paused: null, state: 'SCHEDULED' });
  });

  test('new secrets are tested first, and are stored without being returned', async () => {
    const path = `/api/connections/${connection.id}`;
    const wrong = { secrets: { key_secret: 'another-secret-0123456789-abcdef' } };
    expect(codeOf(await api.call(`${path}/rotate`, post(wrong)))).toEqual([409, 'CONNECTION_UNTESTED']);
    const before = (await shown(connection.id)).secrets['key_secret'];
    const pair = { key_id: String(vendor.config.settings['key_id']) };
    const rotated = expectResponse<ConnectionResponse>(
      'ConnectionResponse',
      await api.call(`${path}/rotate`, post({ secrets: { key_secret: secret() }, settings: pair, force: true })),
    );
    expect(rotated.connection.settings).toMatchObject(pair);
    expect(rotated.connection.secrets['key_secret']?.at).toBeGreaterThanOrEqual(before?.at ?? Number.POSITIVE_INFINITY);
    const { id } = expectResponse<{ id: string }>('Started', await api.call(`${path}/checks`, post()), 202);
    const checked = await next(({ event, data }) => event === 'checked' && data['id'] === id);
    expect(checked?.data).toMatchObject({ ok: true });
  });

  test('a map is cloned, compared, edited and selected, and cannot be deleted while in use', async () => {
    const { maps } = expectResponse<MapsResponse>('MapsResponse', await api.call(`/api/maps?connector=${CONNECTOR}`));
    const own = maps.find(({ map }) => map === 'finding');
    const from = own?.id ?? '';
    const { map } = expectResponse<MapResponse>(
      'MapResponse',
      await api.call('/api/maps', post({ from, name: `mine on ${kind.kind}` })),
      201,
    );
    const spec = { ...map.spec, fields: { ...(map.spec['fields'] as object), name: '"renamed"' } };
    const path = `/api/maps/${map.id}`;
    const diff = expectResponse<MapDiff>('MapDiff', await api.call(`${path}/diff`, post({ spec })));
    // An item without a name now has one, so a record is added.
    const changed = diff.changes.filter(({ change }) => change === 'changed').flatMap(({ fields }) => fields);
    expect(new Set(changed.map((field) => field.path))).toEqual(new Set(['/name']));
    const put = (body: object) => api.call(path, { method: 'PUT', body });
    expectResponse('MapResponse', await put({ spec, seen: map.updatedAt }));
    expect(codeOf(await put({ spec, seen: map.updatedAt }))).toEqual([409, 'MAP_CHANGED']);
    expect(codeOf(await put({ spec: { ...spec, fields: { nme: '1' } } }))).toEqual([422, 'MAP_INVALID']);
    const { issues } = expectResponse<{ issues: object[] }>(
      'MapIssuesResponse',
      await api.call(`${path}/issues`, post({ spec: { ...spec, fields: { nme: '1' } } })),
    );
    expect(issues).toContainEqual(expect.objectContaining({ path: '/fields/nme' }));
    expect(codeOf(await api.call(`/api/maps/${encodeURIComponent(from)}`, { method: 'PUT', body: { spec } }))).toEqual([
      403,
      'MAP_READ_ONLY',
    ]);
    const changes = { maps: { finding: map.id } };
    expectResponse(
      'ConnectionResponse',
      await api.call(`/api/connections/${connection.id}`, { method: 'PATCH', body: { changes } }),
    );
    expect(codeOf(await api.call(path, { method: 'DELETE' }))).toEqual([409, 'MAP_IN_USE']);
    await run(connection, { full: true });
    const { items } = expectResponse<FindingsResponse>(
      'FindingsResponse',
      await api.call('/api/findings?q=name:%60renamed%60'),
    );
    expect(items.length).toBeGreaterThan(0);
  });

  test('the audit log contains all actions and is intact', async () => {
    const { entries } = expectResponse<{ entries: { action: string; actor: string }[] }>(
      'AuditResponse',
      await api.call(`/api/audit?subject=connection:${connection.id}&limit=200`),
    );
    const actions = new Set(entries.map(({ action }) => action));
    for (const action of [
      'connection.create',
      'connection.edit',
      'connection.rotate',
      'connection.pause',
      'state.move',
    ])
      expect(actions).toContain(action);
    expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set(['studio']));
    expect(expectResponse('AuditVerdict', await api.call('/api/audit/verdict'))).toMatchObject({ ok: true });
  });

  test('deleting a connection keeps or removes its inventory, and sends an event', async () => {
    const path = `/api/connections/${connection.id}`;
    expect((await api.call(path, { method: 'DELETE' })).status).toBe(400);
    expectResponse('DeletedResponse', await api.call(`${path}?inventory=keep`, { method: 'DELETE' }));
    const told = await next(({ event, data }) => event === 'connection' && data['connection'] === null);
    expect(told?.data).toEqual({ id: connection.id, connection: null });
    expect(codeOf(await api.call(path))).toEqual([404, 'CONNECTION_UNKNOWN']);
    const { items } = expectResponse<FindingsResponse>('FindingsResponse', await api.call('/api/findings?limit=1'));
    expect(items).toHaveLength(1);
    expect(
      expectResponse<ConnectionsResponse>('ConnectionsResponse', await api.call('/api/connections')).connections,
    ).toEqual([]);
  });

  test('no response, event or log contains the secret', () => {
    const all = [...api.said, ...studio.log.map((event) => JSON.stringify(event))].join('\n');
    expect(all.length).toBeGreaterThan(10_000);
    expect(studio.log.map(({ type }) => type)).toContain('run-finished');
    expect(all).not.toContain(secret());
    expect(all).not.toContain('another-secret-0123456789');
  });
});

describe.each(KINDS)('runs on other processes, on $kind', (kind) => {
  test.runIf(isFull)(
    'a run waits without a worker, is cancelled and resumed, and is reported when another process executes it',
    async () => {
      const vendor = await startAppScan({ seed: 3, findings: 20, now: Date.parse('2026-01-15T12:00:00Z') });
      onTestFinished(() => vendor.close());
      const url = await kind.url();
      const begin = async (worker: boolean) => {
        const studio = await startStudio({ store: await openStore(url), allowPrivate: vendor.origins, worker });
        onTestFinished(() => studio.close());
        return studio;
      };
      const idle = await begin(false);
      const events = readEvents(idle);
      await events.next();
      const draft = { connector: CONNECTOR, name: 'shop', settings: vendor.config.settings, force: true };
      const { connection } = expectResponse<ConnectionResponse>(
        'ConnectionResponse',
        await idle.call('/api/connections', post(draft)),
        201,
      );
      const { id } = expectResponse<{ id: string }>(
        'Started',
        await idle.call(`/api/connections/${connection.id}/run`, post()),
        202,
      );
      expect(codeOf(await idle.call(`/api/connections/${connection.id}/run`, post()))).toEqual([409, 'RUN_OPEN']);
      const waiting = expectResponse<RunResponse>('RunResponse', await idle.call(`/api/runs/${id}`));
      expect(waiting).toMatchObject({ run: { state: 'PLANNED' }, may: { cancel: true, retry: false } });
      const cancelled = expectResponse<RunResponse>(
        'RunResponse',
        await idle.call(`/api/runs/${id}/cancel`, { method: 'POST' }),
      );
      expect(cancelled).toMatchObject({ run: { state: 'CANCELLED' }, may: { cancel: false, retry: true } });
      expect(codeOf(await idle.call(`/api/runs/${id}/cancel`, { method: 'POST' }))).toEqual([409, 'RUN_NOT_OPEN']);
      const retried = expectResponse('RetryResponse', await idle.call(`/api/runs/${id}/retry`, { method: 'POST' }));
      expect(retried).toEqual({ kind: 'run', run: id });
      await begin(true);
      const done = (await readUntil(events, ({ event, data }) => event === 'run' && data['state'] === 'PROCESSED')).at(
        -1,
      );
      expect(done?.data).toMatchObject({ id, complete: { asset: true, finding: true } });
      await events.return(undefined);
      expect(codeOf(await idle.call(`/api/runs/${id}/close-absent`, { method: 'POST' }))).toEqual([200, undefined]);
    },
    60_000,
  );
});
