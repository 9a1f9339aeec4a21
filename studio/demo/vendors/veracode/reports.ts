import { type Items, slice } from '../dataset/list.ts';
import { rootOf, uuid } from '../dataset/prng.ts';
import { MINUTE, monthsBefore } from '../dataset/timeline.ts';
import type { VeracodeDataset } from '../dataset/veracode.ts';
import type { ZoneText } from '../dataset/zone-text.ts';
import { json, jsonPage, type Reply, type Seen, wholeNumber } from '../http/exchange.ts';
import { concat } from './lists.ts';

/** How the Reporting API behaves. */
export interface ReportOptions {
  /** How many times a report is not ready yet when asked for. */
  readonly polls: number;
  readonly pageSize: number;
  /** How many reports fail, the first ones. */
  readonly failing: number;
}

/** The Reporting API: reports are asked for, become ready after some time, and are read in pages. */
export interface Reports {
  create(seen: Seen): Reply;
  read(seen: Seen, id: string): Reply;
}

interface Report {
  readonly id: string;
  readonly requested: number;
  readonly fails: boolean;
  readonly rows: Items;
  asked: number;
}

const TYPES = ['Static Analysis', 'Dynamic Analysis', 'Manual', 'SCA', 'Software Composition Analysis'];
const LARGEST_WINDOW_MONTHS = 6;

/** Reports over a data set, with the times of one zone. */
export const reports = (dataset: VeracodeDataset, zone: ZoneText, options: ReportOptions): Reports => {
  const made = new Map<string, Report>();

  return {
    create: (seen) => {
      const wanted = parseRequest(seen, zone);
      if (typeof wanted === 'string') return refused(wanted);
      const id = uuid(rootOf(made.size, 'report'));
      made.set(id, { id, requested: seen.at, fails: made.size < options.failing, rows: rowsOf(wanted), asked: 0 });
      return json(201, { _embedded: { id } });
    },
    read: (seen, id) => {
      const report = made.get(id);
      if (report === undefined)
        return json(404, { _embedded: { error: { code: 'NOT_FOUND', detail: 'No report with this id.' } } });
      const early = report.asked++ < options.polls;
      if (early) return json(200, notReady(report, report.asked === 1 ? 'SUBMITTED' : 'PROCESSING'));
      return report.fails ? json(200, notReady(report, 'FAILED')) : completed(report, seen);
    },
  };

  function rowsOf({ types, from, to }: Wanted): Items {
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

/** Links of a report are relative, unlike those of the other APIs. */
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

interface Wanted {
  readonly types: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** What a request body asks for, or what is wrong with it. */
const parseRequest = (seen: Seen, zone: ZoneText): Wanted | string => {
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

/** Months are counted on the wall clock, which summer time moves. */
const wallClock = (instant: number, zone: ZoneText): number => Date.parse(`${zone.format(instant).replace(' ', 'T')}Z`);

/** A day means its last moment; a time means itself, so that a row half a second later is in the next window only. */
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
