import type { ErrorRow } from '../row.ts';
import { formatReason, type VendorCall } from './vendor-call.ts';

/** Details of a body in another format. */
export interface Unexpected {
  readonly stream?: string | undefined;
  readonly looksLike?: string | undefined;
  readonly status?: number | undefined;
}

// 200 is expected, so it is not mentioned.
const formatStatus = ({ status }: Pick<Unexpected, 'status'>): string =>
  status === undefined || status === 200 ? '' : ` with status ${status}`;

const describeUnexpected =
  (expected: string) =>
  (d: Unexpected): string =>
    `"${d.stream ?? 'the endpoint'}" returned ${d.looksLike ?? 'another format'} instead of ${expected}${formatStatus(d)}`;

const ACCEPTED_FIX =
  'The vendor is still preparing the response (202): declare a "job" that polls until it is done, or retry with the error rule {"status": [202], "action": "retry"}.';

/** Fixes by the format of the body, as `describeBody` names it. */
const FORMAT_FIXES: Readonly<Record<string, string>> = {
  'an HTML page':
    'Check the URL settings and the credentials: a login page, a proxy or another service may respond there.',
  'an XML document':
    'Set "decoder": {"type": "xml"} on the stream, or request the expected format, for example by an Accept header.',
  JSON: 'Set "decoder": {"type": "json"} on the stream, or check whether the vendor reports an error in the body.',
  'several JSON values, one per line': 'Set "decoder": {"type": "ndjson"} on the stream.',
  'plain text':
    "If the vendor sends a table or lines, set the stream's decoder to csv or lines; otherwise check the URL settings.",
  'gzip data': 'Remove "container": "none" from the stream\'s decoder, so that the body is decompressed.',
  'a zip archive': 'Remove "container": "none" from the stream\'s decoder, so that the archive is unpacked.',
  'binary data or text that is not UTF-8':
    'Set "charset" in the stream\'s decoder if the vendor sends text in another charset; other binary formats are not supported.',
  'text in another charset than it declares':
    'Set "charset" in the stream\'s decoder to the charset that the vendor sends, such as windows-1252.',
  'damaged JSON': 'Try again; if it persists, report it to the vendor: the response starts like JSON and is invalid.',
};

const isKnownFormat = ({ looksLike, status }: Unexpected): boolean =>
  status === 202 || Object.hasOwn(FORMAT_FIXES, looksLike ?? '');

const findFormatFix = (d: Unexpected): string =>
  (d.status === 202 ? ACCEPTED_FIX : FORMAT_FIXES[d.looksLike ?? '']) ??
  'Check the URL settings: a login page, a proxy or another service may respond there.';

export const PAGE_ERRORS = {
  BODY_NOT_JSON: {
    stage: 'page',
    httpStatus: 422,
    message: describeUnexpected('JSON'),
    fix: findFormatFix,
  },
  BODY_NOT_CSV: {
    stage: 'page',
    httpStatus: 422,
    message: describeUnexpected('CSV'),
    fix: (d: Unexpected) =>
      isKnownFormat(d)
        ? findFormatFix(d)
        : 'Correct "delimiter", "columns", "preamble" and "footer" in the stream\'s decoder, or check the URL settings: another service may respond there.',
  },
  BODY_NOT_XML: {
    stage: 'page',
    httpStatus: 422,
    message: describeUnexpected('XML'),
    fix: (d: Unexpected) =>
      isKnownFormat(d)
        ? findFormatFix(d)
        : 'Check the URL settings: another service may respond there. Only the five predefined entities are read; a DOCTYPE is ignored.',
  },
  BODY_NOT_TEXT: {
    stage: 'page',
    httpStatus: 422,
    message: describeUnexpected('plain text'),
    fix: findFormatFix,
  },
  BODY_EMPTY: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; status?: number | undefined }) =>
      `"${d.stream ?? 'the endpoint'}" returned an empty body${formatStatus(d)}`,
    fix: (d: { status?: number | undefined }) =>
      d.status === 202
        ? ACCEPTED_FIX
        : 'Try again; if it persists, check whether the endpoint has changed or a proxy drops response bodies.',
  },
  BODY_TRUNCATED: {
    stage: 'page',
    httpStatus: 422,
    retryable: true,
    message: (d: { stream?: string | undefined }) => `the response of "${d.stream ?? 'the endpoint'}" is truncated`,
    fix: 'Try again; if it persists, use a smaller page size: a proxy or the vendor truncates long responses.',
  },
  BODY_DAMAGED: {
    stage: 'page',
    httpStatus: 422,
    retryable: true,
    message: (d: { stream?: string | undefined }) =>
      `cannot decompress the response of "${d.stream ?? 'the endpoint'}"`,
    fix: 'Try again; if it persists, check for a proxy that alters responses.',
  },
  BODY_CHARSET: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; charset: string }) =>
      `cannot read the response of "${d.stream ?? 'the endpoint'}" as ${d.charset}`,
    fix: 'Set "charset" in the stream\'s decoder to the charset that the vendor sends, such as utf-8 or windows-1252.',
  },
  ARCHIVE_UNREADABLE: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; problem: string }) =>
      `cannot read the archive that "${d.stream ?? 'the endpoint'}" returned: ${d.problem}`,
    fix: 'Correct "container" and "entry" in the stream\'s decoder; archives must be unencrypted and use no compression or deflate.',
  },
  PAGE_TOO_LARGE: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; limit: string }) =>
      `a page of "${d.stream ?? 'the endpoint'}" is larger than ${d.limit} after decompression`,
    fix: "Request smaller pages in the manifest (paginator limit), or raise the decoder's limit.",
  },
  RECORDS_MISSING: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; select: string; status?: number | undefined } & VendorCall) =>
      `a page of "${d.stream ?? 'the endpoint'}" has no records at ${d.select}${formatStatus(d)}${formatReason(d)}`,
    fix: (d: { status?: number | undefined }) =>
      d.status === 202
        ? ACCEPTED_FIX
        : 'Correct "records" in the manifest; if the vendor omits an empty list, declare that with "absentWhen".',
  },
  RECORDS_NOT_A_LIST: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { select: string; stream?: string | undefined }) =>
      `the records at ${d.select} of "${d.stream ?? 'the endpoint'}" are not an array`,
    fix: 'Correct "records" in the manifest so that it selects an array.',
  },
  RECORDS_REPEATED: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined }) =>
      `a page of "${d.stream ?? 'the endpoint'}" contains its list of records twice`,
    fix: 'Report it to the vendor: an object repeats a key, so it is ambiguous which list is meant.',
  },
  PAGE_TOO_DEEP: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; limit: number }) =>
      `a page of "${d.stream ?? 'the endpoint'}" is nested more than ${d.limit} levels deep`,
    fix: 'Correct "records" in the manifest so that it selects the list itself; if it already does, report it to the vendor.',
  },
  PAGE_REPEATED: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; cause: string; problem: string }) => `"${d.stream}" ${d.problem}`,
    fix: (d: { fix: string }) => d.fix,
  },
  PAGE_LIMIT_REACHED: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; maxPages: number }) => `"${d.stream}" has more than ${d.maxPages} pages`,
    fix: 'Raise "maxPages" if the vendor has more pages, or correct the paginator\'s stop conditions.',
  },
  PAGES_EMPTY: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; count: number }) =>
      `"${d.stream}" returned ${d.count} consecutive empty pages, each with a next page`,
    fix: 'If an empty page is the last one, add "emptyPage" to the paginator\'s "stop"; otherwise report it to the vendor.',
  },
  CURSOR_UNUSABLE: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; problem: string }) =>
      `invalid next-page cursor of "${d.stream}": it is ${d.problem}`,
    fix: 'Correct the paginator\'s "cursor" so that it selects a JSON value with valid texts.',
  },
  NEXT_URL_REFUSED: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; problem: string }) => `invalid next-page link of "${d.stream}": it ${d.problem}`,
    fix: "Use another paginator if the vendor's links are invalid: links are followed only within allowedHosts and never as URI templates.",
  },
  JOB_FAILED: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; status: string }) =>
      `the vendor's job for "${d.stream}" ended with the status "${d.status}"`,
    fix: 'Run again; if it persists, ask the vendor why the job fails.',
  },
  JOB_STATUS_UNKNOWN: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; status: string }) =>
      `the vendor's job for "${d.stream}" has the unknown status "${d.status}"`,
    fix: 'Add the status to the job\'s "states" in the manifest.',
  },
  JOB_CAPTURE_MISSING: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; step: string; name: string; status: number }) =>
      `the response to the "${d.step}" request of the job for "${d.stream}" (HTTP ${d.status}) has no value for "${d.name}"`,
    fix: 'Correct the capture in the manifest: it reads the response body, or a header with {"header": "Location"}.',
  },
  JOB_FILES_INVALID: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string }) => `"files.list" of the job for "${d.stream}" has no result`,
    fix: 'Correct "files.list" in the manifest so that it returns URLs, ids or objects; for a job without files, it must return an empty list.',
  },
  JOB_FILE_EXPIRED: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; status: number }) =>
      `a file of the vendor's job for "${d.stream}" is no longer available (HTTP ${d.status}), also after the job was created again`,
    fix: 'Run again with a higher "concurrency" of the job\'s files, or request smaller exports: the vendor removes files before they are read.',
  },
  JOB_TIMEOUT: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; timeout: string }) =>
      `the vendor's job for "${d.stream}" did not finish within ${d.timeout}`,
    fix: 'Run again later, or raise the job\'s "timeout" in the manifest.',
  },
} as const satisfies Record<string, ErrorRow>;
