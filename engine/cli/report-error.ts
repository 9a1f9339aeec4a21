import { CommanderError } from 'commander';
import { type EngineError, engineError, isEngineError, toEngineError } from '../base/errors/index.ts';
import { EXIT, exitCodeFor } from './exit-code.ts';
import { printJson, type Terminal } from './terminal.ts';
import { formatError } from './text/error-text.ts';

/** Converts an error of commander: drops its prefix and joins its suggestion to the same line. */
const toUsageError = ({ message }: CommanderError): EngineError =>
  engineError('USAGE', { problem: message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ') });

/** Reports whether the reader of stdout closed it, as `| head` does; printing an error would be noise. */
const isBrokenPipe = (error: unknown) => isEngineError(error, 'FILE_UNWRITABLE') && error.details['reason'] === 'EPIPE';

/** Prints an error to stderr and, with `--json`, to stdout; returns the exit code. Never throws. */
export async function reportError(
  thrown: unknown,
  { terminal, json }: { readonly terminal: Terminal; readonly json: boolean },
): Promise<number> {
  if (isBrokenPipe(thrown)) return EXIT.failed;
  const error = thrown instanceof CommanderError ? toUsageError(thrown) : toEngineError(thrown);
  terminal.tell(formatError(error, terminal.paint.err));
  if (error.code === 'INTERNAL' && terminal.env['MAPWRIGHT_DEBUG']) terminal.tell(`${formatStack(thrown)}\n`);
  const { code, message, fix } = error;
  if (json) await printJson(terminal, { error: { code, message, fix } }).catch(() => undefined);
  return exitCodeFor(error);
}

const formatStack = (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
