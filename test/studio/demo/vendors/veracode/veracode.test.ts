import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, monthsBefore } from '../../../../../studio/demo/vendors/dataset/timeline.ts';
import { zoneText } from '../../../../../studio/demo/vendors/dataset/zone-text.ts';
import { type RunningVeracode, startVeracode } from '../../../../../studio/demo/vendors/veracode/server.ts';
import { expectedRecords } from '../../../../oracle/index.ts';
import { type Answer, list, read, signedCall } from '../../../../vendors/client.ts';

const APPLICATIONS = '/appsec/v1/applications';
const REPORT = '/appsec/v1/analytics/report';

let vendor: RunningVeracode;
let get: (target: string) => Promise<Answer>;
beforeAll(async () => {
  vendor = await startVeracode({ seed: 11, findings: 900, failingReports: 1 });
  get = (target) => signedCall(vendor, target);
});
afterAll(() => vendor.close());

/** Reads all items of a HAL list by page number. */
const pages = async (path: string, name: string, size: number): Promise<Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = [];
  for (let page = 0; ; page++) {
    const { body } = await get(`${path}${path.includes('?') ? '&' : '?'}page=${page}&size=${size}`);
    items.push(...list(body, '_embedded', name));
    if (page + 1 >= Number(read(body, 'page', 'total_pages'))) return items;
  }
};

const ask = (body: object): Promise<Answer> => signedCall(vendor, REPORT, body);

/** Creates a report, and reads its rows up to the last page. */
const reportRows = async (body: object): Promise<Record<string, unknown>[]> => {
  const id = String(read((await ask(body)).body, '_embedded', 'id'));
  for (let polls = 0; polls < 3; polls++) await get(`${REPORT}/${id}`);
  const first = await get(`${REPORT}/${id}?page=0`);
  const total = Number(read(first.body, '_embedded', 'page_metadata', 'total_pages'));
  const rows = list(first.body, '_embedded', 'findings');
  for (let page = 1; page < total; page++)
    rows.push(...list((await get(`${REPORT}/${id}?page=${page}`)).body, '_embedded', 'findings'));
  return rows;
};

describe('lists', () => {
  test('every page size returns the same applications in the same order', async () => {
    const all = await pages(APPLICATIONS, 'applications', 500);
    expect(all).toHaveLength(30);
    for (const size of [1, 7, 30]) expect(await pages(APPLICATIONS, 'applications', size)).toEqual(all);
  });

  test('the next link has a different path, and works when that path is signed', async () => {
    const { body } = await get(`${APPLICATIONS}?size=25`);
    const next = String(read(body, '_links', 'next', 'href'));
    expect(next).toBe(`${vendor.origins[0]}${APPLICATIONS}/?size=25&page=1`);
    expect(read(body, '_links', 'self')).toEqual({
      href: `${vendor.origins[0]}${APPLICATIONS}{?page,size,sort}`,
      templated: true,
    });
    const last = await get(next);
    expect(list(last.body, '_embedded', 'applications')).toHaveLength(5);
    expect(read(last.body, '_links', 'next')).toBeUndefined();
  });

  test('an empty list has no embedded member', async () => {
    const { guid } = vendor.dataset.applications.at(5);
    const { status, body } = await get(`/appsec/v2/applications/${guid}/findings?scan_type=STATIC`);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('_embedded');
    expect(read(body, 'page', 'total_elements')).toBe(0);
  });

  test.each([
    ['applications, size 501', `${APPLICATIONS}?size=501`, 400],
    ['applications, size 0', `${APPLICATIONS}?size=0`, 400],
    ['applications, page x', `${APPLICATIONS}?page=x`, 400],
    ['an unknown application', '/appsec/v2/applications/00000000-0000-4000-8000-000000000000/findings', 404],
    ['an unknown path', '/appsec/v1/nothing', 404],
  ])('rejects %s', async (_what, target, status) => {
    expect((await get(target)).status).toBe(status);
  });

  test('component findings cannot be combined with other types', async () => {
    const { guid } = vendor.dataset.applications.at(0);
    const path = `/appsec/v2/applications/${guid}/findings`;
    expect((await get(`${path}?scan_type=SCA,STATIC`)).status).toBe(400);
    expect((await get(`${path}?scan_type=WHAT`)).status).toBe(400);
    const types = new Set((await pages(path, 'findings', 500)).map(({ scan_type }) => scan_type));
    expect(types).toEqual(new Set(['STATIC', 'DYNAMIC']));
    const high = await pages(`${path}?scan_type=STATIC&severity_gte=4`, 'findings', 3);
    expect(high.length).toBeGreaterThan(0);
    for (const finding of high) expect(read(finding, 'finding_details', 'severity')).toBeGreaterThanOrEqual(4);
  });

  test('finds an application by its numeric id', async () => {
    const { id, guid } = vendor.dataset.applications.at(9);
    expect((await pages(`${APPLICATIONS}?legacy_id=${id}`, 'applications', 50)).map((app) => app['guid'])).toEqual([
      guid,
    ]);
  });
});

describe('reports', () => {
  test('a failing report is FAILED after three polls', async () => {
    const made = await ask({
      report_type: 'findings',
      last_updated_start_date: '2026-01-01',
      last_updated_end_date: '2026-02-01',
      scan_type: ['Static Analysis'],
    });
    expect(made.status).toBe(201);
    const id = read(made.body, '_embedded', 'id');
    const states: unknown[] = [];
    for (let i = 0; i < 3; i++) states.push(read((await get(`${REPORT}/${id}`)).body, '_embedded', 'status'));
    expect(states).toEqual(['SUBMITTED', 'PROCESSING', 'FAILED']);
  });

  test('has pages and relative links only after completion', async () => {
    const id = read(
      (
        await ask({
          report_type: 'FINDINGS',
          last_updated_start_date: at(monthsBefore(Date.now(), 4)),
          scan_type: ['Static Analysis'],
        })
      ).body,
      '_embedded',
      'id',
    );
    const early = (await get(`${REPORT}/${id}`)).body;
    expect(read(early, '_embedded')).toMatchObject({
      status: 'SUBMITTED',
      _links: null,
      page_metadata: null,
      date_report_completed: null,
    });
    await get(`${REPORT}/${id}`);
    const ready = (await get(`${REPORT}/${id}`)).body;
    const last = Number(read(ready, '_embedded', 'page_metadata', 'total_pages')) - 1;
    expect(last).toBeGreaterThan(0);
    expect(read(ready, '_embedded', '_links', 'next', 'href')).toBe(`${REPORT}/${id}?page=1`);
    const beyond = await get(`${REPORT}/${id}?page=${last + 1}`);
    expect(beyond.status).toBe(400);
    expect(beyond.body).toEqual({
      _embedded: { error: { code: 'BAD_REQUEST', detail: `Valid page numbers are : [0 - ${last}].` } },
    });
  });

  const good = {
    report_type: 'FINDINGS',
    last_updated_start_date: '2026-01-01 00:00:00',
    last_updated_end_date: '2026-06-30 23:59:59',
    scan_type: ['Static Analysis'],
  };
  test.each<[string, object]>([
    ['six months and an hour', { last_updated_end_date: '2026-07-01 01:00:00' }],
    ['an open end a year later', { last_updated_start_date: '2025-01-01', last_updated_end_date: null }],
    ['no start', { last_updated_start_date: null }],
    ['a start of another form', { last_updated_start_date: '2026-01-01T00:00:00Z' }],
    ['an end before the start', { last_updated_end_date: '2025-12-31' }],
    ['a scan type that is no list', { scan_type: 'Static Analysis' }],
    ['an unknown scan type', { scan_type: ['STATIC'] }],
    ['another report', { report_type: 'nothing' }],
  ])('rejects %s', async (_what, change) => {
    expect((await ask({ ...good, ...change })).status).toBe(400);
    expect((await ask(good)).status).toBe(201);
  });

  test('adjacent windows contain all rows in one order, for every boundary', async () => {
    const { format } = zoneText(vendor.zone, Date.now());
    const { static: flaws } = vendor.dataset;
    const texts = (from: number, to: number): string[] => {
      const rows = flaws.rows(from, to, format);
      return Array.from({ length: rows.count }, (_, i) => rows.json(i));
    };
    const [start, end] = [monthsBefore(Date.now(), 18), Date.now()];
    const whole = texts(start, end);
    expect(whole.length).toBe(902);
    fc.assert(
      fc.property(fc.integer({ min: start, max: end - 1 }), (cut) => {
        expect([...texts(start, cut), ...texts(cut + 1, end)]).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  test('serves what the oracle expects in the same order', async () => {
    const { applications } = vendor.dataset;
    const guids = new Map(
      Array.from({ length: applications.count }, (_, i) => [applications.at(i).id, applications.at(i).guid]),
    );
    const rows: Record<string, unknown>[] = [];
    for (let from = monthsBefore(Date.now(), 18); from < Date.now(); from += 180 * DAY) {
      rows.push(
        ...(await reportRows({
          report_type: 'FINDINGS',
          scan_type: ['Dynamic Analysis'],
          last_updated_start_date: at(from),
          last_updated_end_date: at(Math.min(Date.now(), from + 180 * DAY)),
        })),
      );
    }
    const ids = [...new Set(rows.map(({ app_id, finding_id }) => `${guids.get(String(app_id))}:${finding_id}`))];
    expect(rows.length).toBe(902);
    expect(ids).toHaveLength(900);
    expect(
      [...expectedRecords('veracode-dast', vendor).findings()].map(({ externalFindingId }) => externalFindingId),
    ).toEqual(ids);
  });

  test('a changed flaw is last, once, with the new time', async () => {
    const own = await startVeracode({ seed: 4, findings: 300 });
    own.control.touch(0, 2);
    const flaw = JSON.parse(own.dataset.static.findings(0).json(2)) as { issue_id: number };
    const found = [...expectedRecords('veracode-sast', own).findings()];
    expect(found).toHaveLength(300);
    expect(found.at(-1)?.externalFindingId).toBe(`${own.dataset.applications.at(0).guid}:${100_000 + flaw.issue_id}`);
    await own.close();
  });
});

test('a changed component finding has a new last-seen time and another state', async () => {
  const own = await startVeracode({ seed: 4, findings: 300, connector: 'veracode-sca' });
  const find = () => [...expectedRecords('veracode-sca', own).findings()];
  const before = find();
  own.control.touch(0, 2);
  const changed = find().filter((finding, i) => JSON.stringify(finding) !== JSON.stringify(before[i]));
  expect(changed).toHaveLength(1);
  expect(Date.parse(changed[0]?.lastFoundOn ?? '')).toBeGreaterThan(Date.now() - DAY / 24);
  await own.close();
});

test('a missing role is 403 for its API only', async () => {
  const limited = await startVeracode({ seed: 2, findings: 20, forbid: ['report'] });
  expect((await signedCall(limited, APPLICATIONS)).status).toBe(200);
  expect((await signedCall(limited, REPORT, {})).status).toBe(403);
  await limited.close();
});

const at = (instant: number): string => zoneText('America/New_York', Date.now()).format(instant).slice(0, 19);
