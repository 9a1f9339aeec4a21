import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  AssetsResponse,
  EntitiesResponse,
  FacetsResponse,
  FindingResponse,
  FindingsResponse,
  QueryResponse,
  RecordsResponse,
  RunsResponse,
  ScheduleResponse,
  WeeksResponse,
} from '../../../studio/web/api/types.generated.ts';
import { buildAsset, buildFinding, fillStore } from '../../inventory/read/fixture.ts';
import { expectResponse } from './responses.ts';
import { formatRequest, type StartedStudio, startStudio } from './test-studio.ts';

const HOSTILE = `<img src=x onerror="alert(1)"></script><script>alert(2)</script>\u0000\u202e=cmd|' /C calc'!A0`;
const COUNT = 120;

let studio: StartedStudio;
beforeAll(async () => {
  studio = await startStudio();
  await fillStore(studio.store, {
    at: Date.now(),
    assets: [buildAsset('a1'), buildAsset('a2')],
    findings: Array.from({ length: COUNT }, (_, at) =>
      buildFinding(`f${at}`, {
        externalAssetId: at % 2 === 0 ? 'a1' : 'a2',
        name: at === 0 ? HOSTILE : `weakness ${at}`,
        severity: (at % 5) + 1,
        firstFoundOn: new Date(Date.now() - at * 86_400_000).toISOString(),
      }),
    ),
    raw: JSON.stringify({ vendors: HOSTILE }),
  });
}, 60_000);
afterAll(() => studio.close());

const ask = (path: string, query: Record<string, string>) => studio.call(`${path}?${new URLSearchParams(query)}`);
const post = (path: string, body: unknown) => studio.call(path, { method: 'POST', body });

describe('the inventory API', () => {
  test('counts and lists records of other entities', async () => {
    await studio.store.transaction((tx) =>
      studio.store.write(tx, {
        ...{ connectionId: 'c1', runId: 'r1', at: 1, assets: [], findings: [] },
        others: [1, 2, 3].map((id) => ({ entity: 'user', identity: `${id}`, record: { id, name: HOSTILE } })),
      }),
    );
    expect(
      expectResponse<EntitiesResponse>('EntitiesResponse', await ask('/api/entities', { connection: 'c1' })).entities,
    ).toMatchObject([{ entity: 'user', records: 3, deleted: 0 }]);
    const listed = async (query: Record<string, string>) =>
      expectResponse<RecordsResponse>(
        'RecordsResponse',
        await ask('/api/records/user', { connection: 'c1', ...query }),
      );
    const first = await listed({ limit: '2' });
    expect(first.items.map(({ record }) => record)).toEqual([1, 2].map((id) => ({ id, name: HOSTILE })));
    expect((await listed({ after: first.next ?? '', q: 'id >= 2' })).items).toHaveLength(1);
    expect((await ask('/api/records/usr', {})).status).toBe(404);
    expect((await ask('/api/records/user', { q: 'id >' })).status).toBe(422);
  });

  test('pages by key: every record once and in order', async () => {
    const ids: number[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: FindingsResponse = expectResponse(
        'FindingsResponse',
        await ask('/api/findings', { limit: '50', sort: 'name', after: next }),
      );
      ids.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect(new Set(ids).size).toBe(COUNT);
    expect(ids).toHaveLength(COUNT);
  });

  test('each facet value has the query after toggling it', async () => {
    const facetsOf = async (q: string) =>
      expectResponse<FacetsResponse>('FacetsResponse', await ask('/api/facets', { entity: 'finding', q }));
    const { total, facets } = await facetsOf('');
    expect(total).toBe(COUNT);
    for (const { field, values } of facets)
      for (const { count, q, chosen } of values.filter(() => field !== 'connection')) {
        expect(chosen).toBe(false);
        const after = await facetsOf(q);
        expect([q, after.total]).toEqual([q, count]);
        const [own] = after.facets.filter((one) => one.field === field);
        expect(own?.values.filter((one) => one.chosen).map((one) => one.q)).toEqual(['']);
      }
  });

  test('counts findings by week', async () => {
    const { weeks } = expectResponse<WeeksResponse>(
      'WeeksResponse',
      await ask('/api/findings/weeks', { q: 'severity:5', weeks: '4' }),
    );
    expect(weeks).toHaveLength(4);
    expect(weeks.flatMap(({ severities }) => [severities['1'], severities['2']])).toEqual(Array(8).fill(0));
    expect(weeks.reduce((sum, { severities }) => sum + (severities['5'] ?? 0), 0)).toBeGreaterThan(0);
  });

  test('an incomplete query has issues with positions and suggestions, and completions', async () => {
    const asked = async (text: string, cursor?: number) =>
      expectResponse<QueryResponse>('QueryResponse', await post('/api/query', { entity: 'finding', text, cursor }));
    const wrong = await asked('severty:5 and name:"x"');
    expect(wrong).toMatchObject({ q: null, issues: [{ code: 'QUERY_FIELD_UNKNOWN', from: 0, to: 7 }] });
    expect(wrong.issues[0]?.fix).toContain('severity');
    expect((await asked('sev', 3)).completions.options[0]).toMatchObject({ text: 'severity', kind: 'field' });
    expect((await asked('source:', 7)).completions.options.length).toBeGreaterThan(0);
    expect((await asked('severity >= 4')).q).toBe('severity >= 4');
  });

  test.each(['csv', 'ndjson', 'sarif', 'etm', 'ocsf'])('exports %s as a file', async (format) => {
    const { status, headers, body } = await ask('/api/export', { entity: 'finding', format, q: 'severity:1' });
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="findings\.[a-z.]+"$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(typeof body === 'string' ? body : JSON.stringify(body)).toContain('f0');
  });

  test('a schedule has slots or issues', async () => {
    const asked = async (schedule: unknown) =>
      expectResponse<ScheduleResponse>('ScheduleResponse', await post('/api/schedule', { schedule, count: 3 }));
    const cron = { type: 'cron', cron: '30 2 * * *', zone: 'Europe/Berlin' };
    expect(await asked(cron)).toMatchObject({ issues: [], slots: [{}, {}, {}] });
    for (const wrong of [null, 'daily', { ...cron, zone: 'Mars' }, { ...cron, cron: '99 99 * * *' }, { type: 'never' }])
      expect((await asked(wrong)).issues.length).toBeGreaterThan(0);
  });
});

describe('a run in a command', () => {
  test('appears like any other run', async () => {
    const at = Date.now();
    const times = { created_at: at, started_at: at, finished_at: null };
    const nothing = { setup: '{}', stage: 0, full: 1, cancelled: 0, report: null, error: null } as const;
    const run = { id: 'r1', connection_id: 'c1', reason: 'command', slot: null, state: 'PROCESSING' };
    await studio.store.db
      .insertInto('run')
      .values({ ...run, ...nothing, ...times })
      .execute();
    const { runs } = expectResponse<RunsResponse>('RunsResponse', await studio.call('/api/runs'));
    expect(runs).toMatchObject([{ id: 'r1', reason: 'command', connection: 'c1' }]);
    expect(expectResponse('RunResponse', await studio.call('/api/runs/r1'))).toMatchObject({ connector: null });
    const [item] = expectResponse<FindingsResponse>(
      'FindingsResponse',
      await ask('/api/findings', { limit: '1' }),
    ).items;
    expect(expectResponse('FindingResponse', await studio.call(`/api/findings/${item?.id}`))).toMatchObject({
      run: { id: 'r1' },
    });
  });
});

describe('text of vendors', () => {
  test('is returned unchanged as JSON, never as a page', async () => {
    const list = await ask('/api/findings', { q: 'externalFindingId:`f0`' });
    const [item] = expectResponse<FindingsResponse>('FindingsResponse', list).items;
    const detail = await studio.call(`/api/findings/${item?.id}`);
    const { raw } = expectResponse<FindingResponse>('FindingResponse', detail);
    expect(item?.record['name']).toBe(HOSTILE);
    expect(raw).toEqual({ vendors: HOSTILE });
    for (const { headers } of [list, detail]) {
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  test('is never a formula in a CSV file', async () => {
    const { body } = await ask('/api/export', { entity: 'finding', format: 'csv' });
    expect(String(body)).not.toMatch(/^[=+@]|,[=+@]|,"[=+@]/m);
  });
});

const good = () => ({ host: `127.0.0.1:${studio.port}`, cookie: studio.cookie });
const statusOf = (answer: string) => Number(answer.split(' ')[1]);

describe('refused requests', () => {
  const LINES = [
    'GET /api/connections',
    'POST /api/connections',
    'DELETE /api/connections/x?inventory=remove',
    'POST /api/connections/x/run',
    'POST /api/runs/x/cancel',
    'PUT /api/maps/x',
    'GET /api/findings',
    'GET /api/export?entity=finding&format=csv',
    'GET /api/audit',
    'POST /api/query',
  ];

  test.each(LINES)('%s for another host, from another site, without a session', async (line) => {
    const asked = async (headers: Record<string, string>) => statusOf(await studio.raw(formatRequest(line, headers)));
    expect(await asked({ ...good(), host: 'evil.example' })).toBe(421);
    expect(await asked({ ...good(), origin: 'https://evil.example' })).toBe(403);
    expect(await asked({ ...good(), 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await asked({ host: good().host })).toBe(401);
  });

  test('a form, and a body over the size limit', async () => {
    const body = 'name=x';
    const form = { ...good(), 'content-type': 'application/x-www-form-urlencoded', 'content-length': `${body.length}` };
    expect(statusOf(await studio.raw(formatRequest('POST /api/connections', form, body)))).toBe(415);
    const large = { entity: 'finding', text: 'x'.repeat(2 << 20) };
    expect((await post('/api/query', large)).status).toBe(413);
  });

  const PLACES = ['connections', 'maps', 'runs', 'assets', 'findings'];
  const TRAVERSALS = [
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e',
    '..%5c..%5c',
    "x'%20or%20'1'='1",
    '%00',
    '%25%32%66',
    `${'a'.repeat(480)}`,
  ];
  test.each(PLACES.flatMap((place) => TRAVERSALS.map((id) => [place, id])))('/api/%s/%s', async (place, id) => {
    const { status, body } = await studio.call(`/api/${place}/${id}`);
    expect([404, 422]).toContain(status);
    expect(JSON.stringify(body)).not.toMatch(/root:|node_modules|select .* from/i);
  });

  const DEEP = 5_000;
  test.each<[string, string]>([
    ['deep brackets', '('.repeat(DEEP)],
    ['deep groups', `${'inventory:('.repeat(800)}x`],
    ['many nots', `${'not '.repeat(2_000)}severity:5`],
    ['many terms', Array.from({ length: 700 }, (_, at) => `name:"${at}"`).join(' or ')],
    ['a quote that never ends', `name:"${'\\'.repeat(DEEP)}`],
    ['SQL', `name:"'; drop table finding; --"`],
    ['wildcards', `name:"${'%'.repeat(DEEP)}"`],
    ['NUL', 'name:"\u0000"'],
    ['half a character', 'name:"\ud800"'],
    ['a number that is none', 'severity:1e999'],
    ['a huge range', 'firstFoundOn:[now-9999y .. now+9999y]'],
  ])('a hostile query does no harm: %s', async (_what, q) => {
    const read = await post('/api/query', { entity: 'finding', text: q, cursor: q.length });
    expect([200, 422]).toContain(read.status);
    const listed = await ask('/api/findings', { q });
    expect([200, 422]).toContain(listed.status);
    const counted = await ask('/api/facets', { entity: 'finding', q });
    expect([200, 422]).toContain(counted.status);
    const { total } = expectResponse<FacetsResponse>('FacetsResponse', await ask('/api/facets', { entity: 'finding' }));
    expect(total).toBe(COUNT);
  });

  test.each([
    ['/api/findings?sort=raw', 422],
    ['/api/findings?sort=name;drop', 422],
    ['/api/findings?after=nonsense', 422],
    ['/api/findings?limit=-1', 400],
    ['/api/findings?unknown=1', 400],
    ['/api/findings?q=a&q=b', 400],
    ['/api/facets', 400],
    ['/api/facets?entity=__proto__', 400],
    ['/api/export?entity=finding&format=__proto__', 422],
    ['/api/export?entity=asset&format=sarif', 422],
    ['/api/runs?before=nothing', 404],
    ['/api/audit?before=x', 400],
    ['/api/maps?connector=..%2f..', 404],
  ])('%s', async (path, status) => {
    const called = await studio.call(path);
    expect(called.status).toBe(status);
    expect(called.body).toMatchObject({ error: { code: expect.any(String), fix: expect.any(String) } });
  });

  test('a limit above the maximum is reduced to it', async () => {
    const { items } = expectResponse<AssetsResponse>('AssetsResponse', await ask('/api/assets', { limit: '999999' }));
    expect(items).toHaveLength(2);
  });
});
