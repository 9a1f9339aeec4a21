import { type Items, slice } from '../dataset/list.ts';
import { rootOf, uuid } from '../dataset/prng.ts';
import { MINUTE, monthsBefore } from '../dataset/timeline.ts';
import type { VeracodeDataset } from '../dataset/veracode.ts';
import type { ZoneText } from '../dataset/zone-text.ts';
import { json, jsonPage, type Reply, type Seen, wholeNumber } from '../http/exchange.ts';
import { concat } from './lists.ts';

/** Options of the Reporting API. */
export interface ReportOptions {
  /** Number of polls before a report is ready. */
  readonly polls: number;
  readonly pageSize: number;
  /** Number of reports that fail, starting with the first. */
  readonly failing: number;
}

/** Reporting API: reports are created, become ready after some polls, and are read in pages. */
export interface Reports {
  create(seen: Seen): Reply;
  read(seen: Seen, id: string): Reply;
}

interface Report {
  readonly id: string;
  readonly requested: number;
  readonly fails: boolean;
  readonly rows: Items;
  polls: number;
}

const TYPES = ['Static Analysis', 'Dynamic Analysis', 'Manual', 'SCA', 'Software Composition Analysis'];
const LARGEST_WINDOW_MONTHS = 6;

/** Creates the Reporting API of a data set with times in one time zone. */
export const reports = (dataset: VeracodeDataset, zone: ZoneText, options: ReportOptions): Reports => {
  const created = new Map<string, Report>();

  return {
    create: (seen) => {
      const request = parseRequest(seen, zone);
      if (typeof request === 'string') return refused(request);
      const id = uuid(rootOf(created.size, 'report'));
      const fails = created.size < options.failing;
      created.set(id, { id, requested: seen.at, fails, rows: rowsOf(request), polls: 0 });
      return json(201, { _embedded: { id } });
    },
    read: (seen, id) => {
      const report = created.get(id);
      if (report === undefined)
        return json(404, { _embedded: { error: { code: 'NOT_FOUND', detail: 'No report with this id.' } } });
      const isEarly = report.polls++ < options.polls;
      if (isEarly) return json(200, notReady(report, report.polls === 1 ? 'SUBMITTED' : 'PROCESSING'));
      return report.fails ? json(200, notReady(report, 'FAILED')) : completed(report, seen);
    },
  };

  function rowsOf({ types, from, to }: ReportRequest): Items {
    return concat([
      ...(types.includes('Static Analysis') ? [dataset.static.rows(from, to, zone.format)] : []),
      ...(types.includes('Dynamic Analysis') ? [dataset.dynamic.rows(from, to, zone.format)] : []),
    ]);
  }

  function headOf({ id, requested }: Report, status: string): object {
    const done = status === 'COMPLETED';
    return {
      id,
      report_type: 'FINDINGS',
      status,
      requested_by_user: 'api-user',
      requested_by_account: 40_221,
      date_report_requested: zone.format(requested),
      date_report_completed: done ? zone.format(requested + 3 * MINUTE) : null,
      report_expiration_date: done ? zone.format(requested + 30 * 24 * 60 * MINUTE) : null,
    };
  }

  function notReady(report: Report, status: string): object {
    return { _embedded: { ...headOf(report, status), findings: [], _links: null, page_metadata: null } };
  }

  function completed(report: Report, seen: Seen): Reply {
    const size = Math.min(options.pageSize, wholeNumber(seen.query, 'size', options.pageSize) || options.pageSize);
    const pages = Math.ceil(report.rows.count / size);
    const number = wholeNumber(seen.query, 'page', 0);
    const last = Math.max(0, pages - 1);
    if (number === undefined || number > last) return refused(`Valid page numbers are : [0 - ${last}].`);
    const meta = { number, size, total_elements: report.rows.count, total_pages: pages };
    const head = JSON.stringify(headOf(report, 'COMPLETED')).slice(0, -1);
    const tail = `],"_links":${JSON.stringify(linksOf(report.id, number, last))},"page_metadata":${JSON.stringify(meta)}}}`;
    return jsonPage(`{"_embedded":${head},"findings":[`, slice(report.rows, number * size, (number + 1) * size), tail);
  }
};

/** Builds the links of a report, which are relative, unlike those of the other APIs. */
const linksOf = (id: string, number: number, last: number): object => {
  const link = (page: number): object => ({ href: `/appsec/v1/analytics/report/${id}?page=${page}` });
  return {
    first: link(0),
    ...(number > 0 ? { prev: link(number - 1) } : {}),
    self: link(number),
    ...(number < last ? { next: link(number + 1) } : {}),
    last: link(last),
  };
};

const refused = (detail: string): Reply => json(400, { _embedded: { error: { code: 'BAD_REQUEST', detail } } });

interface ReportRequest {
  readonly types: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** Parses the body of a report request; returns an error message when it is invalid. */
const parseRequest = (seen: Seen, zone: ZoneText): ReportRequest | string => {
  const body = parseObject(seen.body);
  if (body === undefined) return 'The body is not a JSON object.';
  if (String(body['report_type'] ?? '').toUpperCase() !== 'FINDINGS') return 'report_type is not supported.';
  const from = zone.parse(String(body['last_updated_start_date'] ?? ''));
  if (from === undefined) return 'last_updated_start_date is required: YYYY-MM-DD or YYYY-MM-DD HH:MM:SS.';
  const to = endOf(body['last_updated_end_date'], seen.at, zone);
  if (to === undefined) return 'last_updated_end_date: YYYY-MM-DD or YYYY-MM-DD HH:MM:SS.';
  if (to < from) return 'last_updated_end_date is before last_updated_start_date.';
  if (wallClock(from, zone) < monthsBefore(wallClock(to, zone), LARGEST_WINDOW_MONTHS))
    return 'The date range must not exceed six months.';
  const types = body['scan_type'] ?? TYPES;
  if (!Array.isArray(types) || types.some((type) => !TYPES.includes(String(type))))
    return 'scan_type must be a list of known scan types.';
  return { types: types.map(String), from, to };
};

/** Converts an instant to local time, in which months are counted. */
const wallClock = (instant: number, zone: ZoneText): number => Date.parse(`${zone.format(instant).replace(' ', 'T')}Z`);

/** Parses the end of the range: a date means its last millisecond, a time means exactly itself. */
const endOf = (value: unknown, now: number, zone: ZoneText): number | undefined => {
  if (value === undefined || value === null) return now;
  const text = String(value);
  return zone.parse(text.length === 10 ? `${text} 23:59:59.999` : text);
};

const parseObject = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};
