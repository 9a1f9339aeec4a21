import { CATALOGUE } from './catalogue.ts';
import type { Details, DetailsOf, ErrorCode, ErrorRow } from './row.ts';

export { CATALOGUE } from './catalogue.ts';
export type { CodeWith, Details, DetailsOf, ErrorCode } from './row.ts';
export { createWarning, WARNINGS, type WarningCode } from './warnings.ts';

/** Ends the message of a request that was not retried because it may have an effect; `notRetried` is its method. */
const formatNotRetried = ({ notRetried }: Details): string =>
  notRetried === undefined ? '' : `; the ${notRetried} request was not retried`;

const formatNotRetriedFix = ({ notRetried }: Details): string =>
  notRetried === undefined
    ? ''
    : ` If the ${notRetried} request only reads data, set "repeatable": true on it in the manifest, so that it is retried.`;

/**
 * The only error that the engine throws: a catalogue code, a message, a fix, and the details that fill them. `cause` is
 * the caught value.
 */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: ErrorCode;
  readonly fix: string;
  readonly details: Details;

  /** For details from another EngineError or another process; use `engineError` everywhere else. */
  constructor(code: ErrorCode, details: Details, cause?: unknown) {
    const row = CATALOGUE[code] as ErrorRow as ErrorRow<Details>;
    super(row.message(details) + formatNotRetried(details), cause === undefined ? undefined : { cause });
    this.code = code;
    this.fix = (typeof row.fix === 'string' ? row.fix : row.fix(details)) + formatNotRetriedFix(details);
    this.details = details;
  }
}

/** Details are optional where the row needs none. */
type Arguments<D> = unknown extends D
  ? [details?: Readonly<Record<string, never>>, cause?: unknown]
  : Record<string, never> extends D
    ? [details?: D, cause?: unknown]
    : [details: D, cause?: unknown];

/** Creates the error for `code`; `details` fill its texts and must not contain a secret. */
export const engineError = <C extends ErrorCode>(code: C, ...[details, cause]: Arguments<DetailsOf<C>>): EngineError =>
  new EngineError(code, (details ?? {}) as Details, cause);

/** Adds details that only the caller knows; `error` becomes the cause. */
export const addDetails = (error: EngineError, details: Details): EngineError =>
  new EngineError(error.code, { ...error.details, ...details }, error);

/** Returns true for an EngineError, optionally with this code. */
export const isEngineError = (error: unknown, code?: ErrorCode): error is EngineError =>
  error instanceof EngineError && (code === undefined || error.code === code);

/** Returns true if the same request may succeed when sent again. */
export const isRetryable = ({ code }: EngineError): boolean => {
  const row: ErrorRow = CATALOGUE[code];
  return row.retryable === true;
};

/** Converts any thrown value to an EngineError: ours unchanged, others as INTERNAL with the value as the cause. */
export const toEngineError = (error: unknown): EngineError =>
  isEngineError(error)
    ? error
    : engineError('INTERNAL', { name: error instanceof Error ? error.name : typeof error }, error);
