import { type CodeWith, type EngineError, engineError, isEngineError } from '../base/errors/index.ts';

/** Error codes whose details are known for any connection; the caller adds the stream. */
type NetworkCode = CodeWith<{
  host: string;
  seconds: number;
  reason: string;
  name: string;
  certificate?: string;
  stream?: string;
}>;

/** Error codes of Node, OpenSSL, llhttp and undici before the response head arrived, mapped to catalogue codes. */
const BEFORE_HEAD: Readonly<Record<string, NetworkCode>> = {
  ENOTFOUND: 'HOST_UNKNOWN',
  ENODATA: 'HOST_UNKNOWN',
  EAI_AGAIN: 'DNS_UNAVAILABLE',
  EAI_FAIL: 'DNS_UNAVAILABLE',
  ECONNREFUSED: 'CONNECTION_REFUSED',
  ETIMEDOUT: 'CONNECTION_TIMEOUT',
  UND_ERR_CONNECT_TIMEOUT: 'CONNECTION_TIMEOUT',
  ECONNRESET: 'CONNECTION_RESET',
  ECONNABORTED: 'CONNECTION_RESET',
  EPIPE: 'CONNECTION_RESET',
  UND_ERR_SOCKET: 'CONNECTION_RESET',
  HPE_INVALID_EOF_STATE: 'CONNECTION_RESET',
  HPE_UNEXPECTED_EOF: 'CONNECTION_RESET',
  HPE_CLOSED_CONNECTION: 'CONNECTION_RESET',
  EHOSTUNREACH: 'NETWORK_UNREACHABLE',
  EHOSTDOWN: 'NETWORK_UNREACHABLE',
  ENETUNREACH: 'NETWORK_UNREACHABLE',
  ENETDOWN: 'NETWORK_UNREACHABLE',
  EADDRNOTAVAIL: 'NETWORK_UNREACHABLE',
  EACCES: 'NETWORK_UNREACHABLE',
  EPERM: 'NETWORK_UNREACHABLE',
  ERR_SSL_WRONG_VERSION_NUMBER: 'TLS_NOT_SPOKEN',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'TLS_NOT_SPOKEN',
  ERR_SSL_HTTP_REQUEST: 'TLS_NOT_SPOKEN',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS_SELF_SIGNED',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS_UNKNOWN_CA',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS_UNKNOWN_CA',
  UNABLE_TO_GET_ISSUER_CERT: 'TLS_UNKNOWN_CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'TLS_UNKNOWN_CA',
  CERT_UNTRUSTED: 'TLS_UNKNOWN_CA',
  CERT_HAS_EXPIRED: 'TLS_EXPIRED',
  CERT_NOT_YET_VALID: 'TLS_NOT_YET_VALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS_WRONG_HOST',
  HOSTNAME_MISMATCH: 'TLS_WRONG_HOST',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'TLS_CLIENT_CERTIFICATE_REQUIRED',
  // Alerts of the server about the certificate of the client.
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'TLS_CLIENT_CERTIFICATE_REFUSED',
  ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: 'TLS_CLIENT_CERTIFICATE_REFUSED',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'TLS_CLIENT_CERTIFICATE_REFUSED',
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: 'TLS_CLIENT_CERTIFICATE_REFUSED',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: 'TLS_CLIENT_CERTIFICATE_REFUSED',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'TLS_CLIENT_CERTIFICATE_REFUSED',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'TLS_CLIENT_CERTIFICATE_REFUSED',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'TLS_TOO_OLD',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'TLS_TOO_OLD',
  HTTPParserError: 'ANSWER_NOT_HTTP',
  // undici asserts that a status is 100 or more.
  ERR_ASSERTION: 'ANSWER_NOT_HTTP',
  UND_ERR_HEADERS_OVERFLOW: 'ANSWER_NOT_HTTP',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'BODY_TRUNCATED',
  UND_ERR_INVALID_ARG: 'REQUEST_UNSENDABLE',
  UND_ERR_PRX_CONN: 'PROXY_FAILED',
  UND_ERR_PRX_TLS: 'PROXY_FAILED',
};

/** Overrides while the body is read. */
const IN_BODY: Readonly<Record<string, NetworkCode>> = {
  // The connection was closed cleanly within the body; a reset stays CONNECTION_RESET.
  UND_ERR_SOCKET: 'BODY_TRUNCATED',
  HPE_INVALID_EOF_STATE: 'BODY_TRUNCATED',
  HPE_UNEXPECTED_EOF: 'BODY_TRUNCATED',
  Z_BUF_ERROR: 'BODY_TRUNCATED',
};

/** Code families for codes without an entry above; the first match wins. */
const FAMILIES: readonly (readonly [RegExp, NetworkCode])[] = [
  [/^HPE_/, 'ANSWER_NOT_HTTP'],
  [/^(Z_|ERR__ERROR|ERR_BROTLI|ERR_ZSTD|ZSTD_)/, 'BODY_DAMAGED'],
  [/^(ERR_SSL_|ERR_TLS_|CERT_|EPROTO$|UNABLE_TO_|INVALID_|PATH_LENGTH_|EE_|CA_)/, 'TLS_FAILED'],
];

/** Details of a network error. */
export interface Where {
  readonly host: string;
  /** Connection timeout in seconds, for CONNECTION_TIMEOUT and TLS_TIMEOUT. */
  readonly seconds: number;
  /** True once the response head has arrived. */
  readonly inBody?: boolean;
}

// undici has no code for a proxy's refusal; only the message contains the status.
const PROXY_REFUSAL = /^Proxy .*\((\d{3})\)/;

/** Returns the code of an error, or its name if it has none, as in errors of undici's parser. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

// Node's errors of a certificate do not name it, and a WeakMap avoids changing them.
const CERTIFICATES = new WeakMap<Error, string>();

/** Adds the description of the server's certificate to an error of its verification. */
export const nameCertificate = (error: Error, certificate: string): void => void CERTIFICATES.set(error, certificate);

// An error of the same socket that states the cause.
const CAUSES = new WeakMap<Error, Error>();

/** Makes `toNetworkError` report the error that preceded another one on the same socket. */
export const replaceError = (error: Error, cause: Error): void => void CAUSES.set(error, cause);

const readCertificate = (error: unknown): { certificate?: string } => {
  const certificate = error instanceof Error ? CERTIFICATES.get(error) : undefined;
  return certificate === undefined ? {} : { certificate };
};

/** Removes the input (response bytes, a URL) that parser errors contain. */
function stripPayload(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  if ('data' in error) delete error.data;
  if ('input' in error) delete error.input;
  return error;
}

/**
 * Converts any connection error to an EngineError with the original as `cause`. Details are the host and the code, never
 * a URL, a header or received data.
 */
export function toNetworkError(given: unknown, { inBody = false, ...where }: Where): EngineError {
  if (isEngineError(given)) return given;
  const error = (given instanceof Error && CAUSES.get(given)) || given;
  const code = errorCode(error);
  const refusal = PROXY_REFUSAL.exec(error instanceof Error ? error.message : '');
  if (refusal) return engineError('PROXY_FAILED', { reason: `HTTP ${refusal[1]}` }, error);
  const known = (inBody ? IN_BODY[code] : undefined) ?? BEFORE_HEAD[code];
  const meaning = known ?? FAMILIES.find(([family]) => family.test(code))?.[1];
  return engineError(
    meaning ?? 'INTERNAL',
    { ...where, ...readCertificate(error), reason: code, name: error instanceof Error ? error.name : typeof error },
    stripPayload(error),
  );
}
