import { CATALOGUE } from './catalogue.ts';
import type { Details, DetailsOf, ErrorCode, ErrorRow } from './row.ts';

export { CATALOGUE } from './catalogue.ts';
export type { CodeWith, Details, DetailsOf, ErrorCode } from './row.ts';

/**
 * The one error the engine throws: a catalogue code, a sentence that says what happened, one that says what to do,
 * and the details they were made of. `cause` keeps what was caught.
 */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: ErrorCode;
  readonly fix: string;
  readonly details: Details;

  /** For details that come from another EngineError or another process; everything else calls `engineError`. */
  constructor(code: ErrorCode, details: Details, cause?: unknown) {
    const row = CATALOGUE[code] as ErrorRow as ErrorRow<Details>;
    super(row.message(details), cause === undefined ? undefined : { cause });
    this.code = code;
    this.fix = typeof row.fix === 'string' ? row.fix : row.fix(details);
    this.details = details;
  }
}

/** Details may be left out where the row needs none. */
type Arguments<D> = unknown extends D
  ? [details?: Readonly<Record<string, never>>, cause?: unknown]
  : Record<string, never> extends D
    ? [details?: D, cause?: unknown]
    : [details: D, cause?: unknown];

/** Makes the error for `code`; `details` fill its sentences and must contain no secret and no part of a body. */
export const engineError = <C extends ErrorCode>(code: C, ...[details, cause]: Arguments<DetailsOf<C>>): EngineError =>
  new EngineError(code, (details ?? {}) as Details, cause);

/** The same error with further details, and `error` as its cause: for what only the caller knows. */
export const addDetails = (error: EngineError, details: Details): EngineError =>
  new EngineError(error.code, { ...error.details, ...details }, error);

/** Whether `error` is one of ours, optionally with this code. */
export const isEngineError = (error: unknown, code?: ErrorCode): error is EngineError =>
  error instanceof EngineError && (code === undefined || error.code === code);

/** Returns whether the same request, sent again, may succeed. */
export const isRetryable = ({ code }: EngineError): boolean => {
  const row: ErrorRow = CATALOGUE[code];
  return row.retryable === true;
};

/** Any thrown value as an EngineError: ours unchanged, others as INTERNAL with the cause kept. */
export const toEngineError = (error: unknown): EngineError =>
  isEngineError(error)
    ? error
    : engineError('INTERNAL', { name: error instanceof Error ? error.name : typeof error }, error);
