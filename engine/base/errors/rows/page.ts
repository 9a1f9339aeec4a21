import type { ErrorRow } from '../row.ts';

export const PAGE_ERRORS = {
  BODY_NOT_JSON: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; looksLike?: string | undefined }) =>
      `"${d.stream ?? 'the endpoint'}" answered with ${d.looksLike ?? 'something'} instead of JSON`,
    fix: 'Check the URL settings: a login page, a proxy or another service may be answering.',
  },
  BODY_NOT_CSV: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; looksLike?: string | undefined }) =>
      `"${d.stream ?? 'the endpoint'}" answered with ${d.looksLike ?? 'something'} instead of CSV`,
    fix: "Check the URL settings and the decoder's delimiter and columns: another service or another format may be answering.",
  },
  BODY_NOT_XML: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; looksLike?: string | undefined }) =>
      `"${d.stream ?? 'the endpoint'}" answered with ${d.looksLike ?? 'something'} instead of XML`,
    fix: 'Check the URL settings: a login page or another service may be answering. Document types are never read.',
  },
  BODY_EMPTY: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined }) => `"${d.stream ?? 'the endpoint'}" answered with an empty body`,
    fix: 'Try again; when it persists, the endpoint has changed or a proxy empties answers.',
  },
  BODY_TRUNCATED: {
    stage: 'page',
    httpStatus: 422,
    retryable: true,
    message: (d: { stream?: string | undefined }) => `the answer of "${d.stream ?? 'the endpoint'}" ends in the middle`,
    fix: 'Try again; when it persists, a proxy or the vendor cuts long answers: use a smaller page size.',
  },
  BODY_DAMAGED: {
    stage: 'page',
    httpStatus: 422,
    retryable: true,
    message: (d: { stream?: string | undefined }) =>
      `the compressed answer of "${d.stream ?? 'the endpoint'}" cannot be unpacked`,
    fix: 'Try again; when it persists, a proxy in between damages answers.',
  },
  PAGE_TOO_LARGE: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; limit: string }) =>
      `a page of "${d.stream ?? 'the endpoint'}" is larger than ${d.limit} when unpacked`,
    fix: "Ask for smaller pages in the manifest (paginator limit), or raise the decoder's limit.",
  },
  RECORDS_MISSING: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; select: string }) =>
      `a page of "${d.stream ?? 'the endpoint'}" has no records at ${d.select}`,
    fix: 'Correct "records" in the manifest; if the vendor leaves the list out when it is empty, say so with "absentWhen".',
  },
  RECORDS_NOT_A_LIST: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { select: string; stream?: string | undefined }) =>
      `the records at ${d.select} of "${d.stream ?? 'the endpoint'}" are not a list`,
    fix: 'Correct "records" in the manifest so that it selects a list.',
  },
  RECORDS_REPEATED: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined }) =>
      `a page of "${d.stream ?? 'the endpoint'}" has its list of records twice`,
    fix: 'The vendor sent one key twice in one object, so it is not clear which list counts: report it to the vendor.',
  },
  PAGE_TOO_DEEP: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream?: string | undefined; limit: number }) =>
      `a page of "${d.stream ?? 'the endpoint'}" nests more than ${d.limit} levels deep`,
    fix: 'Correct "records" in the manifest so that it selects the list itself; otherwise report it to the vendor.',
  },
  PAGE_REPEATED: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string }) => `"${d.stream}" gave the same page position twice`,
    fix: 'Correct the paginator: its position must move with each page.',
  },
  PAGE_LIMIT_REACHED: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; maxPages: number }) => `"${d.stream}" still had pages after ${d.maxPages}`,
    fix: 'Raise "maxPages" if there really are so many, or correct the paginator\'s stop conditions.',
  },
  PAGES_EMPTY: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; count: number }) =>
      `"${d.stream}" sent ${d.count} empty pages in a row, each with one to follow`,
    fix: 'If an empty page means the end, add "emptyPage" to the paginator\'s "stop"; otherwise report it to the vendor.',
  },
  CURSOR_UNUSABLE: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; problem: string }) =>
      `the next-page cursor of "${d.stream}" is ${d.problem}, not a text or a number`,
    fix: 'Correct the paginator\'s "cursor" so that it selects one value.',
  },
  NEXT_URL_REFUSED: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; problem: string }) => `the next-page link of "${d.stream}" ${d.problem}`,
    fix: "Links are followed only within allowedHosts and never as URI templates; use another paginator if the vendor's links are not usable.",
  },
  JOB_FAILED: {
    stage: 'page',
    httpStatus: 422,
    message: (d: { stream: string; status: string }) => `the vendor's job for "${d.stream}" ended as "${d.status}"`,
    fix: 'Run again; when it persists, ask the vendor why the job fails.',
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
      `the vendor's job for "${d.stream}" was not done within ${d.timeout}`,
    fix: 'Run again later, or raise the job\'s "timeout" in the manifest.',
  },
} as const satisfies Record<string, ErrorRow>;
