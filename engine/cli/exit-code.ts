import { CATALOGUE, type EngineError, type ErrorCode } from '../base/errors/index.ts';
import type { RunReport } from '../base/report/report.generated.ts';

/** Exit codes of the program. */
export const EXIT = { done: 0, failed: 1, usage: 2, incomplete: 3, interrupted: 130 } as const;

/** Exceptions to the exit code that an error's stage implies. */
const BY_CODE: Readonly<Partial<Record<ErrorCode, number>>> = {
  INTERRUPTED: EXIT.interrupted,
  MANIFEST_UNREADABLE: EXIT.usage,
  STATE_OF_ANOTHER: EXIT.usage,
  FILE_EXISTS: EXIT.usage,
  RUN_UNKNOWN: EXIT.usage,
  STUDIO_NEEDS_TLS: EXIT.usage,
  STUDIO_TLS_INVALID: EXIT.usage,
};

/** Returns the exit code of a command that failed with an error. */
export const exitCodeFor = ({ code }: EngineError): number =>
  BY_CODE[code] ?? (CATALOGUE[code].stage === 'usage' ? EXIT.usage : EXIT.failed);

/** Warnings of a run that did not read everything. */
const INCOMPLETE: ReadonlySet<string> = new Set(['PARTITION_SKIPPED', 'NO_PARTITIONS', 'DEPTH_REACHED']);

/** Returns the exit code of a run: failed, done, or incomplete if records were rejected or partitions not read. */
export function runExitCode(state: string, { entities, warnings }: Pick<RunReport, 'entities' | 'warnings'>): number {
  if (state !== 'PROCESSED') return EXIT.failed;
  const isSkipped = warnings.some(({ code }) => INCOMPLETE.has(code));
  const isRejected = Object.values(entities).some(({ rejected }) => rejected > 0);
  return isRejected || isSkipped ? EXIT.incomplete : EXIT.done;
}
