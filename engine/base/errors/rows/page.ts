import type { ErrorRow } from '../row.ts';

export const PAGE_ERRORS = {
  BODY_NOT_JSON: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; looksLike?: string | undefined }) =>
      `"${d.stream ?? 'the endpoint'}" returned ${d.looksLike ?? 'another format'} instead of JSON`,
    fix: 'Check the URL settings: a login page, a proxy or another service may respond there.',
  },
  BODY_NOT_CSV: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; looksLike?: string | undefined }) =>
      `"${d.stream ?? 'the endpoint'}" returned ${d.looksLike ?? 'another format'} instead of CSV`,
    fix: "Check the URL settings and the decoder's delimiter and columns: another service may respond there, or the format may differ.",
  },
  BODY_NOT_XML: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; looksLike?: string | undefined }) =>
      `"${d.stream ?? 'the endpoint'}" returned ${d.looksLike ?? 'another format'} instead of XML`,
    fix: 'Check the URL settings: a login page or another service may respond there. Document type definitions are not supported.',
  },
  BODY_EMPTY: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined }) => `"${d.stream ?? 'the endpoint'}" returned an empty body`,
    fix: 'Try again; if it persists, check whether the endpoint has changed or a proxy drops response bodies.',
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
    message: (d: { stream?: string | undefined; select: string }) =>
      `a page of "${d.stream ?? 'the endpoint'}" has no records at ${d.select}`,
    fix: 'Correct "records" in the manifest; if the vendor omits an empty list, declare that with "absentWhen".',
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
  JOB_TIMEOUT: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; timeout: string }) =>
      `the vendor's job for "${d.stream}" did not finish within ${d.timeout}`,
    fix: 'Run again later, or raise the job\'s "timeout" in the manifest.',
  },
} as const satisfies Record<string, ErrorRow>;
