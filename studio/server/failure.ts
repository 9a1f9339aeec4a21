import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import {
  type EngineError,
  type ErrorCode,
  engineError,
  type Issue,
  isEngineError,
  toEngineError,
} from '../../engine/index.ts';

const STATUS: Partial<Record<ErrorCode, number>> = {
  STUDIO_HOST_REFUSED: 421,
  STUDIO_ORIGIN_REFUSED: 403,
  STUDIO_TOKEN_MISSING: 401,
  STUDIO_ROUTE_UNKNOWN: 404,
  STUDIO_REQUEST_INVALID: 400,
  STUDIO_NOT_JSON: 415,
  STUDIO_TOO_LARGE: 413,
  STUDIO_READ_ONLY: 403,
  STUDIO_CHANGED_MEANWHILE: 409,
  STUDIO_SAMPLE_UNKNOWN: 404,
  STUDIO_PAGE_MISSING: 503,
  STUDIO_RECORD_UNKNOWN: 404,
  CONNECTOR_UNKNOWN: 404,
  CONNECTION_UNKNOWN: 404,
  CONNECTION_EXISTS: 409,
  CONNECTION_CHANGED: 409,
  CONNECTION_UNTESTED: 409,
  CONNECTION_BUSY: 409,
  CONNECTION_PAUSED: 409,
  CONNECTION_INACTIVE: 409,
  SECRET_BOUND_ELSEWHERE: 409,
  SECRET_UNSEALED: 409,
  MAP_UNKNOWN: 404,
  MAP_EXISTS: 409,
  MAP_CHANGED: 409,
  MAP_IN_USE: 409,
  MAP_READ_ONLY: 403,
  RUN_UNKNOWN: 404,
  RUN_OPEN: 409,
  RUN_NOT_OPEN: 409,
  RUN_NOT_RETRIED: 409,
  ABSENT_NOT_CLOSED: 409,
  FILE_EXISTS: 409,
  FILE_OUTSIDE: 403,
  INTERNAL: 500,
  SANDBOX_FAILED: 503,
};

/** What is wrong with what was asked, not with the asking. */
const UNPROCESSABLE = 422;

/** Fastify's own refusals in the words of the catalogue. */
const BY_FASTIFY: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'STUDIO_NOT_JSON',
  FST_ERR_CTP_BODY_TOO_LARGE: 'STUDIO_TOO_LARGE',
  FST_ERR_NOT_FOUND: 'STUDIO_ROUTE_UNKNOWN',
  FST_ERR_BAD_URL: 'STUDIO_ROUTE_UNKNOWN',
};

function asEngineError(error: FastifyError | EngineError): EngineError {
  if (isEngineError(error)) return error;
  const code = BY_FASTIFY[error.code];
  if (code) return engineError(code, {}, error);
  const [first] = error.validation ?? [];
  if (first) {
    const problem = first.message ?? 'it is not as the schema wants it';
    return engineError('STUDIO_REQUEST_INVALID', { path: first.instancePath, problem }, error);
  }
  const { statusCode = 500 } = error;
  if (statusCode >= 400 && statusCode < 500)
    return engineError('STUDIO_REQUEST_INVALID', { problem: 'it cannot be read' }, error);
  return toEngineError(error);
}

/** A manifest that cannot be used, by its first issue. */
export function invalidManifest(connector: string, issues: readonly Issue[]): EngineError {
  const { path, message, fix } = issues.find(({ severity }) => severity === 'error') ?? {};
  return engineError('MANIFEST_INVALID', { connector, count: issues.length, path, problem: message, fix });
}

/** What went wrong, and where in what was asked. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fix: string;
  readonly where?: string;
}

/** Errors about a part of a draft, whose details tell no path. */
const PLACES: Partial<Record<ErrorCode, (details: EngineError['details']) => string>> = {
  CONNECTION_EXISTS: () => '/name',
  MAP_EXISTS: () => '/name',
  SETTING_MISSING: ({ setting }) => `/settings/${setting}`,
  SECRET_BOUND_ELSEWHERE: ({ field }) => `/settings/${field}`,
  SECRET_UNSEALED: ({ field }) => `/settings/${field}`,
  SELECT_UNKNOWN: ({ kind }) => `/select/${kind === 'asset types' ? 'assetTypes' : 'findingTypes'}`,
  FILTER_UNKNOWN: ({ stream }) => `/filters/${stream}`,
  FILTER_MALFORMED: ({ stream }) => `/filters/${stream}`,
  SCHEDULE_INVALID: ({ path }) => `/schedule${path === '/' ? '' : path}`,
};

/** The place in a request that an error is about, as a pointer. */
function whereOf({ code, details }: EngineError): string | undefined {
  const place = PLACES[code]?.(details);
  const { path } = details;
  return place ?? (typeof path === 'string' && path.startsWith('/') ? path : undefined);
}

/** An error of the catalogue as the API says it. */
export const errorBody = (error: EngineError): ErrorBody => {
  const where = whereOf(error);
  const { code, message, fix } = error;
  return { code, message, fix, ...(where === undefined ? {} : { where }) };
};

/** Answers with what went wrong, and with the status that fits. */
export function answerError(error: FastifyError | EngineError, _request: FastifyRequest, reply: FastifyReply) {
  const found = asEngineError(error);
  return reply.code(STATUS[found.code] ?? UNPROCESSABLE).send({ error: errorBody(found) });
}
