import type { Paint } from '../terminal.ts';
import { escapeForTerminal } from './escape-text.ts';

/** Error from a run report or an EngineError. */
export interface DisplayError {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly stream?: string | null;
  readonly partition?: string | null;
}

const formatLocation = ({ stream, partition }: DisplayError): string | undefined => {
  if (!stream) return undefined;
  return partition ? `stream ${stream}, partition ${partition}` : `stream ${stream}`;
};

/** Formats an error with code, message, location and fix. */
export function formatError(error: DisplayError, paint: Paint): string {
  const location = formatLocation(error);
  return [
    `${paint(['red', 'bold'], 'error')} ${paint('bold', error.code)}: ${escapeForTerminal(error.message)}`,
    ...(location === undefined ? [] : [`  at:  ${escapeForTerminal(location)}`]),
    `  ${paint('cyan', 'fix:')} ${escapeForTerminal(error.fix)}`,
    '',
  ].join('\n');
}
