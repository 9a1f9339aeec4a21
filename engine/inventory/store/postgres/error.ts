import { type CodeWith, engineError, isEngineError } from '../../../base/errors/index.ts';

/** SQLSTATE codes, complete or by class, and system codes that a user can act on. */
const CODES: readonly (readonly [RegExp, CodeWith<{ store: string; reason: string }>])[] = [
  [
    /^(?:08...|57P0[1-5]|53300|ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOENT)$/,
    'STORE_UNREACHABLE',
  ],
  [/^(?:CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+|ERR_TLS_\w+|ERR_SSL_\w+)$/, 'STORE_UNREACHABLE'],
  [/^(?:28...|3D000|42501)$/, 'STORE_REFUSED'],
  [/^(?:55P03|40P01|40001|57014)$/, 'STORE_LOCKED'],
  [/^(?:53100|53400)$/, 'STORE_FULL'],
  [/^25006$/, 'STORE_UNWRITABLE'],
  [/^XX00[12]$/, 'STORE_DAMAGED'],
];

/** Messages of the client without a code, by their beginning. */
const SAYINGS: readonly (readonly [string, string])[] = [
  ['Connection terminated', 'the connection broke'],
  ['timeout exceeded when trying to connect', 'no answer in time'],
  ['Client has encountered a connection error', 'the connection broke'],
  ['Client was closed', 'the connection broke'],
  ['The server does not support SSL', 'it has no TLS'],
];

const findErrorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const findSayingCode = (error: unknown): string | undefined =>
  SAYINGS.find(([start]) => error instanceof Error && error.message.startsWith(start))?.[1];

/** Converts an error of pg to the catalogue; returns programming errors unchanged. */
export function toPostgresError(error: unknown, store: string): unknown {
  if (isEngineError(error)) return error;
  const code = findErrorCode(error);
  if (code !== undefined) {
    const known = CODES.find(([pattern]) => pattern.test(code));
    if (known) return engineError(known[1], { store, reason: code }, error);
  }
  const reason = findSayingCode(error);
  return reason === undefined ? error : engineError('STORE_UNREACHABLE', { store, reason }, error);
}
