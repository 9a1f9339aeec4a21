import { escapeForTerminal } from './escape-text.ts';
import type { Paint } from './terminal.ts';

/** An error as a report or the catalogue gives it. */
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

/** An error in lines for a person: code and message, place, what to do. */
export function formatError(error: DisplayError, paint: Paint): string {
  const place = formatLocation(error);
  return [
    `${paint(['red', 'bold'], 'error')} ${paint('bold', error.code)}: ${escapeForTerminal(error.message)}`,
    ...(place === undefined ? [] : [`  at:  ${escapeForTerminal(place)}`]),
    `  ${paint('cyan', 'fix:')} ${escapeForTerminal(error.fix)}`,
    '',
  ].join('\n');
}
