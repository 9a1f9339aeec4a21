import type { CheckmarxDataset } from '../dataset/checkmarx.ts';
import type { Scan } from '../dataset/checkmarx-scans.ts';
import { type Items, items, slice } from '../dataset/list.ts';
import { json, jsonPage, type Reply, type Seen, wholeNumber } from '../http/exchange.ts';

type Body = Readonly<Record<string, unknown>>;

const DEFAULT_WINDOW = 20;
const SEVERITY_ORDER = ['INFO', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];
const ENVIRONMENT_COLUMNS = ['domain', 'url', 'scantype', 'created', 'lastscantime', 'laststatus', 'riskrating'];
const SCAN_COLUMNS = [
  'initiator',
  'scantype',
  'created',
  'starttime',
  'updatetime',
  'scanduration',
  'laststatus',
  'riskrating',
];

/** Handles `GET /api/dast/scans/environments`. */
export const listEnvironments = ({ environments }: CheckmarxDataset, seen: Seen): Reply => {
  const window = windowOf(seen);
  if (window === undefined) return badRequest('bad from or to');
  const sort = sortOf(seen, 'sort', ENVIRONMENT_COLUMNS);
  if (sort === 'bad') return badRequest('bad sort');
  const list = sorted(matching(environments, seen.query), sort, { column: 'created', direction: 'asc' });
  const texts = slice(list, window.from, window.to);
  const head = texts.length === 0 ? '{"environments":null' : '{"environments":[';
  return jsonPage(
    head,
    texts,
    `${texts.length === 0 ? '' : ']'},"totalItems":${list.count},"misconfiguredCount":0,"zrokHost":""}`,
  );
};

/** Handles `GET /api/dast/scans/scans`. */
export const listScans = (dataset: CheckmarxDataset, seen: Seen): Reply => {
  const id = seen.query.get('environmentId') ?? seen.query.get('environmentID');
  if (!id) return badRequest('environmentId is required');
  const window = windowOf(seen);
  if (window === undefined) return badRequest('bad from or to');
  const sort = sortOf(seen, 'sort', SCAN_COLUMNS);
  if (sort === 'bad') return badRequest('bad sort');
  const environment = dataset.environments.indexOf(id);
  const scans = environment === undefined ? [] : dataset.scans.of(environment);
  const list = sorted(
    items(scans.length, (i) => scanJson(dataset, scans[i])),
    sort,
    { column: 'created', direction: 'desc' },
  );
  const texts = slice(list, window.from, window.to);
  const head = texts.length === 0 ? '{"scans":null' : '{"scans":[';
  return jsonPage(head, texts, `${texts.length === 0 ? '' : ']'},"totalScans":${list.count}}`);
};

/** Handles `GET /api/dast/mfe-results/results/{scanId}`. */
export const listResults = (dataset: CheckmarxDataset, seen: Seen, scanId: string): Reply => {
  const page = wholeNumber(seen.query, 'page', 1);
  const size = wholeNumber(seen.query, 'per_page', 10);
  if (page === undefined || page < 1 || size === undefined || size < 1 || size > 100)
    return badRequest('page must be at least 1, per_page 1 to 100');
  const sort = sortOf(seen, 'sort_by', ['severity', 'name', 'status', 'state', 'url', 'path', 'method']);
  if (sort === 'bad') return badRequest('bad sort');
  const scan = dataset.scans.find(scanId);
  if (scan === undefined || !scan.hasResults)
    return json(404, { code: 404, message: 'failed to find scanID', type: 'ERROR' });
  const list = sorted(dataset.results.of(scan), sort, { column: 'severity', direction: 'desc' });
  const texts = slice(list, (page - 1) * size, page * size);
  return jsonPage('{"results":[', texts, `],"total":${list.count},"pages_number":${Math.ceil(list.count / size)}}`);
};

/** Handles `GET /api/dast/scans/environment/{id}`. */
export const oneEnvironment = ({ environments }: CheckmarxDataset, id: string): Reply => {
  const index = environments.indexOf(id);
  return index === undefined
    ? json(404, { code: 404, message: 'failed to find environment', type: 'ERROR' })
    : jsonPage('', [environments.json(index)], '');
};

/** Handles `GET /api/dast/scans/scan/{id}`. */
export const oneScan = (dataset: CheckmarxDataset, id: string): Reply => {
  const scan = dataset.scans.find(id);
  return scan === undefined
    ? json(404, { code: 404, message: 'failed to find scanID', type: 'ERROR' })
    : jsonPage('', [scanJson(dataset, scan)], '');
};

const badRequest = (message: string): Reply => json(400, { code: 400, message, type: 'ERROR' });

/** Parses the half-open window [from, to). */
const windowOf = ({ query }: Seen): { from: number; to: number } | undefined => {
  const from = wholeNumber(query, 'from', 0);
  const to = wholeNumber(query, 'to', (from ?? 0) + DEFAULT_WINDOW);
  return from === undefined || to === undefined || to < from ? undefined : { from, to };
};

interface Sort {
  readonly column: string;
  readonly direction: string;
}

const sortOf = ({ query }: Seen, name: string, columns: readonly string[]): Sort | undefined | 'bad' => {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  // The API rejects a column without a direction.
  const [, column = '', direction = ''] = /^(\w+):(asc|desc)$/.exec(value) ?? [];
  return columns.includes(column.toLowerCase()) ? { column: column.toLowerCase(), direction } : 'bad';
};

/** Sorts the list by a column, unless it is in that order already. */
const sorted = (list: Items, sort: Sort | undefined, natural: Sort): Items => {
  if (sort === undefined || (sort.column === natural.column && sort.direction === natural.direction)) return list;
  const sign = sort.direction === 'asc' ? 1 : -1;
  const keyed = Array.from({ length: list.count }, (_, index) => ({
    index,
    key: keyOf(list.json(index), sort.column),
  }));
  keyed.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) || a.index - b.index);
  return items(keyed.length, (i) => list.json(keyed[i]?.index ?? 0));
};

const keyOf = (text: string, column: string): string => {
  const body = JSON.parse(text) as Body;
  const name = Object.keys(body).find((key) => key.toLowerCase() === column) ?? '';
  const value = String(body[name] ?? '');
  return column === 'severity' ? String(SEVERITY_ORDER.indexOf(value)) : value;
};

/** Applies `filter[x]` (substring), `match[x]` (equality) and `search` (substring of domain and URL). */
const matching = (list: Items, query: URLSearchParams): Items => {
  const conditions = [...query].flatMap(([name, value]) => {
    const [, kind, field = ''] = /^(filter|match)\[(\w+)\]$/.exec(name) ?? [];
    if (name === 'search' && value !== '') return [(body: Body) => `${body['domain']} ${body['url']}`.includes(value)];
    if (kind === undefined) return [];
    return [(body: Body) => (kind === 'filter' ? String(body[field]).includes(value) : String(body[field]) === value)];
  });
  if (conditions.length === 0) return list;
  const indexes = Array.from({ length: list.count }, (_, i) => i).filter((i) => {
    const body = JSON.parse(list.json(i)) as Body;
    return conditions.every((passes) => passes(body));
  });
  return items(indexes.length, (i) => list.json(indexes[i] ?? 0));
};

const scanJson = ({ environments }: CheckmarxDataset, scan: Scan | undefined): string =>
  scan === undefined
    ? '{}'
    : JSON.stringify({
        scanId: scan.id,
        environmentId: environments.idOf(scan.environment),
        initiator: 'ada.nowak@example.com',
        scanType: 'DAST',
        lastStatus: scan.status,
        riskRating: scan.hasResults ? 'High risk' : 'No risk',
        alertRiskRating: 'High risk',
        created: scan.created,
        startTime: scan.created,
        updateTime: scan.updated,
        scanDuration: 540,
        tags: null,
        groups: [],
        hasResults: scan.hasResults,
        riskLevel: { criticalCount: 0, highCount: 1, mediumCount: 1, lowCount: 0, infoCount: 1 },
        alertRiskLevel: { CriticalCount: 0, highCount: 1, mediumCount: 1, lowCount: 0, infoCount: 1 },
        projectId: '',
        statistics: '',
        complianceData: null,
        hasLog: true,
        scannedPathsCount: 120,
        settings: {},
        source: 'PLATFORM',
        insights: [],
      });
