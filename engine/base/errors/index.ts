import { CATALOGUE } from './catalogue.ts';
import type { Details, ErrorCode, Row } from './row.ts';

export { CATALOGUE } from './catalogue.ts';
export type { Details, ErrorCode } from './row.ts';

/**
 * The one error the engine throws: a catalogue code, a sentence that says what happened, one that says what to do,
 * and the details they were made of. `cause` keeps what was caught.
 */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: ErrorCode;
  readonly fix: string;
  readonly details: Details;

  constructor(code: ErrorCode, details: Details = {}, cause?: unknown) {
    const row: Row = CATALOGUE[code];
    super(row.message(details), cause === undefined ? undefined : { cause });
    this.code = code;
    this.fix = typeof row.fix === 'string' ? row.fix : row.fix(details);
    this.details = details;
  }
}

/** Makes the error for `code`; `details` fill its sentences and must hold no secret and no part of a body. */
export const engineError = (code: ErrorCode, details: Details = {}, cause?: unknown): EngineError =>
  new EngineError(code, details, cause);

/** Whether `error` is one of ours, optionally with this code. */
export const isEngineError = (error: unknown, code?: ErrorCode): error is EngineError =>
  error instanceof EngineError && (code === undefined || error.code === code);

/** Any thrown thing as an EngineError: ours unchanged, others as INTERNAL with the cause kept. */
export const toEngineError = (error: unknown): EngineError =>
  isEngineError(error)
    ? error
    : engineError('INTERNAL', { name: error instanceof Error ? error.name : typeof error }, error);
