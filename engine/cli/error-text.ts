import { shown } from './shown.ts';
import type { Paint } from './terminal.ts';

/** An error as a report or the catalogue gives it. */
export interface TellableError {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly stream?: string | null;
  readonly partition?: string | null;
}

const placeOf = ({ stream, partition }: TellableError): string | undefined => {
  if (!stream) return undefined;
  return partition ? `stream ${stream}, partition ${partition}` : `stream ${stream}`;
};

/** An error in lines for a person: code and message, place, what to do. */
export function errorText(error: TellableError, paint: Paint): string {
  const place = placeOf(error);
  return [
    `${paint(['red', 'bold'], 'error')} ${paint('bold', error.code)}: ${shown(error.message)}`,
    ...(place === undefined ? [] : [`  at:  ${shown(place)}`]),
    `  ${paint('cyan', 'fix:')} ${shown(error.fix)}`,
    '',
  ].join('\n');
}
