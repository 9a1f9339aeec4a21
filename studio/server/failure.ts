import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import {
  CATALOGUE,
  type CodeWith,
  type EngineError,
  type ErrorCode,
  engineError,
  isEngineError,
  toEngineError,
} from '../../engine/index.ts';

/** Fastify error code → code of the error catalogue. */
const BY_FASTIFY: Readonly<Record<string, CodeWith<unknown>>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'STUDIO_NOT_JSON',
  FST_ERR_CTP_BODY_TOO_LARGE: 'STUDIO_TOO_LARGE',
  FST_ERR_NOT_FOUND: 'STUDIO_ROUTE_UNKNOWN',
  FST_ERR_BAD_URL: 'STUDIO_ROUTE_UNKNOWN',
};

function toCatalogueError(error: FastifyError | EngineError): EngineError {
  if (isEngineError(error)) return error;
  const code = BY_FASTIFY[error.code];
  if (code) return engineError(code, {}, error);
  const [first] = error.validation ?? [];
  if (first) {
    const problem = first.message ?? 'it does not match the schema';
    return engineError('STUDIO_REQUEST_INVALID', { path: first.instancePath, problem }, error);
  }
  const { statusCode = 500 } = error;
  if (statusCode >= 400 && statusCode < 500)
    return engineError('STUDIO_REQUEST_INVALID', { problem: 'the request is malformed' }, error);
  return toEngineError(error);
}

/** Error as the API returns it; `where` is a JSON pointer into the request. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fix: string;
  readonly where?: string;
}

/** Errors about a part of the request whose details contain no path. */
const POINTERS: Partial<Record<ErrorCode, (details: EngineError['details']) => string>> = {
  CONNECTION_EXISTS: () => '/name',
  MAP_EXISTS: () => '/name',
  SETTING_MISSING: ({ setting }) => `/settings/${setting}`,
  SECRET_TOO_SHORT: ({ setting }) => `/settings/${setting}`,
  SECRET_BOUND_ELSEWHERE: ({ field }) => `/settings/${field}`,
  SECRET_UNSEALED: ({ field }) => `/settings/${field}`,
  SELECT_UNKNOWN: ({ kind }) => `/select/${kind === 'asset types' ? 'assetTypes' : 'findingTypes'}`,
  FILTER_UNKNOWN: ({ stream }) => `/filters/${stream}`,
  FILTER_MALFORMED: ({ stream }) => `/filters/${stream}`,
  SCHEDULE_INVALID: ({ path }) => `/schedule${path === '/' ? '' : path}`,
};

/** Returns the JSON pointer of the request part that an error is about. */
function findErrorPointer({ code, details }: EngineError): string | undefined {
  const pointer = POINTERS[code]?.(details);
  const { path } = details;
  return pointer ?? (typeof path === 'string' && path.startsWith('/') ? path : undefined);
}

/** Converts a catalogue error to the API's ErrorBody. */
export const toErrorBody = (error: EngineError): ErrorBody => {
  const where = findErrorPointer(error);
  const { code, message, fix } = error;
  return { code, message, fix, ...(where === undefined ? {} : { where }) };
};

/** Sends an error with the HTTP status of its catalogue row. */
export function sendError(error: FastifyError | EngineError, _request: FastifyRequest, reply: FastifyReply) {
  const found = toCatalogueError(error);
  return reply.code(CATALOGUE[found.code].httpStatus).send({ error: toErrorBody(found) });
}
