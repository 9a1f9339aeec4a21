import { type Items, items, slice } from '../dataset/list.ts';
import type { VeracodeDataset } from '../dataset/veracode.ts';
import { type Reply, type Seen, wholeNumber } from '../http/exchange.ts';
import { badRequest, halPage, listedErrors, notFound } from './answers.ts';

type Body = Readonly<Record<string, unknown>>;
type Test = (body: Body, value: string) => boolean;

const MAX_SIZE = 500;

/** Handles `GET /appsec/v1/applications`. */
export const listApplications = ({ applications }: VeracodeDataset, seen: Seen): Reply => {
  const paging = pagingOf(seen, 50);
  if (paging === undefined) return listedErrors('size must be between 1 and 500, page must not be negative');
  const list = filtered({ count: applications.count, json: applications.json }, seen.query, APPLICATION_TESTS);
  // The links of the platform have a slash before the query.
  return pageOf(seen, list, { ...paging, name: 'applications', path: '/appsec/v1/applications/' });
};

/** Handles `GET /appsec/v2/applications/{guid}/findings`. */
export const listFindings = (dataset: VeracodeDataset, seen: Seen, guid: string): Reply => {
  const application = indexOfGuid(dataset, guid);
  if (application === undefined) return notFound('guid');
  const paging = pagingOf(seen, 100);
  if (paging === undefined) return badRequest('size must be between 1 and 500, page must not be negative');
  const types = (seen.query.get('scan_type') ?? 'STATIC,DYNAMIC,MANUAL').toUpperCase().split(',');
  if (types.some((type) => !['STATIC', 'DYNAMIC', 'MANUAL', 'SCA'].includes(type)))
    return badRequest('unknown scan_type');
  if (types.includes('SCA') && types.length > 1) return badRequest('SCA cannot be combined with other scan types');
  // Sandboxes are empty: only the policy context was scanned.
  const list = seen.query.has('context')
    ? items(0, () => '')
    : concat(types.map((type) => findingsOf(dataset, application, type)));
  return pageOf(seen, filtered(list, seen.query, FINDING_TESTS), {
    ...paging,
    name: 'findings',
    path: `/appsec/v2/applications/${guid}/findings`,
  });
};

/** Concatenates lists. */
export const concat = (lists: readonly Items[]): Items => {
  const count = lists.reduce((sum, list) => sum + list.count, 0);
  return items(count, (index) => {
    for (const list of lists) {
      if (index < list.count) return list.json(index);
      index -= list.count;
    }
    return '';
  });
};

const findingsOf = (dataset: VeracodeDataset, application: number, type: string): Items => {
  if (type === 'STATIC') return dataset.static.findings(application);
  if (type === 'DYNAMIC') return dataset.dynamic.findings(application);
  return type === 'SCA' ? dataset.sca.findings(application) : items(0, () => '');
};

const indexOfGuid = ({ applications }: VeracodeDataset, guid: string): number | undefined => {
  for (let i = 0; i < applications.count; i++) if (applications.at(i).guid === guid) return i;
  return undefined;
};

interface Paging {
  readonly number: number;
  readonly size: number;
}

const pagingOf = ({ query }: Seen, defaultSize: number): Paging | undefined => {
  const size = wholeNumber(query, 'size', defaultSize);
  const number = wholeNumber(query, 'page', 0);
  if (size === undefined || number === undefined || size < 1 || size > MAX_SIZE) return undefined;
  return { number, size };
};

const pageOf = (seen: Seen, list: Items, page: Paging & { name: string; path: string }): Reply =>
  halPage({
    seen,
    ...page,
    items: slice(list, page.number * page.size, (page.number + 1) * page.size),
    total: list.count,
  });

const APPLICATION_TESTS: Readonly<Record<string, Test>> = {
  name: (body, value) =>
    String(read(body, 'profile', 'name'))
      .toLowerCase()
      .includes(value.toLowerCase()),
  legacy_id: (body, value) => String(body['id']) === value,
  modified_after: (body, value) => String(body['modified']).slice(0, 10) >= value,
  business_unit: (body, value) => read(body, 'profile', 'business_unit', 'name') === value,
  scan_type: (body, value) => JSON.stringify(body['scans']).includes(`"scan_type":"${value}"`),
};

const FINDING_TESTS: Readonly<Record<string, Test>> = {
  severity: (body, value) => read(body, 'finding_details', 'severity') === Number(value),
  severity_gte: (body, value) => Number(read(body, 'finding_details', 'severity')) >= Number(value),
  cwe: (body, value) => value.split(',').includes(String(read(body, 'finding_details', 'cwe', 'id'))),
  cve: (body, value) => read(body, 'finding_details', 'cve', 'name') === value,
  new: (body, value) => String(read(body, 'finding_status', 'new')) === value,
  violates_policy: (body, value) => String(body['violates_policy']) === value,
};

/** Returns the items that match every filter of the query; the list itself when the query has no filter. */
const filtered = (list: Items, query: URLSearchParams, tests: Readonly<Record<string, Test>>): Items => {
  const conditions = [...query].flatMap(([name, value]) => {
    const test = Object.hasOwn(tests, name) ? tests[name] : undefined;
    return test === undefined ? [] : [{ test, value }];
  });
  if (conditions.length === 0) return list;
  const indexes = Array.from({ length: list.count }, (_, index) => index).filter((index) => {
    const body = JSON.parse(list.json(index)) as Body;
    return conditions.every(({ test, value }) => test(body, value));
  });
  return items(indexes.length, (index) => list.json(indexes[index] ?? 0));
};

const read = (value: unknown, ...path: string[]): unknown =>
  path.reduce((at: unknown, key) => (at as Body | null | undefined)?.[key], value);
