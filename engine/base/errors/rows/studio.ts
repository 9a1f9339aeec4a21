import type { ErrorRow } from '../row.ts';

export const STUDIO_ERRORS = {
  STUDIO_HOST_REFUSED: {
    stage: 'studio',
    httpStatus: 421,
    message: () => 'the request names another host than this studio',
    fix: 'Open the address that mapwright studio printed.',
  },
  STUDIO_ORIGIN_REFUSED: {
    stage: 'studio',
    httpStatus: 403,
    message: () => 'the request comes from another site',
    fix: 'Use the studio from its own page: other sites may not call it.',
  },
  STUDIO_LOGIN_REQUIRED: {
    stage: 'studio',
    httpStatus: 401,
    message: () => 'the request has no valid session',
    fix: 'Open the newest login link in the terminal of mapwright studio with this browser, then try again.',
  },
  STUDIO_ROUTE_UNKNOWN: {
    stage: 'studio',
    httpStatus: 404,
    message: () => 'the studio has nothing at this address',
    fix: 'GET /api/openapi.json describes what there is.',
  },
  STUDIO_REQUEST_INVALID: {
    stage: 'studio',
    httpStatus: 400,
    message: (d: { path?: string | undefined; problem: string }) =>
      `the request is not valid${d.path ? ` at ${d.path}` : ''}: ${d.problem}`,
    fix: 'GET /api/openapi.json describes what each route takes.',
  },
  STUDIO_NOT_JSON: {
    stage: 'studio',
    httpStatus: 415,
    message: () => 'the body of the request is not announced as JSON',
    fix: 'Send JSON, with the header content-type: application/json.',
  },
  STUDIO_TOO_LARGE: {
    stage: 'studio',
    httpStatus: 413,
    message: () => 'the request is larger than this route takes',
    fix: 'Use a smaller sample: some hundred items show as much as many thousands.',
  },
  STUDIO_READ_ONLY: {
    stage: 'studio',
    httpStatus: 403,
    message: () => 'this studio writes no files',
    fix: 'Start it with mapwright studio --write, for manifests that may be written.',
  },
  STUDIO_CHANGED_MEANWHILE: {
    stage: 'studio',
    httpStatus: 409,
    message: (d: { file: string }) => `${d.file} was changed by someone else meanwhile`,
    fix: 'Load the connector again, and make the change on the newer text.',
  },
  STUDIO_SAMPLE_UNKNOWN: {
    stage: 'studio',
    httpStatus: 404,
    message: (d: { sample: string }) => `there is no sample "${d.sample}"`,
    fix: 'GET /api/connectors/<id> lists the samples of a connector.',
  },
  STUDIO_RECORD_UNKNOWN: {
    stage: 'studio',
    httpStatus: 404,
    message: (d: { entity: string; id: string }) => `there is no ${d.entity} ${d.id} in the inventory`,
    fix: 'Search for it again: what a connection has brought may be removed with it.',
  },
  STUDIO_ADDRESS_UNUSABLE: {
    stage: 'studio',
    httpStatus: 422,
    message: (d: { host: string; port: number; reason: string }) =>
      `the studio cannot listen on ${d.host}:${d.port}: ${d.reason}`,
    fix: 'Choose another --port or --host, or stop the program that uses it.',
  },
  STUDIO_NEEDS_TLS: {
    stage: 'studio',
    httpStatus: 422,
    message: (d: { host: string }) => `other machines would reach the studio on ${d.host} over plain http`,
    fix: 'Give --tls-cert and --tls-key, or --behind-proxy when a proxy provides https; or leave out --host.',
  },
  STUDIO_TLS_INVALID: {
    stage: 'studio',
    httpStatus: 422,
    message: (d: { reason: string }) => `invalid TLS certificate or key: ${d.reason}`,
    fix: 'Give --tls-cert a certificate and --tls-key its unencrypted private key, both in PEM.',
  },
  CASE_UNMADE: {
    stage: 'studio',
    httpStatus: 422,
    message: (d: { reason?: string | undefined; stream: string }) =>
      d.reason ? `no case can be made of the sample: ${d.reason}` : `no recorded case has a page of "${d.stream}"`,
    fix: 'Begin with a recorded sample and keep its number of items and its totals; or record one: mapwright run … --record.',
  },
  STUDIO_PAGE_MISSING: {
    stage: 'studio',
    httpStatus: 503,
    message: () => "the studio's page is not built",
    fix: 'Run npm run build:studio once, then start the studio again.',
  },
} as const satisfies Record<string, ErrorRow>;
