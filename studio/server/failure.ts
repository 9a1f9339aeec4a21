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
  CONNECTOR_UNKNOWN: 404,
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

/** An error of the catalogue as the API says it. */
export const errorBody = ({ code, message, fix }: EngineError) => ({ code, message, fix });

/** Answers with what went wrong, and with the status that fits. */
export function answerError(error: FastifyError | EngineError, _request: FastifyRequest, reply: FastifyReply) {
  const found = asEngineError(error);
  return reply.code(STATUS[found.code] ?? UNPROCESSABLE).send({ error: errorBody(found) });
}
