import type { ErrorRow } from '../row.ts';

export const STUDIO_ERRORS = {
  STUDIO_HOST_REFUSED: {
    stage: 'studio',
    httpStatus: 421,
    message: () => 'the Host header names another host than this studio',
    fix: 'Open the address that mapwright studio prints.',
  },
  STUDIO_ORIGIN_REFUSED: {
    stage: 'studio',
    httpStatus: 403,
    message: () => 'the request comes from another site',
    fix: 'Call the studio from its own page: requests from other sites are refused.',
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
    message: () => 'the requested path has no route',
    fix: 'Request GET /api/openapi.json for a list of all routes.',
  },
  STUDIO_REQUEST_INVALID: {
    stage: 'studio',
    httpStatus: 400,
    message: (d: { path?: string | undefined; problem: string }) =>
      `invalid request${d.path ? ` at ${d.path}` : ''}: ${d.problem}`,
    fix: 'Correct the request; GET /api/openapi.json describes the parameters and the body of each route.',
  },
  STUDIO_NOT_JSON: {
    stage: 'studio',
    httpStatus: 415,
    message: () => 'the content type of the request body is not JSON',
    fix: 'Send JSON with the header content-type: application/json.',
  },
  STUDIO_TOO_LARGE: {
    stage: 'studio',
    httpStatus: 413,
    message: () => 'the request body exceeds the size limit of the route',
    fix: 'Use a smaller sample: a few hundred items are enough.',
  },
  STUDIO_READ_ONLY: {
    stage: 'studio',
    httpStatus: 403,
    message: () => 'the studio cannot write this file',
    fix: 'Start the studio with --write, and use a custom manifest or a checkout of the repository.',
  },
  STUDIO_CHANGED_MEANWHILE: {
    stage: 'studio',
    httpStatus: 409,
    message: (d: { file: string }) => `${d.file} has changed since the editor loaded it`,
    fix: 'Reload the connector and apply the change to the current text.',
  },
  SAMPLE_INVALID: {
    stage: 'studio',
    httpStatus: 422,
    message: (d: { line: number; column: number; problem: string; offset: number }) =>
      `your sample: line ${d.line}, column ${d.column}: ${d.problem}`,
    fix: (d: { fix: string }) => d.fix,
  },
  STUDIO_SOURCE_UNREADABLE: {
    stage: 'studio',
    httpStatus: 422,
    message: (d: { kind: string; reason: string }) => `cannot read the source as ${d.kind}: ${d.reason}`,
    fix: 'Paste the whole source, or choose its kind under "Source".',
  },
  CONNECTOR_EXISTS: {
    stage: 'studio',
    httpStatus: 409,
    message: (d: { id: string }) => `the studio already has a connector with the id "${d.id}"`,
    fix: 'Change the id of the new connector.',
  },
  STUDIO_SAMPLE_UNKNOWN: {
    stage: 'studio',
    httpStatus: 404,
    message: (d: { sample: string }) => `unknown sample "${d.sample}"`,
    fix: 'Use the name of a sample that GET /api/connectors/<id> lists.',
  },
  STUDIO_REJECT_UNKNOWN: {
    stage: 'studio',
    httpStatus: 404,
    message: (d: { reject: number; run: string }) => `unknown reject ${d.reject} of run ${d.run}`,
    fix: 'Use the id of a reject that GET /api/runs/<id>/rejects lists.',
  },
  STUDIO_RECORD_UNKNOWN: {
    stage: 'studio',
    httpStatus: 404,
    message: (d: { entity: string; id: string }) => `${d.entity} ${d.id} not found in the inventory`,
    fix: 'Search for it again: deleting a connection can delete its assets and findings.',
  },
  STUDIO_ADDRESS_UNUSABLE: {
    stage: 'studio',
    httpStatus: 422,
    message: (d: { host: string; port: number; reason: string }) =>
      `the studio cannot listen on ${d.host}:${d.port}: ${d.reason}`,
    fix: 'Choose another --port or --host, or stop the program that uses the port.',
  },
  STUDIO_NEEDS_TLS: {
    stage: 'studio',
    httpStatus: 422,
    message: (d: { host: string }) => `refusing plain http on ${d.host}, which other machines can reach`,
    fix: 'Use --tls-cert and --tls-key, or --behind-proxy when a proxy provides https; or omit --host.',
  },
  STUDIO_TLS_INVALID: {
    stage: 'studio',
    httpStatus: 422,
    message: (d: { reason: string }) => `invalid TLS certificate or key: ${d.reason}`,
    fix: 'Use a PEM certificate for --tls-cert and its unencrypted PEM private key for --tls-key.',
  },
  CASE_UNMADE: {
    stage: 'studio',
    httpStatus: 422,
    message: (d: { reason?: string | undefined; stream: string }) =>
      d.reason ? `cannot build a case from the sample: ${d.reason}` : `no recorded case has a page of "${d.stream}"`,
    fix: 'Start from a recorded sample and keep its number of items and its totals, or record a new one: mapwright run … --record.',
  },
  STUDIO_PAGE_MISSING: {
    stage: 'studio',
    httpStatus: 503,
    message: () => "the studio's page has not been built",
    fix: 'Run npm run build:studio, then start the studio again.',
  },
} as const satisfies Record<string, ErrorRow>;
