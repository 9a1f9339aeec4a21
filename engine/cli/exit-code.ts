import { CATALOGUE, type EngineError, type ErrorCode } from '../base/errors/index.ts';

/** What the program ends with. */
export const EXIT = { done: 0, failed: 1, usage: 2, incomplete: 3, interrupted: 130 } as const;

/** Codes whose stage says something else. */
const BY_CODE: Readonly<Partial<Record<ErrorCode, number>>> = {
  INTERRUPTED: EXIT.interrupted,
  MANIFEST_UNREADABLE: EXIT.usage,
  STATE_OF_ANOTHER: EXIT.usage,
  FILE_EXISTS: EXIT.usage,
  RUN_UNKNOWN: EXIT.usage,
};

/** The exit code of a command that an error ended. */
export const exitCodeOf = ({ code }: EngineError): number =>
  BY_CODE[code] ?? (CATALOGUE[code].stage === 'usage' ? EXIT.usage : EXIT.failed);
