import { CATALOGUE, type EngineError, type ErrorCode } from '../base/errors/index.ts';
import type { RunReport } from '../base/report/report.generated.ts';

/** What the program ends with. */
export const EXIT = { done: 0, failed: 1, usage: 2, incomplete: 3, interrupted: 130 } as const;

/** Codes whose stage says something else. */
const BY_CODE: Readonly<Partial<Record<ErrorCode, number>>> = {
  INTERRUPTED: EXIT.interrupted,
  MANIFEST_UNREADABLE: EXIT.usage,
  STATE_OF_ANOTHER: EXIT.usage,
  FILE_EXISTS: EXIT.usage,
  RUN_UNKNOWN: EXIT.usage,
  STUDIO_NEEDS_TLS: EXIT.usage,
  STUDIO_TLS_INVALID: EXIT.usage,
};

/** The exit code of a command that an error ended. */
export const exitCodeFor = ({ code }: EngineError): number =>
  BY_CODE[code] ?? (CATALOGUE[code].stage === 'usage' ? EXIT.usage : EXIT.failed);

/** The exit code of a run: errored or cancelled, done, or done with rejects or skipped partitions. */
export function runExitCode(state: string, { entities, warnings }: Pick<RunReport, 'entities' | 'warnings'>): number {
  if (state !== 'PROCESSED') return EXIT.failed;
  const isSkipped = warnings.some(({ code }) => code === 'PARTITION_SKIPPED');
  return entities.asset.rejected + entities.finding.rejected > 0 || isSkipped ? EXIT.incomplete : EXIT.done;
}
