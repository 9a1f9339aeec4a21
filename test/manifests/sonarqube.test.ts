import { expect, test } from 'vitest';
import { createFolder, readRecords } from '../pipeline/run/folder.ts';
import { type Answer, startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { runSync } from '../pipeline/run/sync.ts';
import { readManifestFile } from './connectors.ts';

const MAXIMUM = 10_000;

const formatSecond = (second: number): string =>
  new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString().replace('.000Z', '+0000');

/** Creates issues, oldest first; `perSecond` of them are created at the same time. */
const createIssues = (count: number, perSecond: number) =>
  Array.from({ length: count }, (_, index) => ({
    key: `issue-${index}`,
    rule: 'java:S2076',
    component: 'reef:src/Shop.java',
    project: 'reef',
    severity: 'MAJOR',
    status: 'OPEN',
    message: 'Check this.',
    creationDate: formatSecond(Math.floor(index / perSecond)),
  }));

const LISTS: Readonly<Record<string, readonly [string, readonly object[]]>> = {
  '/api/components/search_projects': ['components', [{ key: 'reef', name: 'Reef' }]],
  '/api/rules/search': ['rules', [{ key: 'java:S2076', name: 'Commands', htmlDesc: 'CWE-78' }]],
  '/api/hotspots/search': ['hotspots', []],
};

/** SonarQube with one project. Like the real one, it refuses to go beyond 10,000 results of one search. */
function startSonarQube(issues: ReturnType<typeof createIssues>) {
  const search = (query: URLSearchParams): Answer => {
    const [page, size] = [Number(query.get('p')), Number(query.get('ps'))];
    if (page * size > MAXIMUM)
      return { status: 400, json: { errors: [{ msg: 'Can return only the first 10000 results' }] } };
    if (query.get('s') !== 'CREATION_DATE' || query.get('asc') !== 'true') return { status: 400 };
    const [after = '', before = ''] = [query.get('createdAfter'), query.get('createdBefore')].map(String);
    const found = issues.filter(({ creationDate }) => creationDate >= after && creationDate < before);
    const paging = { pageIndex: page, pageSize: size, total: found.length };
    return { json: { paging, issues: found.slice((page - 1) * size, page * size) } };
  };
  return startSmallVendor((target) => {
    const { pathname, searchParams } = new URL(target, 'http://vendor');
    const [name, items] = LISTS[pathname] ?? [];
    if (name === undefined || items === undefined) return search(searchParams);
    return { json: { paging: { pageIndex: 1, pageSize: 500, total: items.length }, [name]: items } };
  });
}

test('a project with more issues than one search returns is read in shorter periods, each issue once', async () => {
  const issues = createIssues(MAXIMUM + 200, 3);
  const vendor = await startSonarQube(issues);
  const to = await createFolder();
  const connector = readManifestFile('sonarqube');
  const report = await runSync({ connector, vendor, settings: { token: 'squ_0123456789' }, to });
  expect(report).toMatchObject({ state: 'PROCESSED', error: null, warnings: [] });
  const ids = (await readRecords(to, 'findings.ndjson')).map((record) => record['externalFindingId']);
  expect([ids.length, new Set(ids).size]).toEqual([issues.length, issues.length]);
});
