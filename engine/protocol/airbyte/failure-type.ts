import { CATALOGUE, type ErrorCode } from '../../base/errors/index.ts';

/** Whom an error concerns: the user's configuration, the connector or Mapwright, or nobody because a retry may help. */
export type FailureType = 'config_error' | 'system_error' | 'transient_error';

type Stage = (typeof CATALOGUE)[ErrorCode]['stage'];

/** Types by stage, for errors that are not retryable. */
const BY_STAGE: Readonly<Record<Stage, FailureType>> = {
  usage: 'config_error',
  auth: 'config_error',
  network: 'config_error',
  manifest: 'system_error',
  expression: 'system_error',
  http: 'system_error',
  page: 'system_error',
  record: 'system_error',
  run: 'system_error',
  files: 'system_error',
  platform: 'system_error',
  studio: 'system_error',
  internal: 'system_error',
};

/** Exceptions to the type that the stage implies. */
const BY_CODE: Readonly<Partial<Record<ErrorCode, FailureType>>> = {
  HOST_UNKNOWN: 'config_error',
  FILTER_REJECTED: 'config_error',
  ALL_PARTITIONS_SKIPPED: 'config_error',
  PROTOCOL_STATE_INVALID: 'config_error',
  STATE_OF_ANOTHER: 'config_error',
  RETRY_BUDGET_SPENT: 'transient_error',
  JOB_TIMEOUT: 'transient_error',
  ANSWER_NOT_HTTP: 'transient_error',
};

const isCode = (code: string): code is ErrorCode => Object.hasOwn(CATALOGUE, code);

/** Returns the type of an error for Airbyte, which decides from it whether to retry and whom to notify. */
export function findFailureType(code: string): FailureType {
  if (!isCode(code)) return 'system_error';
  const row: { readonly stage: Stage; readonly retryable?: true } = CATALOGUE[code];
  return BY_CODE[code] ?? (row.retryable ? 'transient_error' : BY_STAGE[row.stage]);
}
